import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportRow, OpenedExport } from '../../../../planning/import/parsed-export.ts';
import { importOpened } from '../../../../planning/import/pipeline/import-opened.ts';
import { createMemoryStore } from '../../../../store/memory/memory-store.ts';
import { addDays, day } from '../../../../store/model/day.ts';
import { campaignId, channel } from '../../../../store/model/ids.ts';
import type { Store } from '../../../../store/ports.ts';
import { anOutcome, aRow, daysFrom, everythingIn, opened, recomputedSums, WORKSPACE } from './exports.ts';

async function loaded(...files: readonly OpenedExport[]): Promise<Store> {
  const store = createMemoryStore();
  for (const file of files) await importOpened(store, WORKSPACE, file);
  return store;
}

const rowsOf = async (store: Store) =>
  (await store.dailyPerformance.ofCampaign(WORKSPACE, campaignId('google_ads:-:1'))).map((row) => row);

describe('a day that exports show again', () => {
  const first = opened('2026-09-10', [aRow('1', '2026-09-09', { conversions: 2 })]);
  const second = opened('2026-09-30', [aRow('1', '2026-09-09', { conversions: 5 })]);

  it.each([
    ['in order', [first, second]],
    ['newest first', [second, first]],
    ['over and over', [second, first, second, first]],
  ])('has the figures of the newest export and remembers the others, %s', async (_, files) => {
    const [row] = await rowsOf(await loaded(...files));
    expect(row).toMatchObject({ conversions: 5, asOf: '2026-09-30', revision: 1 });
    expect(row?.seen?.map(({ conversions, firstAsOf }) => [conversions, firstAsOf])).toEqual([
      [5, '2026-09-30'],
      [2, '2026-09-10'],
    ]);
  });

  it('is not restated by an export that only confirms it', async () => {
    const again = opened('2026-10-05', [aRow('1', '2026-09-09', { conversions: 2 })]);
    const [row] = await rowsOf(await loaded(first, again));
    expect(row).toMatchObject({ conversions: 2, asOf: '2026-10-05', revision: 0 });
    expect(row?.seen).toMatchObject([{ firstAsOf: '2026-09-10', lastAsOf: '2026-10-05' }]);
  });

  it('keeps a figure that the newer export leaves out, and counts no restatement for it', async () => {
    const silent = opened('2026-10-05', [aRow('1', '2026-09-09', { conversions: null, clicks: null })]);
    for (const files of [
      [first, silent],
      [silent, first],
    ]) {
      const [row] = await rowsOf(await loaded(...files));
      expect(row).toMatchObject({ conversions: 2, clicks: 50, asOf: '2026-10-05', revision: 0 });
    }
  });

  it('keeps conversions under the label they were counted by', async () => {
    const labelled = opened('2026-09-20', [
      aRow('1', '2026-09-09', { conversions: 3, attribution: '7-day click' }),
    ]);
    const silent = opened('2026-10-05', [
      aRow('1', '2026-09-09', { conversions: null, revenueMicros: null, attribution: '1-day click' }),
    ]);
    const [row] = await rowsOf(await loaded(first, silent, labelled));
    expect(row).toMatchObject({ conversions: 3, attribution: '7-day click' });
  });

  it('says of each row what became of it', async () => {
    const store = createMemoryStore();
    const file = (asOf: string, conversions: number) =>
      opened(asOf, [aRow('1', '2026-09-09', { conversions }), aRow('1', '2026-09-08')]);
    const outcome = async (each: OpenedExport) => {
      const { created, updated, unchanged, skippedOlder } = await importOpened(store, WORKSPACE, each);
      return [created, updated, unchanged, skippedOlder];
    };
    expect(await outcome(file('2026-09-10', 2))).toEqual([2, 0, 0, 0]);
    expect(await outcome(file('2026-09-20', 4))).toEqual([0, 1, 1, 0]);
    expect(await outcome(file('2026-09-20', 4))).toEqual([0, 0, 2, 0]);
    expect(await outcome(file('2026-09-15', 3))).toEqual([0, 0, 1, 1]);
  });
});

