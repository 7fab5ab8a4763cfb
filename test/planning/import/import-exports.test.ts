import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importExports } from '../../../planning/import/import-exports.ts';
import type { ExportFile } from '../../../planning/import/parsed-export.ts';
import { VersionConflictError } from '../../../store/errors.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import { day } from '../../../store/model/day.ts';
import type { Campaign } from '../../../store/model/entities.ts';
import { campaignId, workspaceId } from '../../../store/model/ids.ts';
import { formatMicros } from '../../../store/model/money.ts';
import type { Store } from '../../../store/ports.ts';
import { fileOf, google } from './files.ts';

const WORKSPACE = workspaceId('feldhaus');

const load = (store: Store, ...files: ExportFile[]) => importExports({ store }, WORKSPACE, files);

async function everythingIn(store: Store, workspace = WORKSPACE) {
  const campaigns = await store.campaigns.all(workspace);
  const rows = await Promise.all(campaigns.map(({ id }) => store.dailyPerformance.ofCampaign(workspace, id)));
  return { campaigns, rows: rows.flat() };
}

/** Versions and revisions count writes, so they alone remember the order of loading. */
const stateOf = async (store: Store) => {
  const { campaigns, rows } = await everythingIn(store);
  return {
    campaigns: campaigns.map((campaign) => ({ ...campaign, version: 0 })),
    rows: rows.map((row) => ({ ...row, revision: 0 })),
  };
};

const EXPORTS = new URL('../../../examples/exports/', import.meta.url);
const exampleExports = (): ExportFile[] =>
  readdirSync(EXPORTS)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(name, EXPORTS)) }));

const sofas = (date: string, cost: string, conversions: string) =>
  `${date},Sofas,11,Search,EUR,${cost},100,10,${conversions},90.00`;

const fromSeptember = (to: string, ...rows: string[]) =>
  fileOf(google(...rows).map((line) => line.replace('September 30, 2026', to)));

const EARLY = fromSeptember(
  'September 10, 2026',
  sofas('2026-09-02', '10', '1'),
  sofas('2026-09-09', '20', '2'),
);
const LATE = fromSeptember(
  'September 30, 2026',
  sofas('2026-09-09', '20', '5'),
  sofas('2026-09-20', '30', '3'),
);

describe('importing the example exports', () => {
  it('reports per file what came in, tied to the totals of the files', async () => {
    const { files } = await load(createMemoryStore(), ...exampleExports());
    const seen = files.map((report) => [
      report.file,
      [report.rowsRead, report.created, report.updated, report.unchanged],
      formatMicros(report.spendMicros),
      report.fileTotalMicros === null ? null : formatMicros(report.fileTotalMicros),
    ]);
    expect(seen).toEqual([
      ['2026-10-10_google-ads.csv', [4302, 4302, 0, 0], '1545402.77', '1545402.77'],
      ['2026-10-10_meta-ads.csv', [2234, 2234, 0, 0], '1069985.79', '1069985.79'],
      ['2026-10-31_google-ads.csv', [350, 210, 140, 0], '130912.93', '130912.93'],
      ['2026-10-31_meta-ads.csv', [210, 126, 52, 32], '98694.83', '98694.83'],
      ['2026-10-31_microsoft-advertising.csv', [1236, 1236, 0, 0], '196269.36', null],
    ]);
    expect(files.flatMap(({ refusals, warnings }) => [...refusals, ...warnings])).toEqual([]);
    for (const file of files) {
      expect(file.spendByChannel.reduce((sum, { spendMicros }) => sum + spendMicros, 0n)).toBe(
        file.spendMicros,
      );
    }
  });

  it('changes nothing the second time', async () => {
    const store = createMemoryStore();
    await load(store, ...exampleExports());
    const before = await everythingIn(store);
    const { files } = await load(store, ...exampleExports());
    expect(await everythingIn(store)).toEqual(before);
    expect(files.map(({ created, updated, campaigns }) => [created, updated, campaigns.length])).toEqual(
      files.map(() => [0, 0, 0]),
    );
  });

  it('ends in the same state when loaded backwards', async () => {
    const [forwards, backwards] = [createMemoryStore(), createMemoryStore()];
    await load(forwards, ...exampleExports());
    await load(backwards, ...exampleExports().reverse());
    expect(await stateOf(backwards)).toEqual(await stateOf(forwards));
  });

  it('restates the days that the first exports saw too early, upward', async () => {
    const store = createMemoryStore();
    const conversionsOn = async (date: string) =>
      (await everythingIn(store)).rows
        .filter((row) => row.date === date && row.source !== 'MICROSOFT_ADVERTISING')
        .reduce((sum, row) => sum + (row.conversions ?? 0), 0);
    const files = exampleExports();
    await load(store, ...files.filter(({ name }) => name.startsWith('2026-10-10')));
    const [asFirstSeen, settled] = [await conversionsOn('2026-10-09'), await conversionsOn('2026-09-20')];
    await load(store, ...files);
    expect(await conversionsOn('2026-10-09')).toBeGreaterThan(1.3 * asFirstSeen);
    expect(await conversionsOn('2026-09-20')).toBe(settled);
    const { rows } = await everythingIn(store);
    const restated = rows.filter((row) => row.revision > 0).map((row) => row.date);
    expect(restated.sort()[0]).toBe('2026-09-27');
    const complete = rows.filter((row) => !row.incomplete).map((row) => row.date);
    expect(complete.sort().at(-1)).toBe('2026-10-24');
  });
});

