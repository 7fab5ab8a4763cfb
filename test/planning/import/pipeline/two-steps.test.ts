import { describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../../planning/deps.ts';
import type { ColumnMapping } from '../../../../planning/import/column-mapping.ts';
import { commitImport, previewImport } from '../../../../planning/import/pipeline/two-steps.ts';
import { createMemoryStore } from '../../../../store/memory/memory-store.ts';
import { createMemoryUploads } from '../../../../store/memory/memory-uploads.ts';
import type { Store } from '../../../../store/ports.ts';
import { daysFrom, everythingIn, WORKSPACE } from './exports.ts';

const WHO = { workspaceId: WORKSPACE, subject: 'ada' };

function depsWith(store: Store, uploads = createMemoryUploads()): PlanningDeps {
  let ids = 0;
  return {
    store,
    uploads,
    now: () => new Date('2026-11-01T09:00:00Z'),
    newId: () => `ID${String(++ids).padStart(6, '0')}`,
  };
}

const HEADER =
  'Day,Campaign,Campaign ID,Campaign type,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value';
const DAYS = daysFrom('2026-08-20', 30);

const google = (campaigns: readonly string[], conversions = 5) =>
  new TextEncoder().encode(
    [
      'Campaign report',
      '"August 20, 2026 - September 18, 2026"',
      HEADER,
      ...DAYS.flatMap((date) =>
        campaigns.map((id) => `${date},Campaign ${id},${id},Search,EUR,10.00,100,10,${conversions},90.00`),
      ),
    ].join('\n'),
  );

const TIDY_TWIN = new TextEncoder().encode(
  [
    'date,channel,campaign,spend,impressions,clicks,conversions,revenue,currency',
    ...DAYS.map((date) => `${date},google_search,campaign  1,10.00,100,10,5,90.00,EUR`),
  ].join('\n'),
);

const crm = (...names: string[]) =>
  new TextEncoder().encode(
    [
      'date,campaign,leads,orders,new customers,revenue,margin,currency',
      ...DAYS.flatMap((date) => names.map((name) => `${date},${name},9,4,2,320.00,120.00,EUR`)),
    ].join('\n'),
  );

async function imported(deps: PlanningDeps, bytes: Uint8Array) {
  const { id } = await previewImport(deps, WHO, { name: 'a.csv', bytes });
  return commitImport(deps, WHO, { id });
}

describe('a commit', () => {
  it('that runs out of time says how far it came, and goes on from there', async () => {
    const clean = createMemoryStore();
    await imported(depsWith(clean), google(['1', '2', '3']));
    const store = createMemoryStore();
    const deps = depsWith(store);
    const { id } = await previewImport(deps, WHO, { name: 'a.csv', bytes: google(['1', '2', '3']) });
    const done: number[] = [];
    for (let calls = 0; calls < 50; calls += 1) {
      const { state, rowsDone } = await commitImport(deps, WHO, { id, withinMs: -1, bufferedRows: 20 });
      done.push(rowsDone);
      if (state === 'COMMITTED') break;
    }
    expect(done.at(-1)).toBe(90);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(await everythingIn(store)).toEqual(await everythingIn(clean));
  });

  it('that is killed at any write of any kind, journal and all, ends as a clean one when it is run again', async () => {
    const clean = createMemoryStore();
    await imported(depsWith(clean), google(['1', '2']));
    const wanted = await everythingIn(clean);
    for (let nth = 1; ; nth += 1) {
      const store = createMemoryStore();
      const uploads = createMemoryUploads();
      const { id } = await previewImport(depsWith(store, uploads), WHO, {
        name: 'a.csv',
        bytes: google(['1', '2']),
      });
      let writes = 0;
      const dying =
        <Args extends readonly unknown[], T>(write: (...args: Args) => Promise<T>) =>
        async (...args: Args): Promise<T> => {
          writes += 1;
          if (writes === nth) throw new Error('killed');
          return write(...args);
        };
      const killing: Store = {
        ...store,
        campaigns: { ...store.campaigns, put: dying(store.campaigns.put) },
        imports: { ...store.imports, put: dying(store.imports.put) },
        dailyPerformance: {
          ...store.dailyPerformance,
          replaceMonths: dying(store.dailyPerformance.replaceMonths),
        },
      };
      const request = { id, bufferedRows: 20 };
      await commitImport(depsWith(killing, uploads), WHO, request).catch(() => null);
      if (writes < nth) break;
      const { state, rowsDone } = await commitImport(depsWith(store, uploads), WHO, request);
      expect([state, rowsDone]).toEqual(['COMMITTED', 60]);
      expect(await everythingIn(store)).toEqual(wanted);
    }
  });

  it('removes the upload when it is done, and not before', async () => {
    const deps = depsWith(createMemoryStore());
    const { id, uploadId } = await previewImport(deps, WHO, { name: 'a.csv', bytes: google(['1']) });
    const read = async () => {
      for await (const _ of deps.uploads?.open(WORKSPACE, uploadId) ?? []) return 'there';
      return 'empty';
    };
    expect(await read()).toBe('there');
    await commitImport(deps, WHO, { id });
    await expect(read()).rejects.toMatchObject({ code: 'UPLOAD_MISSING' });
  });
});

describe('a preview', () => {
  it('says what would be new, restated, left and skipped', async () => {
    const deps = depsWith(createMemoryStore());
    await imported(deps, google(['1']));
    const restating = await previewImport(deps, WHO, { name: 'b.csv', bytes: google(['1', '2'], 7) });
    expect(restating.preview).toMatchObject({ create: 30, update: 30, leave: 0, skip: 0, newCampaigns: 1 });
    const older = await previewImport(deps, WHO, { name: 'b.csv', bytes: google(['1'], 4) });
    expect(older.preview).toMatchObject({ create: 0, update: 0, leave: 0, skip: 30 });
  });

  it('finds what another source has brought already, and the commit leaves it out unless told otherwise', async () => {
    const deps = depsWith(createMemoryStore());
    await imported(deps, google(['1']));
    const { id, preview } = await previewImport(deps, WHO, { name: 'tidy.csv', bytes: TIDY_TWIN });
    expect(preview.possibleDuplicates).toMatchObject([
      { campaignName: 'campaign  1', storedPlatform: 'google_ads', commonDays: 30, equalDays: 30 },
    ]);
    expect(preview).toMatchObject({
      create: 0,
      skip: 30,
      skips: [{ reason: 'POSSIBLE_DUPLICATE', rows: 30 }],
    });
    await commitImport(deps, WHO, { id });
    expect(await deps.store.campaigns.all(WORKSPACE)).toHaveLength(1);
    const again = await previewImport(deps, WHO, { name: 'tidy.csv', bytes: TIDY_TWIN });
    await commitImport(deps, WHO, { id: again.id, loadPossibleDuplicates: true });
    expect(await deps.store.campaigns.all(WORKSPACE)).toHaveLength(2);
  });

  it('names what of a CRM joins no campaign, keeps it, and joins it once the campaign is there', async () => {
    const deps = depsWith(createMemoryStore());
    await imported(deps, google(['1']));
    const { preview, id } = await previewImport(deps, WHO, {
      name: 'crm.csv',
      bytes: crm('campaign 1', 'Campaign 2'),
    });
    expect(preview).toMatchObject({ kind: 'OUTCOMES', create: 60, refusals: [] });
    expect(preview.unjoined).toEqual([{ name: 'Campaign 2', rows: 30, isAmbiguous: false }]);
    await commitImport(deps, WHO, { id });
    await imported(deps, google(['2']));
    const later = await previewImport(deps, WHO, { name: 'crm.csv', bytes: crm('campaign 1', 'Campaign 2') });
    expect(later.preview).toMatchObject({ leave: 60, unjoined: [] });
  });
});

describe('a column mapping', () => {
  const mapping: ColumnMapping = {
    columns: { date: 'When', campaignName: 'What', spend: 'Paid' },
    platform: 'podcasts',
    channel: 'podcasts',
    dateOrder: 'DAY_FIRST',
    decimalSign: ',',
  };
  const table = (day: string, header = 'When;What;Paid') =>
    new TextEncoder().encode([header, `${day};Podcast A;1.250,00`, `${day};Podcast B;1.000,50`].join('\n'));

  it('serves for the next file with the same columns once it has loaded one', async () => {
    const deps = depsWith(createMemoryStore());
    const august = { name: 'august.csv', bytes: table('09/08/2026'), currency: 'EUR' };
    const unknown = await previewImport(deps, WHO, august);
    expect(unknown.preview.refusals).not.toEqual([]);
    const { id } = await previewImport(deps, WHO, { ...august, mapping });
    const tried = await previewImport(deps, WHO, august);
    expect(tried.preview.refusals).not.toEqual([]);
    await commitImport(deps, WHO, { id });

    const september = { name: 'september.csv', bytes: table('09/09/2026'), currency: 'EUR' };
    const read = await previewImport(deps, WHO, september);
    expect(read.preview).toMatchObject({ format: 'MAPPED', create: 2, refusals: [] });
    expect(read.preview.warnings.join(' ')).toContain('the mapping that august.csv was loaded with');
    expect(await commitImport(deps, WHO, { id: read.id })).toMatchObject({ state: 'COMMITTED' });
  });

  it('serves for no file with other columns', async () => {
    const deps = depsWith(createMemoryStore());
    const first = { name: 'august.csv', bytes: table('09/08/2026'), currency: 'EUR' };
    const { id } = await previewImport(deps, WHO, { ...first, mapping });
    await commitImport(deps, WHO, { id });
    const other = { ...first, bytes: table('09/09/2026', 'When;What;Cost of it') };
    expect((await previewImport(deps, WHO, other)).preview.refusals).not.toEqual([]);
  });
});
