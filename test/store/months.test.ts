import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { addDays, day } from '../../store/model/day.ts';
import type { DailyPerformance } from '../../store/model/entities.ts';
import { campaignId, importId, type WorkspaceId } from '../../store/model/ids.ts';
import type { ImportRecord } from '../../store/model/import-record.ts';
import { monthlyOutcomesOf, monthlyPerformanceOf } from '../../store/model/monthly.ts';
import type { DailyOutcomes, OutcomeKey } from '../../store/model/outcomes.ts';
import type { Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { aDay, freshWorkspace } from './support/records.ts';

const KEY = 'sofas' as OutcomeKey;

const outcomesOn = (
  workspaceId: WorkspaceId,
  date: string,
  changes: Partial<DailyOutcomes> = {},
): DailyOutcomes => ({
  workspaceId,
  key: KEY,
  date: day(date),
  currencyCode: 'EUR',
  leads: 9,
  orders: 3,
  newCustomers: null,
  revenueMicros: 2n ** 80n,
  marginMicros: -5n,
  source: 'CRM',
  asOf: day('2026-01-10'),
  revision: 0,
  ...changes,
});

const aRecord = (workspaceId: WorkspaceId, id: string): Omit<ImportRecord, 'version'> => ({
  workspaceId,
  id: importId(id),
  state: 'PREVIEWED',
  file: 'january.csv',
  createdAt: '2026-01-10T08:00:00.000Z',
  createdBy: 'ada',
  committedAt: null,
  rowsDone: 0,
  contentHash: 'abc',
  uploadId: 'u1',
  options: { name: 'january.csv' },
  preview: { rows: 3, refusals: [] },
});

function conformance(store: Store): void {
  const { dailyPerformance, outcomes, imports, exchangeRates } = store;
  const stored = (ws: WorkspaceId) => dailyPerformance.ofCampaign(ws, campaignId('c1'));

  describe('the months of a campaign', () => {
    const seen = [
      {
        firstAsOf: day('2026-01-09'),
        lastAsOf: day('2026-01-10'),
        incomplete: true,
        spendMicros: 2n ** 70n,
        impressions: null,
        clicks: 4,
        conversions: 0.5,
        revenueMicros: null,
        attribution: 'Purchases, 7-day click',
      },
    ];

    it('are written with their sums, and read back as written', async () => {
      const ws = freshWorkspace();
      const after = [
        aDay(ws, 'c1', '2025-03-01', { attribution: '7-day click', seen }),
        aDay(ws, 'c1', '2025-03-31', { conversions: null, incomplete: true }),
      ];
      expect(await dailyPerformance.replaceMonths(ws, [{ before: [], after }])).toEqual([]);
      expect(await stored(ws)).toEqual(after);
      expect(await dailyPerformance.ofMonth(ws, '2025-03')).toEqual([monthlyPerformanceOf(after)]);
      const [sums] = await dailyPerformance.ofMonth(ws, '2025-03');
      expect(sums).toMatchObject({
        spendMicros: 246_900_000n,
        conversions: 2.25,
        revenueMicros: null,
        reportedDays: 2 ** 30 + 1,
        incompleteDays: 2 ** 30,
      });
    });

    it('are left alone, all of a month, where another writer was faster, and the others are written', async () => {
      const ws = freshWorkspace();
      const before = [aDay(ws, 'c1', '2025-03-01')];
      await dailyPerformance.replaceMonths(ws, [{ before: [], after: before }]);
      const newer = [aDay(ws, 'c1', '2025-03-01', { conversions: 9 })];
      await dailyPerformance.replaceMonths(ws, [{ before, after: newer }]);

      const late = { before, after: [...before, aDay(ws, 'c1', '2025-03-02')] };
      const other = { before: [], after: [aDay(ws, 'c1', '2025-04-01')] };
      expect(await dailyPerformance.replaceMonths(ws, [late, other])).toEqual([late]);
      expect(await stored(ws)).toEqual([...newer, ...other.after]);
    });

    it.each([
      ['a figure', { clicks: 32 }],
      ['a label', { attribution: '1-day click' }],
      ['what was seen', { seen }],
      ['the day of the export', { asOf: day('2026-01-11') }],
    ])('count as changed when %s differs, though the sums may not', async (_, change) => {
      const ws = freshWorkspace();
      const before = [aDay(ws, 'c1', '2025-03-01')];
      const after = [aDay(ws, 'c1', '2025-03-01', change)];
      await dailyPerformance.replaceMonths(ws, [{ before: [], after: before }]);
      await dailyPerformance.replaceMonths(ws, [{ before, after }]);
      const late = { before, after: [...before, aDay(ws, 'c1', '2025-03-02')] };
      expect(await dailyPerformance.replaceMonths(ws, [late])).toEqual([late]);
      expect(await stored(ws)).toEqual(after);
    });

    it('may be many: more than a transaction takes', async () => {
      const ws = freshWorkspace();
      const changes = ['2025-01', '2025-03', '2025-05', '2025-07', '2025-08'].map((month) => ({
        before: [],
        after: Array.from({ length: 31 }, (_, i) => aDay(ws, 'c1', addDays(day(`${month}-01`), i))),
      }));
      expect(await dailyPerformance.replaceMonths(ws, changes)).toEqual([]);
      expect(await stored(ws)).toHaveLength(155);
    });

    it('let one of ten racing writers win, and lose nothing of the others once they read again', async () => {
      const ws = freshWorkspace();
      const add = async (i: number): Promise<void> => {
        const before = await stored(ws);
        const after = [...before, aDay(ws, 'c1', `2025-03-${10 + i}`)].sort((a, b) =>
          a.date < b.date ? -1 : 1,
        );
        const overtaken = await dailyPerformance.replaceMonths(ws, [{ before, after }]);
        if (overtaken.length > 0) await add(i);
      };
      await Promise.all(Array.from({ length: 10 }, (_, i) => add(i)));
      const days = await stored(ws);
      expect(days).toHaveLength(10);
      expect(await dailyPerformance.ofMonth(ws, '2025-03')).toEqual([monthlyPerformanceOf(days)]);
    });

    it('keep their sums true when days are put whatever is stored', async () => {
      const ws = freshWorkspace();
      const march = (campaign: string, date: string, changes: Partial<DailyPerformance> = {}) =>
        aDay(ws, campaign, `2025-03-${date}`, changes);
      await dailyPerformance.putMany(ws, [march('c1', '01'), march('c2', '01'), march('c1', '02')]);
      await dailyPerformance.putMany(ws, [march('c1', '01', { spendMicros: 1n })]);
      const days = [march('c1', '01', { spendMicros: 1n }), march('c1', '02')];
      expect(await dailyPerformance.ofMonth(ws, '2025-03')).toEqual([
        monthlyPerformanceOf(days),
        monthlyPerformanceOf([march('c2', '01')]),
      ]);
    });

    it('are known by a hash: the same for the same days in whatever order they came, another once one differs', async () => {
      const [ws, other] = [freshWorkspace(), freshWorkspace()];
      const march =
        (date: string, changes: Partial<DailyPerformance> = {}) =>
        (workspace: WorkspaceId) =>
          aDay(workspace, 'c1', `2025-03-${date}`, changes);
      const [first, second] = [march('01'), march('02', { seen })];
      await dailyPerformance.putMany(ws, [first(ws)]);
      await dailyPerformance.putMany(ws, [second(ws), aDay(ws, 'c2', '2025-03-02')]);
      await dailyPerformance.putMany(other, [second(other)]);
      await dailyPerformance.putMany(other, [first(other), aDay(other, 'c2', '2025-03-02')]);
      const hashes = await dailyPerformance.hashesOfMonth(ws, '2025-03');
      expect(hashes.map(({ owner }) => owner)).toEqual(['c1', 'c2']);
      expect(hashes.every(({ daysHash }) => daysHash !== null && daysHash.length > 20)).toBe(true);
      expect(await dailyPerformance.hashesOfMonth(other, '2025-03')).toEqual(hashes);

      await dailyPerformance.putMany(ws, [march('02', { clicks: 7 })(ws)]);
      const [restated, untouched] = await dailyPerformance.hashesOfMonth(ws, '2025-03');
      expect(restated?.daysHash).not.toBe(hashes[0]?.daysHash);
      expect(untouched).toEqual(hashes[1]);
      await dailyPerformance.putMany(ws, [second(ws)]);
      expect(await dailyPerformance.hashesOfMonth(ws, '2025-03')).toEqual(hashes);
      expect(await dailyPerformance.hashesOfMonth(ws, '2025-04')).toEqual([]);
    });

    it('are not seen by, and cannot be written to, another workspace', async () => {
      const [own, other] = [freshWorkspace(), freshWorkspace()];
      await dailyPerformance.putMany(other, [aDay(other, 'c1', '2025-03-01')]);
      expect(await dailyPerformance.ofMonth(own, '2025-03')).toEqual([]);
      const stranger = dailyPerformance.replaceMonths(own, [
        { before: [], after: [aDay(other, 'c1', '2025-03-02')] },
      ]);
      await expect(stranger).rejects.toMatchObject({ code: 'WORKSPACE_MISMATCH' });
    });
  });

  describe('outcomes', () => {
    it('are kept under their own names, with the sums of their months', async () => {
      const [ws, other] = [freshWorkspace(), freshWorkspace()];
      const source = {
        workspaceId: ws,
        key: KEY,
        campaignExternalId: null,
        campaignName: 'Sofas',
        utmSource: 'google',
        utmMedium: null,
        utmCampaign: null,
      };
      await outcomes.putSources(ws, [source]);
      await outcomes.putSources(ws, [source]);
      const march = [outcomesOn(ws, '2025-03-30'), outcomesOn(ws, '2025-03-31', { leads: null })];
      const april = [
        outcomesOn(ws, '2025-04-01', {
          seen: [
            {
              firstAsOf: day('2026-01-01'),
              lastAsOf: day('2026-01-02'),
              leads: null,
              orders: 2,
              newCustomers: 1,
              revenueMicros: 2n ** 70n,
              marginMicros: null,
            },
          ],
        }),
      ];
      const changes = [march, april].map((after) => ({ before: [], after }));
      expect(await outcomes.replaceMonths(ws, changes)).toEqual([]);
      expect(await outcomes.replaceMonths(ws, changes)).toEqual(changes);
      expect(await outcomes.sources(ws)).toEqual([source]);
      expect(await outcomes.ofSource(ws, KEY)).toEqual([...march, ...april]);
      expect(await outcomes.ofSource(ws, KEY, { from: day('2025-03-31'), to: day('2025-04-30') })).toEqual([
        march[1],
        ...april,
      ]);
      expect(await outcomes.ofMonth(ws, '2025-03')).toEqual([monthlyOutcomesOf(march)]);
      const [hash] = await outcomes.hashesOfMonth(ws, '2025-03');
      expect(hash).toEqual({ owner: KEY, daysHash: expect.stringMatching(/^.{22}$/) });
      const restated = [...march.slice(1), outcomesOn(ws, '2025-03-30', { orders: 8 })].reverse();
      await outcomes.replaceMonths(ws, [{ before: march, after: restated }]);
      expect((await outcomes.hashesOfMonth(ws, '2025-03'))[0]?.daysHash).not.toBe(hash?.daysHash);
      expect(await outcomes.hashesOfMonth(other, '2025-03')).toEqual([]);
      expect([await outcomes.sources(other), await outcomes.ofSource(other, KEY)]).toEqual([[], []]);
      expect(await outcomes.ofMonth(other, '2025-03')).toEqual([]);
    });
  });

  describe('the journal of imports', () => {
    it('goes forward by version, and lists the newest first', async () => {
      const [ws, other] = [freshWorkspace(), freshWorkspace()];
      const first = await imports.put(aRecord(ws, 'I1'), null);
      await imports.put(aRecord(ws, 'I2'), null);
      const committed = await imports.put(
        { ...aRecord(ws, 'I1'), state: 'COMMITTED', rowsDone: 3 },
        first.version,
      );
      expect(committed.version).toBe(2);
      await expect(imports.put(aRecord(ws, 'I1'), 1)).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        current: committed,
      });
      await expect(imports.put(aRecord(ws, 'I1'), null)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
      expect(await imports.get(ws, importId('I1'))).toEqual(committed);
      const page = await imports.list(ws, { first: 1 });
      expect([page.items.map(({ item }) => item.id), page.hasNextPage]).toEqual([['I2'], true]);
      const rest = await imports.list(ws, { first: 5, after: page.items[0]?.cursor });
      expect(rest.items.map(({ item }) => item.id)).toEqual(['I1']);
      expect(await imports.get(other, importId('I1'))).toBeNull();
    });
  });

  describe('exchange rates', () => {
    it('are one a pair and day, and read by day', async () => {
      const ws = freshWorkspace();
      const rate = (date: string, value: string) => ({
        workspaceId: ws,
        from: 'USD',
        to: 'EUR',
        date: day(date),
        rate: value,
        source: 'ECB',
      });
      await exchangeRates.putMany(ws, [rate('2026-01-02', '0.9'), rate('2026-01-01', '0.8512')]);
      await exchangeRates.putMany(ws, [rate('2026-01-02', '0.91')]);
      const january = { from: day('2026-01-01'), to: day('2026-01-31') };
      expect(await exchangeRates.ofPair(ws, 'USD', 'EUR', january)).toEqual([
        rate('2026-01-01', '0.8512'),
        rate('2026-01-02', '0.91'),
      ]);
      expect(await exchangeRates.ofPair(ws, 'EUR', 'USD', january)).toEqual([]);
    });
  });
}

describe('the in-memory store', () => {
  conformance(createMemoryStore());
});

await describeWithDatabase('the DynamoDB store', conformance);