const someRow = fc
  .record({
    campaign: fc.constantFrom('1', '2'),
    date: fc.constantFrom(...daysFrom('2026-08-29', 6)),
    spend: fc.integer({ min: 0, max: 3 }),
    conversions: fc.option(fc.integer({ min: 0, max: 3 })),
    clicks: fc.option(fc.integer({ min: 0, max: 1 })),
    revenue: fc.option(fc.integer({ min: 0, max: 1 })),
    attribution: fc.constantFrom(null, '7-day click'),
    incomplete: fc.boolean(),
    channel: fc.constantFrom('google_search', 'google_shopping'),
    status: fc.constantFrom(null, 'ACTIVE' as const, 'PAUSED' as const),
    accountId: fc.constantFrom(null, '123'),
    name: fc.constantFrom('Sofas', 'Chairs'),
  })
  .map(
    ({ campaign, date, spend, revenue, name, channel: slug, ...row }): ExportRow =>
      aRow(campaign, date, {
        ...row,
        campaignName: `${name} ${campaign}`,
        channel: channel(slug),
        spendMicros: BigInt(spend) * 1_000_000n,
        revenueMicros: revenue === null ? null : BigInt(revenue),
      }),
  );

const someExport = fc
  .record({
    asOf: fc.constantFrom('2026-09-04', '2026-09-05', '2026-09-10'),
    format: fc.constantFrom('GOOGLE_ADS_CAMPAIGN_REPORT' as const, 'GOOGLE_ADS_API' as const),
    timeZone: fc.constantFrom(null, 'Europe/Berlin'),
    rows: fc.uniqueArray(someRow, {
      maxLength: 8,
      selector: ({ campaignExternalId, date }) => `${campaignExternalId} ${date}`,
    }),
  })
  .map(({ asOf, rows, ...changes }) => opened(asOf, rows, changes, 3));

describe('loads in any order', () => {
  const shuffled = fc.array(someExport, { minLength: 1, maxLength: 5 }).chain((files) =>
    fc.record({
      files: fc.constant(files),
      otherOrder: fc
        .shuffledSubarray(files, { minLength: files.length })
        .chain((order) => fc.subarray(files).map((repeated) => [...order, ...repeated])),
    }),
  );

  it('end in the same days, sums, campaigns and revisions, however often a file is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ files, otherOrder }) => {
        const [one, other] = [await loaded(...files), await loaded(...otherOrder)];
        expect(await everythingIn(other)).toEqual(await everythingIn(one));
        expect((await everythingIn(one)).sums).toEqual(await recomputedSums(one));
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('end in the same outcomes of a CRM', async () => {
    const figure = fc.option(fc.integer({ min: 0, max: 2 }));
    const someOutcomes = fc
      .record({
        asOf: fc.constantFrom('2026-09-04', '2026-09-05'),
        rows: fc.array(
          fc.record({
            name: fc.constantFrom('Sofas', 'Chairs'),
            offset: fc.integer({ min: 0, max: 3 }),
            leads: figure,
            orders: figure,
            currencyCode: fc.constantFrom('EUR', null),
          }),
          { maxLength: 6 },
        ),
      })
      .map(({ asOf, rows }) => {
        const byKey = new Map(rows.map((row) => [`${row.name} ${row.offset} ${row.currencyCode}`, row]));
        return opened(
          asOf,
          [...byKey.values()].map(({ name, offset, ...row }) =>
            anOutcome(name, addDays(day('2026-08-30'), offset), row),
          ),
          { kind: 'OUTCOMES' },
        );
      });
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(someOutcomes, { minLength: 1, maxLength: 4 })
          .chain((files) =>
            fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
          ),
        async ([files, otherOrder]) => {
          expect(await everythingIn(await loaded(...otherOrder))).toEqual(
            await everythingIn(await loaded(...files)),
          );
        },
      ),
      { numRuns: 150, seed: 12 },
    );
  });
});
