import { describe, expect, it } from 'vitest';
import { createMemoryUploads } from '../../store/memory/memory-uploads.ts';
import { execute, testDeps, WORKSPACE } from './execute.ts';

const TIDY = [
  'date,channel,campaign,spend,impressions,clicks,conversions,revenue',
  '2026-01-01,google_search,Brand,10.50,1000,50,5,400',
  '2026-01-02,google_search,Brand,12.50,1000,50,5,400',
  '2026-01-05,meta_social,Reels,7.00,900,40,,',
].join('\n');

const PREVIEW = `mutation($input: PreviewImportInput!) {
  previewImport(input: $input) {
    __typename
    ... on PreviewImportSuccess { import {
      id file state rowsDone contentHash
      preview {
        format kind currencyCode asOf rows create update leave skip campaigns newCampaigns
        spend { amount } spendByChannel { channelSlug spend { amount } }
        gaps { campaignName missingDays } skips { reason rows } refusals { code hint } warnings
      }
    } }
    ... on InvalidInputError { path message }
  }
}`;

const COMMIT = `mutation($input: CommitImportInput!) {
  commitImport(input: $input) {
    __typename
    ... on CommitImportSuccess { import { id state rowsDone committedAt preview { create } } }
    ... on InvalidInputError { path message }
  }
}`;

const CAMPAIGNS = '{ campaigns { edges { node { name } } } }';

const withUploads = () => ({ ...testDeps(), uploads: createMemoryUploads(), workspace: WORKSPACE });
type Deps = ReturnType<typeof withUploads>;

async function previewed(deps: Deps, text = TIDY) {
  const { data, errors } = await execute(deps, PREVIEW, {
    input: { name: 'january.csv', text, currency: 'EUR' },
  });
  expect(errors).toBeUndefined();
  return data?.previewImport.import;
}

const commit = async (deps: Deps, input: object) => {
  const { data, errors } = await execute(deps, COMMIT, { input });
  expect(errors).toBeUndefined();
  return data?.commitImport;
};

describe('an import in two steps', () => {
  it('shows what it would do and stores nothing, then does it', async () => {
    const deps = withUploads();
    const found = await previewed(deps);
    expect(found).toMatchObject({
      file: 'january.csv',
      state: 'PREVIEWED',
      rowsDone: 0,
      preview: {
        format: 'EQUIMARGINAL_TIDY',
        kind: 'PERFORMANCE',
        currencyCode: 'EUR',
        rows: 3,
        create: 3,
        update: 0,
        leave: 0,
        skip: 0,
        campaigns: 2,
        newCampaigns: 2,
        spend: { amount: '30.00' },
        refusals: [],
      },
    });
    expect((await execute(deps, CAMPAIGNS)).data?.campaigns.edges).toEqual([]);

    const { id, contentHash } = found;
    expect(await commit(deps, { id, contentHash })).toMatchObject({
      __typename: 'CommitImportSuccess',
      import: { state: 'COMMITTED', rowsDone: 3, committedAt: '2026-11-01T09:00:00.000Z' },
    });
    expect((await execute(deps, CAMPAIGNS)).data?.campaigns.edges).toHaveLength(2);
    expect((await previewed(deps)).preview).toMatchObject({ create: 0, leave: 3, newCampaigns: 0 });
  });

  it('may be committed again, which changes nothing', async () => {
    const deps = withUploads();
    const { id } = await previewed(deps);
    const first = await commit(deps, { id });
    expect(await commit(deps, { id })).toEqual(first);
  });

  it('shows a refused file with its reason, and does not commit it', async () => {
    const deps = withUploads();
    const { id, preview } = await previewed(deps, 'hello');
    expect(preview.refusals).toHaveLength(1);
    expect(await commit(deps, { id })).toMatchObject({ __typename: 'InvalidInputError', path: ['id'] });
  });

  it('commits what was previewed and nothing else', async () => {
    const deps = withUploads();
    const { id } = await previewed(deps);
    expect(await commit(deps, { id, contentHash: 'of another file' })).toMatchObject({
      path: ['contentHash'],
    });
    const record = (await deps.store.imports.list(deps.workspace, { first: 1 })).items[0]?.item;
    await deps.uploads.write(deps.workspace, record?.uploadId ?? '', new TextEncoder().encode('changed'));
    expect(await commit(deps, { id })).toMatchObject({ message: expect.stringMatching(/no longer the one/) });
  });

  it.each([
    ['neither a file nor an upload', { name: 'a.csv' }, 'exactly one of'],
    [
      'an upload that nothing was put to',
      { name: 'a.csv', uploadId: 'U1' },
      'There is no file at the upload U1',
    ],
    [
      'a mapping of an unknown field',
      { name: 'a.csv', text: TIDY, mapping: { columns: [{ field: 'shoes', header: 'Shoes' }] } },
      'The mapping cannot be used',
    ],
  ])('answers %s with a typed error', async (_, input, message) => {
    const { data } = await execute(withUploads(), PREVIEW, { input });
    expect(data?.previewImport).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringContaining(message),
    });
  });

  it('lists the imports, newest first, and reads one by its id', async () => {
    const deps = withUploads();
    const first = await previewed(deps);
    const second = await previewed(deps);
    const { data } = await execute(
      deps,
      'query($id: ID!) { imports { edges { node { id state } } } node(id: $id) { ... on Import { file } } }',
      { id: first.id },
    );
    expect(data?.imports.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([
      second.id,
      first.id,
    ]);
    expect(data?.node).toEqual({ file: 'january.csv' });
  });

  it('keeps to its workspace', async () => {
    const deps = withUploads();
    const { id } = await previewed(deps);
    const { data } = await execute(deps, COMMIT, { input: { id } }, { workspace: 'other' });
    expect(data?.commitImport).toMatchObject({ __typename: 'InvalidInputError', path: ['id'] });
  });

  it('needs the scope to plan', async () => {
    const { errors } = await execute(
      withUploads(),
      'mutation { requestUpload { __typename } }',
      {},
      { scopes: ['read'] },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('says so where a server keeps no uploads', async () => {
    const { data } = await execute(testDeps(), PREVIEW, { input: { name: 'a.csv', text: TIDY } });
    expect(data?.previewImport.message).toMatch(/keeps no uploads/);
  });
});