describe('importing two exports of the same campaign', () => {
  it('lets the newer one win, keeps the rest and remembers that a day was restated', async () => {
    const store = createMemoryStore();
    const { files } = await load(store, EARLY, LATE);
    expect(files.map(({ created, updated }) => ({ created, updated }))).toEqual([
      { created: 2, updated: 0 },
      { created: 1, updated: 1 },
    ]);
    const { rows, campaigns } = await everythingIn(store);
    expect(
      rows.map(({ date, conversions, revision, asOf, incomplete }) => [
        date,
        conversions,
        revision,
        asOf,
        incomplete,
      ]),
    ).toEqual([
      ['2026-09-02', 1, 0, '2026-09-10', false],
      ['2026-09-09', 5, 1, '2026-09-30', false],
      ['2026-09-20', 3, 0, '2026-09-30', false],
    ]);
    expect(campaigns).toMatchObject([
      { id: 'google_ads:-:11', firstDay: '2026-09-02', lastDay: '2026-09-20', version: 2, status: 'ACTIVE' },
    ]);
  });

  it('skips the days of an older export that the store knows better', async () => {
    const store = createMemoryStore();
    const { files } = await load(store, LATE, EARLY);
    expect(files[1]).toMatchObject({ created: 1, updated: 0, unchanged: 0, skippedOlder: 1 });
  });

  it('describes the campaign as the newer export does, whichever comes last', async () => {
    const renamed = fileOf(google(sofas('2026-09-30', '1', '1').replace('Sofas', 'Sofas & chairs')));
    for (const files of [[EARLY, renamed] as const, [renamed, EARLY] as const]) {
      const store = createMemoryStore();
      await load(store, ...files);
      expect((await everythingIn(store)).campaigns).toMatchObject([{ name: 'Sofas & chairs' }]);
    }
  });

  it('knows a campaign by its number, with or without the account column', async () => {
    const lines = google(sofas('2026-09-21', '5', '1'));
    const withAccount = fileOf(
      lines.map((line, index) => (index < 2 ? line : `${line},${index === 2 ? 'Customer ID' : '123-456'}`)),
    );
    for (const files of [[LATE, withAccount] as const, [withAccount, LATE] as const]) {
      const store = createMemoryStore();
      await load(store, ...files);
      const { campaigns, rows } = await everythingIn(store);
      expect(campaigns).toMatchObject([{ externalId: '11', accountId: '123-456' }]);
      expect(rows).toHaveLength(3);
    }
  });
});

