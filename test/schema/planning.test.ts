import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { addCampaign, steady, testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100 }) as const;
const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

const CREATE = `mutation($input: CreateScenarioInput!) {
  createScenario(input: $input) {
    __typename
    ... on CreateScenarioSuccess { scenario {
      id name status budget { equal { amount } } relativeGap
      before { spend { amount } } after { spend { amount } } gain { conversions objectiveRatio }
      rows { campaign { id channel { slug } } campaignName current { amount } proposed { amount } change { amount } changeRatio
             before { expectedConversions marginalCpa { amount } } after { expectedConversions marginalCpa { amount } }
             lower { origin } upper { origin sentence } reason { code sentence } }
      bindingConstraints { kind campaign { name } sentence }
      violations { budget bounds groups }
      infeasibility { message amount constraints { kind description } }
      timings { curvesReused linearPrograms library route }
    } }
    ... on Error { code message }
    ... on InvalidInputError { path }
    ... on MixedCurrencyError { currencyCodes }
    ... on InsufficientDataError { campaignIds }
  }
}`;

describe('planning', () => {
  let deps: PlanningDeps;
  const create = async (input: object, who?: Parameters<typeof execute>[3]) => {
    const complete = { name: 'May', objective: 'MAX_CONVERSIONS', ...input };
    const { data, errors } = await execute(deps, CREATE, { input: complete }, who);
    return { result: data?.createScenario, errors };
  };

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'a', name: 'Starved', spend: steady(100), curve: log(40) });
    await addCampaign(deps, { id: 'b', name: 'Full', spend: steady(100), curve: log(10) });
  });

  it('answers with everything that a reallocation table shows', async () => {
    const { result, errors } = await create({ defaultLimits: { maxChange: 0.15 } });
    expect(errors).toBeUndefined();
    expect(result.__typename).toBe('CreateScenarioSuccess');
    const { scenario } = result;
    expect(scenario).toMatchObject({
      status: 'OPTIMAL',
      budget: { equal: { amount: '200.00' } },
      before: { spend: { amount: '200.00' } },
      after: { spend: { amount: '200.00' } },
      violations: { budget: 0, bounds: 0, groups: 0 },
      timings: { curvesReused: true },
    });
    expect(scenario.rows[0]).toMatchObject({
      campaign: { id: idOf('Campaign', 'a'), channel: { slug: 'google_search' } },
      campaignName: 'Starved',
      current: { amount: '100.00' },
      proposed: { amount: '115.00' },
      change: { amount: '15.00' },
      before: { marginalCpa: { amount: '5.00' } },
      after: { marginalCpa: { amount: '5.375' } },
      upper: { origin: 'DEFAULT_RANGE' },
      reason: { code: 'AT_DEFAULT_LIMIT' },
    });
    expect(scenario.rows[0].changeRatio).toBeCloseTo(0.15, 12);
    expect(scenario.rows[1]).toMatchObject({ proposed: { amount: '85.00' }, reason: { code: 'LOWERED' } });
  });

  it('stores what it answered', async () => {
    const { result } = await create({});
    const { id } = result.scenario;
    const { data } = await execute(
      deps,
      'query($id: ID!) { scenario(id: $id) { id name createdBy inputHash } node(id: $id) { __typename } scenarios { nodes { id } } }',
      { id },
    );
    expect(data?.scenario).toMatchObject({ id, name: 'May', createdBy: 'ada' });
    expect(data?.node).toEqual({ __typename: 'Scenario' });
    expect(data?.scenarios.nodes).toEqual([{ id }]);
  });

  it('lists scenarios newest first', async () => {
    await create({ name: 'first' });
    await create({ name: 'second' });
    const { data } = await execute(deps, '{ scenarios { nodes { name } } }');
    expect(data?.scenarios.nodes).toEqual([{ name: 'second' }, { name: 'first' }]);
  });

  it('takes limits, locks and groups in amounts as text or numbers', async () => {
    const { result, errors } = await create({
      budget: { equal: 210.5 },
      campaigns: [{ campaignId: idOf('Campaign', 'a'), max: '105.25', valuePerConversion: '40' }],
      groups: [{ name: 'search', channels: ['google_search'], minShare: 0.5 }],
    });
    expect(errors).toBeUndefined();
    expect(
      result.scenario.rows.map(({ proposed }: { proposed: { amount: string } }) => proposed.amount),
    ).toEqual(['105.25', '105.25']);
    expect(result.scenario.rows[0].upper).toEqual({
      origin: 'PLANNER',
      sentence: 'At most 105.25 EUR: as asked.',
    });
  });

  it('answers what no plan can meet with what clashes', async () => {
    const { result } = await create({ budget: { equal: '1000' } });
    expect(result.scenario).toMatchObject({
      status: 'INFEASIBLE',
      after: null,
      gain: null,
      violations: null,
    });
    expect(result.scenario.infeasibility.amount).toBeCloseTo(700, 6);
    expect(result.scenario.infeasibility.constraints.length).toBeGreaterThan(1);
  });

  it.each<[string, object, object]>([
    [
      'an empty name',
      { name: '' },
      { __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['name'] },
    ],
    [
      'an unknown campaign',
      { campaigns: [{ campaignId: idOf('Campaign', 'x') }] },
      { path: ['campaigns', '0', 'campaignId'] },
    ],
    [
      'an id of another kind',
      { campaigns: [{ campaignId: idOf('Channel', 'x') }] },
      { path: ['campaigns', '0', 'campaignId'] },
    ],
    ['an id that is none', { campaigns: [{ campaignId: 'x' }] }, { path: ['campaigns', '0', 'campaignId'] }],
    ['parts of a cent', { budget: { atMost: '10.001' } }, { path: ['budget', 'atMost'] }],
    [
      'a channel that cannot be',
      { groups: [{ name: 'g', channels: ['#'] }] },
      { path: ['groups', '0', 'channels', '0'] },
    ],
    [
      'nothing to plan',
      { currencyCode: 'USD' },
      { __typename: 'InsufficientDataError', code: 'INSUFFICIENT_DATA', campaignIds: [] },
    ],
  ])('answers %s with a typed error', async (_what, input, expected) => {
    const { result, errors } = await create(input);
    expect(errors).toBeUndefined();
    expect(result).toMatchObject(expected);
  });

  it('answers two currencies with their names', async () => {
    await addCampaign(deps, { id: 'c', currencyCode: 'UAH', spend: steady(100), curve: log(10) });
    expect((await create({})).result).toMatchObject({
      __typename: 'MixedCurrencyError',
      currencyCodes: ['EUR', 'UAH'],
    });
  });

  it('needs the scope to plan, before anything is looked at', async () => {
    const { result, errors } = await create({ name: '' }, { scopes: ['read'] });
    expect(result).toBeUndefined();
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it("plans the viewer's own workspace only", async () => {
    const { result } = await create({}, { workspace: 'rival' });
    expect(result.__typename).toBe('InsufficientDataError');
  });
});
