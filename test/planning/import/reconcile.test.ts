import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../../planning/import/reconcile.ts';
import { day } from '../../../store/model/day.ts';
import type { DailyPerformance } from '../../../store/model/entities.ts';
import { campaignId, channel, workspaceId } from '../../../store/model/ids.ts';

const row = (figures: Partial<DailyPerformance> = {}): DailyPerformance => ({
  workspaceId: workspaceId('w'),
  campaignId: campaignId('google_ads:-:1'),
  channel: channel('google_search'),
  date: day('2026-10-01'),
  currencyCode: 'EUR',
  spendMicros: 10_000_000n,
  impressions: 100,
  clicks: 10,
  conversions: 1,
  revenueMicros: 90_000_000n,
  source: 'GOOGLE_ADS_CAMPAIGN_REPORT',
  asOf: day('2026-10-05'),
  incomplete: true,
  revision: 0,
  ...figures,
});

const newer = { asOf: day('2026-10-31'), incomplete: false } as const;

describe('a day that an export shows again', () => {
  it('is created when it was not known', () => {
    expect(reconcile(undefined, row())).toEqual({ change: 'CREATED', write: row() });
  });

  it('is left alone when nothing is new', () => {
    expect(reconcile(row({ revision: 3 }), row())).toEqual({ change: 'UNCHANGED', write: null });
  });

  it('takes restated figures and counts the restatement', () => {
    const restated = row({ ...newer, conversions: 2 });
    expect(reconcile(row(), restated)).toEqual({ change: 'UPDATED', write: { ...restated, revision: 1 } });
  });

  it('becomes complete when a newer export shows the same figures', () => {
    expect(reconcile(row(), row(newer))).toEqual({ change: 'UNCHANGED', write: row(newer) });
  });

  it('is not taken back by an older export', () => {
    expect(reconcile(row({ ...newer, conversions: 2 }), row())).toEqual({ change: 'OLDER', write: null });
  });

  it('keeps a figure that the newer export does not report', () => {
    const silent = row({ ...newer, conversions: null, spendMicros: 11_000_000n });
    expect(reconcile(row(), silent).write).toEqual({
      ...silent,
      conversions: 1,
      incomplete: true,
      revision: 1,
    });
  });

  it('is filled in by an older export, which is no restatement', () => {
    const silent = row({ ...newer, conversions: null });
    expect(reconcile(silent, row())).toEqual({
      change: 'UPDATED',
      write: { ...silent, conversions: 1, incomplete: true, revision: 0 },
    });
  });

  it('at the same as-of day is the one with more conversions', () => {
    expect(reconcile(row({ conversions: 2 }), row()).change).toBe('OLDER');
    expect(reconcile(row(), row({ conversions: 2 })).change).toBe('UPDATED');
  });

  it('ends the same whichever of two exports is loaded first', () => {
    const anyRow = fc
      .record({
        asOf: fc.constantFrom(day('2026-10-05'), day('2026-10-31')),
        conversions: fc.option(fc.nat(3)),
        revenueMicros: fc.option(fc.bigInt(0n, 3n)),
        spendMicros: fc.bigInt(0n, 3n),
        clicks: fc.option(fc.nat(2)),
      })
      .map((figures) => row({ ...figures, incomplete: figures.asOf < '2026-10-08' }));
    const load = (rows: readonly DailyPerformance[]) =>
      rows.reduce<DailyPerformance | undefined>(
        (stored, incoming) => reconcile(stored, incoming).write ?? stored,
        undefined,
      );
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        expect({ ...load([a, b]), revision: 0 }).toEqual({ ...load([b, a]), revision: 0 });
        expect(load([a, b, b])).toEqual(load([a, b]));
        expect(load([a, b, a])).toEqual(load([a, b]));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
