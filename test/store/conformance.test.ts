import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { day } from '../../store/model/day.ts';
import { campaignId, channel, scenarioId, type WorkspaceId } from '../../store/model/ids.ts';
import type { Page, PageRequest, ScenarioFilter, Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { aCampaign, aCurve, aDay, aScenario, freshWorkspace } from './support/records.ts';

const search = channel('google_search');
const social = channel('meta_social');

/** Follows the cursors to the end. */
async function everyPage<T>(
  list: (page: PageRequest) => Promise<Page<T>>,
  first: number,
): Promise<readonly (readonly T[])[]> {
  const pages: (readonly T[])[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await list({ first, after });
    pages.push(page.items.map(({ item }) => item));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNextPage) return pages;
  }
}

const createCampaigns = (store: Store, workspace: WorkspaceId, ids: readonly string[]) =>
  Promise.all(ids.map((id) => store.campaigns.put(aCampaign(workspace, id), null)));

function conformance(store: Store): void {
  describe('campaigns', () => {
    it('gives a new campaign version 1 and reads it back as written', async () => {
      const ws = freshWorkspace();
      const written = await store.campaigns.put(aCampaign(ws, 'c1', { accountId: '123-456' }), null);
      expect(written).toEqual({ ...aCampaign(ws, 'c1', { accountId: '123-456' }), version: 1 });
      expect(await store.campaigns.get(ws, campaignId('c1'))).toEqual(written);
      expect(await store.campaigns.get(ws, campaignId('c2'))).toBeNull();
    });

    it('writes over the version that the writer saw, and over no other', async () => {
      const ws = freshWorkspace();
      await store.campaigns.put(aCampaign(ws, 'c1'), null);
      const second = await store.campaigns.put(aCampaign(ws, 'c1', { name: 'renamed' }), 1);
      expect(second.version).toBe(2);
      const stale = store.campaigns.put(aCampaign(ws, 'c1', { name: 'too late' }), 1);
      await expect(stale).rejects.toMatchObject({ code: 'VERSION_CONFLICT', current: second });
      expect(await store.campaigns.get(ws, campaignId('c1'))).toEqual(second);
    });

    it('refuses to create what exists and to update what does not', async () => {
      const ws = freshWorkspace();
      const first = await store.campaigns.put(aCampaign(ws, 'c1'), null);
      await expect(store.campaigns.put(aCampaign(ws, 'c1'), null)).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        current: first,
      });
      await expect(store.campaigns.put(aCampaign(ws, 'c2'), 1)).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        current: null,
      });
    });

    it('lets one of twenty racing writers win', async () => {
      const ws = freshWorkspace();
      await store.campaigns.put(aCampaign(ws, 'c1'), null);
      const race = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.campaigns.put(aCampaign(ws, 'c1', { name: `n${i}` }), 1)),
      );
      expect(race.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    });

    it('reads many in the order asked, repeats and gaps included', async () => {
      const ws = freshWorkspace();
      const ids = Array.from({ length: 120 }, (_, i) => `c${i}`);
      await createCampaigns(store, ws, ids);
      const asked = [...ids.toReversed(), 'missing', 'c5'].map(campaignId);
      const found = await store.campaigns.getMany(ws, asked);
      expect(found.map((campaign) => campaign?.id ?? null)).toEqual(
        asked.map((id) => (id === 'missing' ? null : id)),
      );
      expect(await store.campaigns.getMany(ws, [])).toEqual([]);
    });

    it('orders by the bytes of the id, also beyond the basic plane', async () => {
      const ws = freshWorkspace();
      const ordered = ['B', 'a', 'a b', 'b', 'é', '\uFFFD', '\u{1F600}'];
      await createCampaigns(store, ws, ordered.toReversed());
      expect((await store.campaigns.all(ws)).map(({ id }) => id)).toEqual(ordered);
      const pages = await everyPage((page) => store.campaigns.list(ws, page), 2);
      expect(pages.flat().map(({ id }) => id)).toEqual(ordered);
    });

    it('says truthfully whether there is a next page', async () => {
      const ws = freshWorkspace();
      expect(await store.campaigns.list(ws, { first: 3 })).toEqual({ items: [], hasNextPage: false });
      await createCampaigns(store, ws, ['1', '2', '3', '4', '5', '6']);
      const pages = await everyPage((page) => store.campaigns.list(ws, page), 3);
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([
        ['1', '2', '3'],
        ['4', '5', '6'],
      ]);
    });

    it('fills filtered pages however rare the matches are', async () => {
      const ws = freshWorkspace();
      const ids = Array.from({ length: 520 }, (_, i) => String(i).padStart(4, '0'));
      await Promise.all(
        ids.map((id, i) =>
          store.campaigns.put(
            aCampaign(ws, id, i % 100 === 7 ? { channel: social, name: 'Brand ÄPFEL' } : {}),
            null,
          ),
        ),
      );
      const filter = { channels: [social], nameContains: 'äpfel' };
      const pages = await everyPage((page) => store.campaigns.list(ws, page, filter), 2);
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([
        ['0007', '0107'],
        ['0207', '0307'],
        ['0407', '0507'],
      ]);
    });

    it.each([
      ['no restriction', {}, ['1', '2', '3']],
      ['one platform', { platforms: ['meta_ads'] }, ['2']],
      ['two statuses', { statuses: ['PAUSED', 'ENDED'] as const }, ['2', '3']],
      ['all parts must hold', { platforms: ['meta_ads'], statuses: ['ENDED'] as const }, []],
      ['an empty list lets nothing pass', { channels: [] }, []],
    ])('filters: %s', async (_, filter, expected) => {
      const ws = freshWorkspace();
      await store.campaigns.put(aCampaign(ws, '1'), null);
      await store.campaigns.put(aCampaign(ws, '2', { platform: 'meta_ads', status: 'PAUSED' }), null);
      await store.campaigns.put(aCampaign(ws, '3', { status: 'ENDED' }), null);
      const page = await store.campaigns.list(ws, { first: 10 }, filter);
      expect(page.items.map(({ item }) => item.id)).toEqual(expected);
    });
  });

  describe('pages', () => {
    it.each([0, 101, 1.5, Number.NaN])('refuses a page of %s', async (first) => {
      const ws = freshWorkspace();
      await expect(store.campaigns.list(ws, { first })).rejects.toMatchObject({ code: 'PAGE_SIZE' });
      await expect(store.scenarios.list(ws, { first })).rejects.toMatchObject({ code: 'PAGE_SIZE' });
    });

    const base64url = (text: string) => Buffer.from(text).toString('base64url');
    it.each([
      ['nothing', ''],
      ['not base64', '%%%'],
      ['padding left in', `${base64url('C#1')}=`],
      ['trailing rubbish', `${base64url('C#12')}!`],
      ['no id', base64url('C#')],
      ['another kind of key', base64url('D#2025-01-01')],
      ['a key with a second part', base64url('C#1#W#other')],
      ['a whole key', base64url(JSON.stringify({ pk: 'W#other#CAMPAIGN', sk: 'C#1' }))],
      ['bytes that are no text', Buffer.from([0x43, 0x23, 0xff]).toString('base64url')],
    ])('refuses a cursor with %s', async (_, after) => {
      const ws = freshWorkspace();
      const list = store.campaigns.list(ws, { first: 1, after });
      await expect(list).rejects.toMatchObject({ code: 'MALFORMED_CURSOR' });
    });

    it('refuses a cursor of another list', async () => {
      const ws = freshWorkspace();
      await createCampaigns(store, ws, ['1']);
      await store.scenarios.create(aScenario(ws, '1'));
      const campaigns = await store.campaigns.list(ws, { first: 1 });
      const scenarios = await store.scenarios.list(ws, { first: 1 });
      await expect(
        store.scenarios.list(ws, { first: 1, after: campaigns.items[0]!.cursor }),
      ).rejects.toMatchObject({ code: 'MALFORMED_CURSOR' });
      await expect(
        store.campaigns.list(ws, { first: 1, after: scenarios.items[0]!.cursor }),
      ).rejects.toMatchObject({ code: 'MALFORMED_CURSOR' });
    });

    it('goes on from a position whose item is not there', async () => {
      const ws = freshWorkspace();
      await createCampaigns(store, ws, ['1', '3']);
      const page = await store.campaigns.list(ws, { first: 5, after: base64url('C#2') });
      expect(page.items.map(({ item }) => item.id)).toEqual(['3']);
    });

    it('yields every item once and in order, whatever the ids and the page size', async () => {
      const idText = fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
        .filter((text) => /^[^#\p{Cc}\p{Cs}]{1,200}$/u.test(text));
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(idText, { maxLength: 8 }),
          fc.integer({ min: 1, max: 5 }),
          async (ids, first) => {
            const ws = freshWorkspace();
            await Promise.all(ids.map((id) => store.scenarios.create(aScenario(ws, id))));
            const pages = await everyPage((page) => store.scenarios.list(ws, page), first);
            const newestFirst = ids.toSorted((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)));
            expect(pages.flat().map(({ id }) => id)).toEqual(newestFirst);
            expect(pages.slice(0, -1).every((page) => page.length === first)).toBe(true);
          },
        ),
        { numRuns: 25, seed: 7 },
      );
    });
  });

  describe('daily performance', () => {
    it('reads back what was written, every figure exact', async () => {
      const ws = freshWorkspace();
      const rows = [
        aDay(ws, 'c1', '2025-03-01', { spendMicros: 9_007_199_254_740_993n }),
        aDay(ws, 'c1', '2025-03-02', { spendMicros: -9_007_199_254_740_993n, revenueMicros: 2n ** 100n }),
        aDay(ws, 'c1', '2025-03-03', { spendMicros: 2n ** 53n, revenueMicros: 10n ** 30n }),
        aDay(ws, 'c1', '2025-03-04', { conversions: 0.1 + 0.2, impressions: 9_007_199_254_740_991 }),
        aDay(ws, 'c1', '2025-03-05', { conversions: 0, impressions: null, clicks: null, spendMicros: 0n }),
        aDay(ws, 'c1', '2025-03-06', { conversions: null, incomplete: true, revision: 3 }),
      ];
      await store.dailyPerformance.putMany(ws, rows);
      expect(await store.dailyPerformance.ofCampaign(ws, campaignId('c1'))).toEqual(rows);
    });

    it('changes nothing when the same rows come again, and takes over restated ones', async () => {
      const ws = freshWorkspace();
      const rows = [aDay(ws, 'c1', '2025-03-01'), aDay(ws, 'c1', '2025-03-02')];
      await store.dailyPerformance.putMany(ws, rows);
      await store.dailyPerformance.putMany(ws, rows);
      expect(await store.dailyPerformance.ofCampaign(ws, campaignId('c1'))).toEqual(rows);
      const restated = aDay(ws, 'c1', '2025-03-02', { conversions: 3, revision: 1 });
      await store.dailyPerformance.putMany(ws, [restated]);
      expect(await store.dailyPerformance.ofCampaign(ws, campaignId('c1'))).toEqual([rows[0], restated]);
    });

    it('keeps the later of two rows of the same day', async () => {
      const ws = freshWorkspace();
      const [earlier, later] = [1, 2].map((revision) => aDay(ws, 'c1', '2025-03-01', { revision }));
      await store.dailyPerformance.putMany(ws, [earlier!, later!]);
      expect(await store.dailyPerformance.ofCampaign(ws, campaignId('c1'))).toEqual([later]);
    });

    it('writes more rows than one batch takes, and none at all', async () => {
      const ws = freshWorkspace();
      const rows = Array.from({ length: 333 }, (_, i) =>
        aDay(ws, 'c1', new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10)),
      );
      await store.dailyPerformance.putMany(ws, rows.toReversed());
      await store.dailyPerformance.putMany(ws, []);
      expect(await store.dailyPerformance.ofCampaign(ws, campaignId('c1'))).toEqual(rows);
    });

    it.each([
      ['2025-01-31', '2025-02-01', ['2025-01-31', '2025-02-01']],
      ['2025-02-01', '2025-02-01', ['2025-02-01']],
      ['2024-01-01', '2024-12-31', []],
      ['2025-02-01', '2025-01-31', []],
    ])('reads %s to %s with both ends', async (from, to, expected) => {
      const ws = freshWorkspace();
      const days = ['2025-01-30', '2025-01-31', '2025-02-01', '2025-02-02'];
      await store.dailyPerformance.putMany(
        ws,
        days.map((date) => aDay(ws, 'c1', date)),
      );
      const range = { from: day(from), to: day(to) };
      const ofCampaign = await store.dailyPerformance.ofCampaign(ws, campaignId('c1'), range);
      const ofChannel = await store.dailyPerformance.ofChannel(ws, search, range);
      expect(ofCampaign.map(({ date }) => date)).toEqual(expected);
      expect(ofChannel.map(({ date }) => date)).toEqual(expected);
    });

    it('reads a channel by day, then campaign, over months', async () => {
      const ws = freshWorkspace();
      const rows = ['2024-11-30', '2024-12-01', '2025-01-01'].flatMap((date) =>
        ['a', 'b', 'é', '\uFFFD', '\u{1F600}'].map((campaign) => aDay(ws, campaign, date)),
      );
      const elsewhere = aDay(ws, 'c', '2024-12-01', { channel: social });
      await store.dailyPerformance.putMany(ws, [...rows.toReversed(), elsewhere]);
      const range = { from: day('2024-11-30'), to: day('2025-01-01') };
      expect(await store.dailyPerformance.ofChannel(ws, search, range)).toEqual(rows);
      expect(await store.dailyPerformance.ofChannel(ws, social, range)).toEqual([elsewhere]);
    });

    it('moves a day along when its campaign changes channel', async () => {
      const ws = freshWorkspace();
      const range = { from: day('2025-03-01'), to: day('2025-03-31') };
      await store.dailyPerformance.putMany(ws, [aDay(ws, 'c1', '2025-03-01')]);
      const moved = aDay(ws, 'c1', '2025-03-01', { channel: social });
      await store.dailyPerformance.putMany(ws, [moved]);
      expect(await store.dailyPerformance.ofChannel(ws, search, range)).toEqual([]);
      expect(await store.dailyPerformance.ofChannel(ws, social, range)).toEqual([moved]);
    });

    it('refuses a range of a channel that would be thousands of reads', async () => {
      const range = { from: day('1000-01-01'), to: day('3000-01-01') };
      const read = store.dailyPerformance.ofChannel(freshWorkspace(), search, range);
      await expect(read).rejects.toMatchObject({ code: 'DAY_RANGE_TOO_LONG' });
    });
  });

  describe('curves', () => {
    it('keeps one curve a campaign: the newest', async () => {
      const ws = freshWorkspace();
      await store.curves.putMany(ws, [aCurve(ws, 'b'), aCurve(ws, 'a', { old: true })]);
      const refitted = aCurve(ws, 'a', { family: 'hill', weekday: [1, 1.1], ceiling: null });
      await store.curves.putMany(ws, [refitted]);
      expect(await store.curves.get(ws, campaignId('a'), 'CONVERSIONS')).toEqual(refitted);
      expect(await store.curves.get(ws, campaignId('z'), 'CONVERSIONS')).toBeNull();
      expect(await store.curves.all(ws, 'CONVERSIONS')).toEqual([refitted, aCurve(ws, 'b')]);
    });

    it('keeps how the last refit moved a curve', async () => {
      const ws = freshWorkspace();
      const moved = { ...aCurve(ws, 'a'), fitVersion: 3, move: { share: -0.2, sentence: 'It fell.' } };
      await store.curves.putMany(ws, [moved]);
      expect(await store.curves.get(ws, campaignId('a'), 'CONVERSIONS')).toEqual(moved);
    });

    it('keeps what else followed from the days, with amounts beyond what a double holds', async () => {
      const ws = freshWorkspace();
      const basis = {
        inputsHash: 'abc',
        curves: 2,
        dataCompleteThrough: day('2026-10-31'),
        completeDaysHash: 'def',
        spendMicros: 2n ** 60n + 1n,
        valuePerConversion: null,
        outcomeDays: 40,
        warning: 'Two labels.',
      };
      const curve = { ...aCurve(ws, 'a'), basis };
      await store.curves.putMany(ws, [curve]);
      expect(await store.curves.all(ws, 'CONVERSIONS')).toEqual([curve]);
    });

    it('keeps the curve of each outcome apart', async () => {
      const ws = freshWorkspace();
      const conversions = aCurve(ws, 'a');
      const revenue = aCurve(ws, 'a', { family: 'log' }, 'REVENUE');
      await store.curves.putMany(ws, [conversions, revenue]);
      expect(await store.curves.get(ws, campaignId('a'), 'CONVERSIONS')).toEqual(conversions);
      expect(await store.curves.all(ws, 'REVENUE')).toEqual([revenue]);
      expect(await store.curves.all(ws, 'CONVERSIONS')).toEqual([conversions]);
    });

    it('reads all of them when they are more than one answer of the database holds', async () => {
      const ws = freshWorkspace();
      const curves = Array.from({ length: 120 }, (_, i) =>
        aCurve(ws, String(i).padStart(3, '0'), { noise: randomBytes(5_500).toString('hex') }),
      );
      await store.curves.putMany(ws, curves);
      expect(await store.curves.all(ws, 'CONVERSIONS')).toEqual(curves);
    });
  });

  describe('scenarios', () => {
    it('never overwrites a scenario', async () => {
      const ws = freshWorkspace();
      await store.scenarios.create(aScenario(ws, 's1'));
      const again = store.scenarios.create(aScenario(ws, 's1', { name: 'another' }));
      await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
      expect(await store.scenarios.get(ws, scenarioId('s1'))).toEqual(aScenario(ws, 's1'));
      expect(await store.scenarios.get(ws, scenarioId('s2'))).toBeNull();
    });

    it('is written again only by whoever saw the newest version', async () => {
      const ws = freshWorkspace();
      const scenario = aScenario(ws, 's1', { state: 'QUEUED', progress: 0, result: null });
      await store.scenarios.create(scenario);
      const done = await store.scenarios.put({ ...scenario, state: 'DONE', progress: 1, result: { a: 1 } });
      expect(done.version).toBe(2);
      expect(await store.scenarios.get(ws, scenarioId('s1'))).toEqual(done);
      await expect(store.scenarios.put({ ...scenario, state: 'CANCELLED' })).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        current: done,
      });
    });

    it('lists those that pass a filter, in full pages', async () => {
      const ws = freshWorkspace();
      for (let i = 0; i < 12; i++) {
        await store.scenarios.create(
          aScenario(ws, `s${String(i).padStart(2, '0')}`, {
            name: i % 3 === 0 ? 'Spring plan' : 'other',
            isArchived: i === 0,
            state: i === 3 ? 'QUEUED' : 'DONE',
          }),
        );
      }
      const named = (filter: ScenarioFilter) =>
        store.scenarios
          .list(ws, { first: 2 }, filter)
          .then(({ items, hasNextPage }) => [...items.map(({ item }) => item.id), hasNextPage]);
      expect(await named({ nameContains: 'SPRING' })).toEqual(['s09', 's06', true]);
      expect(await named({ nameContains: 'spring', states: ['DONE'] })).toEqual(['s09', 's06', false]);
      expect(await named({ nameContains: 'spring', withArchived: true, states: ['QUEUED'] })).toEqual([
        's03',
        false,
      ]);
      expect(await named({ createdBy: 'nobody' })).toEqual([false]);
    });

    it('is not changed by what happens to the objects it was made from', async () => {
      const ws = freshWorkspace();
      const request = { budget: 100 };
      await store.scenarios.create(aScenario(ws, 's1', { request }));
      request.budget = 999;
      expect((await store.scenarios.get(ws, scenarioId('s1')))?.request).toEqual({ budget: 100 });
    });

    it('keeps documents far larger than an item', async () => {
      const ws = freshWorkspace();
      const result = Array.from({ length: 20_000 }, (_, i) => ({ campaign: `campaign ${i}`, spend: i / 3 }));
      const scenario = aScenario(ws, 's1', { result });
      await store.scenarios.create(scenario);
      expect(await store.scenarios.get(ws, scenarioId('s1'))).toEqual(scenario);
      expect((await store.scenarios.list(ws, { first: 5 })).items.map(({ item }) => item)).toEqual([
        scenario,
      ]);
    });

    it('refuses documents that do not fit even compressed and in parts, by name', async () => {
      const ws = freshWorkspace();
      const result = randomBytes(6_000_000).toString('base64');
      const create = store.scenarios.create(aScenario(ws, 's1', { result }));
      await expect(create).rejects.toMatchObject({ code: 'ITEM_TOO_LARGE', message: /Scenario s1/ });
      expect(await store.scenarios.get(ws, scenarioId('s1'))).toBeNull();
    });
  });

  describe('isolation', () => {
    /** The same ids in both workspaces, and one workspace's id a prefix of the other's. */
    async function twoWorkspaces() {
      const own = freshWorkspace('ac');
      const other = `${own}me` as WorkspaceId;
      await store.campaigns.put(aCampaign(other, 'c1'), null);
      await store.dailyPerformance.putMany(other, [aDay(other, 'c1', '2025-03-01')]);
      await store.curves.putMany(other, [aCurve(other, 'c1')]);
      await store.scenarios.create(aScenario(other, 's1'));
      return { own, other };
    }
    const march = { from: day('2025-03-01'), to: day('2025-03-31') };
    const c1 = campaignId('c1');
    const nothing = { items: [], hasNextPage: false };

    it.each<[string, (ws: WorkspaceId) => Promise<unknown>, unknown]>([
      ['campaigns.get', (ws) => store.campaigns.get(ws, c1), null],
      ['campaigns.getMany', (ws) => store.campaigns.getMany(ws, [c1]), [null]],
      ['campaigns.list', (ws) => store.campaigns.list(ws, { first: 10 }), nothing],
      [
        'campaigns.list, filtered',
        (ws) => store.campaigns.list(ws, { first: 10 }, { nameContains: 'c' }),
        nothing,
      ],
      ['campaigns.all', (ws) => store.campaigns.all(ws), []],
      ['dailyPerformance.ofCampaign', (ws) => store.dailyPerformance.ofCampaign(ws, c1), []],
      [
        'dailyPerformance.ofCampaign, in a range',
        (ws) => store.dailyPerformance.ofCampaign(ws, c1, march),
        [],
      ],
      ['dailyPerformance.ofChannel', (ws) => store.dailyPerformance.ofChannel(ws, search, march), []],
      ['curves.get', (ws) => store.curves.get(ws, c1, 'CONVERSIONS'), null],
      ['curves.all', (ws) => store.curves.all(ws, 'CONVERSIONS'), []],
      ['scenarios.get', (ws) => store.scenarios.get(ws, scenarioId('s1')), null],
      ['scenarios.list', (ws) => store.scenarios.list(ws, { first: 10 }), nothing],
    ])('%s sees nothing of another workspace', async (_, read, empty) => {
      const { own, other } = await twoWorkspaces();
      expect(await read(own)).toEqual(empty);
      expect(await read(other)).not.toEqual(empty);
    });

    it('writes to its own workspace, whatever the same ids hold elsewhere', async () => {
      const { own, other } = await twoWorkspaces();
      await store.campaigns.put(aCampaign(own, 'c1', { name: 'ours' }), null);
      await store.scenarios.create(aScenario(own, 's1', { name: 'ours' }));
      expect((await store.campaigns.get(other, c1))?.name).toBe('Campaign c1');
      expect((await store.scenarios.get(other, scenarioId('s1')))?.name).toBe('Scenario s1');
    });

    it('refuses rows and curves of another workspace, all of them', async () => {
      const { own, other } = await twoWorkspaces();
      const rows = [aDay(own, 'c2', '2025-03-01'), aDay(other, 'c2', '2025-03-02')];
      await expect(store.dailyPerformance.putMany(own, rows)).rejects.toMatchObject({
        code: 'WORKSPACE_MISMATCH',
      });
      expect(await store.dailyPerformance.ofCampaign(own, campaignId('c2'))).toEqual([]);
      await expect(store.curves.putMany(own, [aCurve(other, 'c2')])).rejects.toMatchObject({
        code: 'WORKSPACE_MISMATCH',
      });
    });

    it('takes a cursor of another workspace for the mere position that it is', async () => {
      const [own, other] = [freshWorkspace(), freshWorkspace()];
      await createCampaigns(store, own, ['1', '2', '3']);
      await createCampaigns(store, other, ['2', '4']);
      const foreign = (await store.campaigns.list(other, { first: 1 })).items[0]!.cursor;
      const page = await store.campaigns.list(own, { first: 10, after: foreign });
      expect(page.items.map(({ item }) => [item.workspaceId, item.id])).toEqual([[own, '3']]);
    });
  });
}

describe('the in-memory store', () => {
  conformance(createMemoryStore());
});

await describeWithDatabase('the DynamoDB store', conformance);
