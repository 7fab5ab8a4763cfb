import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { addCampaign, steady, testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100, baseline: 2 }) as const;
const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

describe('reading', () => {
  let deps: PlanningDeps;
  const read = (source: string, variables = {}) => execute(deps, source, variables);

  beforeEach(async () => {
    deps = testDeps();
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await addCampaign(deps, {
        id,
        name: `Campaign ${id}`,
        channel: id < 'c' ? 'google_search' : 'meta_social',
        platform: id < 'c' ? 'google_ads' : 'meta_ads',
        status: id === 'e' ? 'PAUSED' : 'ACTIVE',
        spend: steady(100),
        curve: log(30),
        draws: [log(28), log(30), log(32)],
      });
    }
  });

  it('pages through campaigns without losing or repeating any', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await read(
        'query($after: String) { campaigns(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      expect(errors).toBeUndefined();
      for (const { name } of data?.campaigns.nodes ?? []) seen.push(name);
      after = data?.campaigns.pageInfo.hasNextPage ? data.campaigns.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => `Campaign ${id}`));
  });

  it.each([
    ['channels: ["google_search"]', ['a', 'b']],
    ['statuses: [PAUSED]', ['e']],
    ['platforms: ["meta_ads"], statuses: [ACTIVE]', ['c', 'd']],
    ['nameContains: "CAMPAIGN B"', ['b']],
    ['channels: []', []],
  ])('filters campaigns by { %s }', async (filter, ids) => {
    const { data } = await read(`{ campaigns(filter: { ${filter} }) { nodes { externalId } } }`);
    expect(data?.campaigns.nodes.map(({ externalId }: { externalId: string }) => externalId)).toEqual(ids);
  });

  it('lists channels with what runs in them', async () => {
    const { data } = await read(
      '{ channels(first: 1) { nodes { slug name platforms campaignCount activeCampaignCount } pageInfo { hasNextPage endCursor } } }',
    );
    expect(data?.channels.nodes).toEqual([
      {
        slug: 'google_search',
        name: 'Google Search',
        platforms: ['google_ads'],
        campaignCount: 2,
        activeCampaignCount: 2,
      },
    ]);
    const next = await read(
      'query($after: String) { channels(after: $after) { nodes { slug activeCampaignCount } } }',
      {
        after: data?.channels.pageInfo.endCursor,
      },
    );
    expect(next.data?.channels.nodes).toEqual([{ slug: 'meta_social', activeCampaignCount: 2 }]);
  });

  it('reads any object again by its global id, and null for what is not there', async () => {
    const ids = [
      idOf('Campaign', 'b'),
      idOf('Channel', 'meta_social'),
      idOf('Campaign', 'nobody'),
      idOf('Scenario', '#'),
    ];
    const { data, errors } = await read(
      'query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Campaign { name channel { name } } ... on Channel { slug } } }',
      { ids },
    );
    expect(errors).toBeUndefined();
    expect(data?.nodes).toEqual([
      { __typename: 'Campaign', id: ids[0], name: 'Campaign b', channel: { name: 'Google Search' } },
      { __typename: 'Channel', id: ids[1], slug: 'meta_social' },
      null,
      null,
    ]);
  });

  it('answers performance with amounts as exact text', async () => {
    const { data, errors } = await read(`{
      performance(from: "2026-01-01", to: "2026-01-31", groupBy: [CHANNEL], margin: 0.5) {
        currencyCode dataCompleteThrough
        rows { channel { slug } campaign { id } spend { amount amountMicros } cpa { amount } roas shareOfSpend }
        total { spend { amount } profit { amount } days }
      }
    }`);
    expect(errors).toBeUndefined();
    expect(data?.performance).toEqual({
      currencyCode: 'EUR',
      dataCompleteThrough: '2026-01-31',
      rows: [
        {
          channel: { slug: 'google_search' },
          campaign: null,
          spend: { amount: '6200.00', amountMicros: '6200000000' },
          cpa: { amount: '20.00' },
          roas: 4,
          shareOfSpend: 0.4,
        },
        {
          channel: { slug: 'meta_social' },
          campaign: null,
          spend: { amount: '9300.00', amountMicros: '9300000000' },
          cpa: { amount: '20.00' },
          roas: 4,
          shareOfSpend: 0.6,
        },
      ],
      total: { spend: { amount: '15500.00' }, profit: { amount: '15500.00' }, days: 31 },
    });
  });

  it('draws response curves with their intervals', async () => {
    const { data, errors } = await read(`{
      responseCurves(first: 1) { nodes {
        campaign { name } family currentSpend { amount } marginalCpaAtCurrent { amount }
        points(count: 3, upTo: "200") { spend { amount } expectedConversions interval { low high } extrapolated }
      } }
    }`);
    expect(errors).toBeUndefined();
    const [curve] = data?.responseCurves.nodes ?? [];
    expect(curve).toMatchObject({
      campaign: { name: 'Campaign a' },
      family: 'LOG',
      currentSpend: { amount: '100.00' },
      marginalCpaAtCurrent: { amount: '6.666667' },
    });
    expect(curve.points.map(({ spend }: { spend: { amount: string } }) => spend.amount)).toEqual([
      '0.00',
      '100.00',
      '200.00',
    ]);
    expect(curve.points[0]).toMatchObject({ expectedConversions: 2, extrapolated: true });
    expect(curve.points[1].expectedConversions).toBeCloseTo(2 + 30 * Math.log(2), 12);
    expect(curve.points[1].extrapolated).toBe(false);
    expect(curve.points[1].interval.low).toBeLessThan(curve.points[1].interval.high);
  });

  it.each([
    ['{ campaigns(first: 101) { nodes { id } } }', 'INVALID_INPUT', '1 to 100'],
    ['{ campaigns(first: 0) { nodes { id } } }', 'INVALID_INPUT', '1 to 100'],
    ['{ campaigns(after: "?") { nodes { id } } }', 'MALFORMED_CURSOR', 'not a cursor'],
    ['{ performance(from: "2026-02-01", to: "2026-01-01") { from } }', 'INVALID_INPUT', 'Swap'],
    [
      '{ performance(from: "2026-02-30", to: "2026-03-01") { from } }',
      'BAD_USER_INPUT',
      'a day as YYYY-MM-DD',
    ],
    ['{ responseCurves { nodes { points(count: 1) { extrapolated } } } }', 'INVALID_INPUT', '2 to 200'],
  ])('refuses %s with the code %s', async (source, code, message) => {
    const { errors } = await read(source);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  it('counts a page by its size before it reads one', async () => {
    const everything =
      '{ campaigns(first: $n) { nodes { responseCurve { points(count: 200) { spend { amount amountMicros currencyCode } interval { low high } } } } } }';
    const source = `query($n: Int) ${everything}`;
    expect((await read(source, { n: 1 })).errors).toBeUndefined();
    const { errors } = await read(source, { n: 100 });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit: 'COMPLEXITY' });
  });

  it("never sees another workspace's objects", async () => {
    const source = `{
      campaigns { nodes { id } } channels { nodes { id } } scenarios { nodes { id } } responseCurves { nodes { family } }
      node(id: "${idOf('Campaign', 'a')}") { id }
    }`;
    const { data, errors } = await execute(deps, source, {}, { workspace: 'rival' });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      campaigns: { nodes: [] },
      channels: { nodes: [] },
      scenarios: { nodes: [] },
      responseCurves: { nodes: [] },
      node: null,
    });
  });

  it('needs the scope to read', async () => {
    const { errors } = await execute(deps, '{ campaigns { nodes { id } } }', {}, { scopes: ['plan'] });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