describe('an import', () => {
  it('writes nothing of a refused file and loads the others', async () => {
    const store = createMemoryStore();
    const broken = fileOf(google(sofas('2026-09-01', 'oops', '1'), sofas('2026-09-03', '5', '1')), {
      name: 'b.csv',
    });
    const { files } = await load(store, broken, LATE);
    expect(files[0]).toMatchObject({
      file: 'b.csv',
      created: 0,
      campaigns: [],
      refusals: [{ code: 'UNREADABLE_CELL' }],
    });
    expect((await everythingIn(store)).rows.map(({ date }) => date)).toEqual(['2026-09-09', '2026-09-20']);
  });

  it('refuses a file in another currency than its campaigns are kept in, before it writes anything', async () => {
    const store = createMemoryStore();
    await load(store, LATE);
    const before = await everythingIn(store);
    const other = google(
      '2026-09-01,Beds,9,Search,USD,1,1,1,1,1',
      sofas('2026-09-22', '5', '1').replace('EUR', 'USD'),
    );
    const { files } = await load(store, fileOf(other));
    expect(files[0]?.refusals).toMatchObject([{ code: 'MIXED_CURRENCY', value: 'USD' }]);
    expect(files[0]?.refusals[0]?.hint).toMatch(/Sofas is kept in EUR/);
    expect(await everythingIn(store)).toEqual(before);
  });

  it('keeps to its workspace', async () => {
    const store = createMemoryStore();
    await load(store, LATE);
    expect(await everythingIn(store, workspaceId('other'))).toEqual({ campaigns: [], rows: [] });
  });

  it('tells how far it is', async () => {
    const seen: string[] = [];
    await importExports({ store: createMemoryStore() }, WORKSPACE, [LATE, EARLY], (progress) => {
      seen.push(`${progress.fileNumber}/${progress.files} ${progress.rowsDone}/${progress.rows}`);
    });
    expect(seen).toEqual(['1/2 2/2', '2/2 2/2']);
  });

  it('tries again when another writer was faster, and keeps what that one wrote', async () => {
    const store = createMemoryStore();
    await load(store, EARLY);
    const id = campaignId('google_ads:-:11');
    let interruptions = 1;
    const racing: Store = {
      ...store,
      campaigns: {
        ...store.campaigns,
        put: async (campaign, expectedVersion) => {
          if (interruptions-- > 0) {
            const current = (await store.campaigns.get(WORKSPACE, id)) as Campaign;
            const { version, ...fields } = current;
            await store.campaigns.put({ ...fields, firstDay: day('2026-08-01') }, version);
          }
          return store.campaigns.put(campaign, expectedVersion);
        },
      },
    };
    await load(racing, LATE);
    expect(await store.campaigns.get(WORKSPACE, id)).toMatchObject({
      firstDay: '2026-08-01',
      lastDay: '2026-09-20',
      version: 3,
    });
  });

  it('gives up on a campaign whose version never holds still', async () => {
    const store = createMemoryStore();
    const conflicting: Store = {
      ...store,
      campaigns: {
        ...store.campaigns,
        put: async (campaign, expectedVersion) => {
          throw new VersionConflictError(`Campaign ${campaign.id}`, expectedVersion, null);
        },
      },
    };
    await expect(load(conflicting, LATE)).rejects.toThrow(VersionConflictError);
  });

  it('makes an id of any campaign name', async () => {
    const store = createMemoryStore();
    const name = `#1 ${'very '.repeat(60)}long`;
    await load(store, fileOf(['Day,Campaign,Currency code,Cost,Impr.', `2026-09-02,${name},EUR,1.00,1`]));
    const [campaign] = (await everythingIn(store)).campaigns;
    expect(campaign).toMatchObject({ name, externalId: name });
    expect(campaign?.id).toMatch(/^google_ads:-:_1 very .*~[0-9a-f]{16}$/);
    expect(campaign?.id).toHaveLength(200);
  });
});
