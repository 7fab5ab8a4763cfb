import { describe, expect, it } from 'vitest';
import { testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const IMPORT = `mutation($files: [ExportFileInput!]!) {
  importExports(input: { files: $files }) {
    __typename
    ... on ImportExportsSuccess { files {
      file format rowsRead created updated unchanged firstDay lastDay currencyCode
      spend { amount } fileTotal { amount } spendByChannel { channelSlug spend { amount } }
      campaigns { name channel { slug } } refusals { code line hint }
    } }
    ... on InvalidInputError { path message }
  }
}`;

const TIDY = [
  'date,channel,campaign,spend,impressions,clicks,conversions,revenue',
  '2026-01-01,google_search,Brand,10.50,1000,50,5,400',
  '2026-01-02,google_search,Brand,12.50,1000,50,5,400',
  '2026-01-02,meta_social,Reels,7.00,900,40,,',
].join('\n');

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('importing', () => {
  it('reports what came in, and a second time that nothing changed', async () => {
    const deps = testDeps();
    const files = [{ name: 'january.csv', base64: base64(TIDY), currency: 'EUR' }];
    const first = await execute(deps, IMPORT, { files });
    expect(first.errors).toBeUndefined();
    expect(first.data?.importExports.files).toMatchObject([
      {
        file: 'january.csv',
        format: 'EQUIMARGINAL_TIDY',
        rowsRead: 3,
        created: 3,
        firstDay: '2026-01-01',
        lastDay: '2026-01-02',
        currencyCode: 'EUR',
        spend: { amount: '30.00' },
        spendByChannel: [
          { channelSlug: 'google_search', spend: { amount: '23.00' } },
          { channelSlug: 'meta_social', spend: { amount: '7.00' } },
        ],
        campaigns: [
          { name: 'Brand', channel: { slug: 'google_search' } },
          { name: 'Reels', channel: { slug: 'meta_social' } },
        ],
        refusals: [],
      },
    ]);
    const second = await execute(deps, IMPORT, { files });
    expect(second.data?.importExports.files[0]).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 3,
      campaigns: [],
    });
  });

  it('reports a refused file as such', async () => {
    const files = [{ name: 'notes.txt', base64: base64('hello') }];
    const { data } = await execute(testDeps(), IMPORT, { files });
    const [file] = data?.importExports.files ?? [];
    expect(file.created).toBe(0);
    expect(file.spend).toBeNull();
    expect(file.refusals).toHaveLength(1);
  });

  it.each([
    ['no files', [], ['files']],
    ['what is not base64', [{ name: 'a.csv', base64: 'date,spend' }], ['files', '0', 'base64']],
  ])('answers %s with a typed error', async (_what, files, path) => {
    const { data, errors } = await execute(testDeps(), IMPORT, { files });
    expect(errors).toBeUndefined();
    expect(data?.importExports).toMatchObject({ __typename: 'InvalidInputError', path });
  });

  it('needs the scope to plan', async () => {
    const { errors } = await execute(testDeps(), IMPORT, { files: [] }, { scopes: ['read'] });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
