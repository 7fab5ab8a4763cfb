import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameFigure, numberFigure } from '../../optimizer/statement.ts';
import { underNewestAttribution } from '../../planning/attribution.ts';
import { completenessByChannel, markedDays, shareReported } from '../../planning/completeness.ts';
import { addDays, day } from '../../store/model/day.ts';
import type { DailyPerformance, SeenPerformance } from '../../store/model/entities.ts';
import { channel, workspaceId } from '../../store/model/ids.ts';
import { aDay } from '../store/support/records.ts';

const WORKSPACE = workspaceId('w');
const SEARCH = channel('google_search');

/** A day that was seen at some ages with some conversions, the newest last. */
function seenDay(
  date: string,
  sightings: readonly (readonly [age: number, conversions: number])[],
): DailyPerformance {
  const seen = sightings
    .map(([age, conversions]): SeenPerformance => {
      const asOf = addDays(day(date), age);
      return {
        firstAsOf: asOf,
        lastAsOf: asOf,
        incomplete: age < 7,
        spendMicros: 1n,
        impressions: null,
        clicks: null,
        conversions,
        revenueMicros: null,
        attribution: null,
      };
    })
    .reverse();
  const [newest] = seen;
  return aDay(WORKSPACE, 'c1', date, {
    conversions: newest?.conversions ?? null,
    asOf: newest?.lastAsOf ?? day(date),
    seen,
  });
}

const curveOf = (...rows: readonly DailyPerformance[]) => completenessByChannel(rows).get(SEARCH);

describe('the completeness of a channel', () => {
  it('is the share of the final conversions that was reported at each age', () => {
    const curve = curveOf(
      seenDay('2026-09-01', [
        [0, 40],
        [3, 80],
        [25, 100],
      ]),
      seenDay('2026-09-02', [
        [0, 60],
        [3, 90],
        [25, 100],
      ]),
    );
    expect(curve).toEqual({
      days: 2,
      points: [
        { age: 0, share: 0.5 },
        { age: 3, share: 0.85 },
      ],
    });
    expect([0, 1, 3, 12, 21, 300].map((age) => shareReported(curve, age))).toEqual([
      0.5,
      0.5 + 0.35 / 3,
      0.85,
      0.925,
      1,
      1,
    ]);
  });

  it.each([
    [
      'a day that has not settled',
      [
        seenDay('2026-09-01', [
          [0, 40],
          [7, 100],
        ]),
      ],
    ],
    [
      'too few conversions',
      [
        seenDay('2026-09-01', [
          [0, 4],
          [25, 10],
        ]),
      ],
    ],
    ['a day seen once', [aDay(WORKSPACE, 'c1', '2026-09-01')]],
  ])('is not learned from %s', (_, rows) => {
    expect(curveOf(...rows)).toBeUndefined();
  });

  it('never falls with age and stays within 0 and 1, whatever was seen', () => {
    const sighting = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 200 }));
    const rows = fc.array(fc.array(sighting, { minLength: 1, maxLength: 5 }), { maxLength: 10 });
    fc.assert(
      fc.property(rows, (days) => {
        const curve = curveOf(
          ...days.map((sightings) =>
            seenDay(
              '2026-09-01',
              sightings.toSorted(([a], [b]) => a - b),
            ),
          ),
        );
        const shares = (curve?.points ?? []).map(({ share }) => share);
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      }),
      { seed: 5 },
    );
  });

  it('says which days are incomplete and how far, instead of the export', () => {
    const settled = seenDay('2026-09-01', [
      [0, 40],
      [3, 80],
      [5, 98],
      [25, 100],
    ]);
    const curves = completenessByChannel([settled]);
    const young = (age: number) =>
      aDay(WORKSPACE, 'c1', addDays(day('2026-10-10'), -age), {
        asOf: day('2026-10-10'),
        incomplete: age < 7,
      });
    const marked = markedDays([6, 5, 3, 0].map(young), curves);
    expect(marked.map(({ incomplete, completeness }) => [incomplete, completeness])).toEqual([
      [false, undefined],
      [false, undefined],
      [true, 0.8],
      [true, 0.4],
    ]);
  });

  it('leaves the export its word where nothing was learned', () => {
    const rows = [aDay(WORKSPACE, 'c1', '2026-10-09', { incomplete: true })];
    expect(markedDays(rows, new Map())).toEqual(rows);
  });
});

describe('a series under one attribution label', () => {
  const on = (date: string, attribution: string | null, conversions: number | null = 5) =>
    aDay(WORKSPACE, 'c1', date, { attribution, conversions });

  it('takes the newest label, and the days of others as not reported', () => {
    const rows = [
      on('2026-09-01', '28-day click'),
      on('2026-09-02', '7-day click'),
      on('2026-09-03', '7-day click'),
    ];
    const { rows: kept, warning } = underNewestAttribution(rows);
    expect(kept.map(({ conversions }) => conversions)).toEqual([null, 5, 5]);
    expect(kept.map(({ spendMicros }) => spendMicros)).toEqual(rows.map(({ spendMicros }) => spendMicros));
    expect(warning).toEqual({
      code: 'OTHER_ATTRIBUTION',
      sentence:
        '1 of 3 days were counted as “28-day click”, not as “7-day click”, and are left out of the fit. Export them again under one attribution setting.',
      figures: [
        numberFigure('n', 1),
        numberFigure('all', 3),
        nameFigure('others', '“28-day click”'),
        nameFigure('newest', '“7-day click”'),
      ],
    });
  });

  it('is unchanged, and silent, where all days are under one', () => {
    const rows = [on('2026-09-01', null), on('2026-09-02', null), on('2026-09-03', '7-day click', null)];
    expect(underNewestAttribution(rows)).toEqual({ rows, warning: null });
  });
});
