import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps, ScenarioJob } from '../../planning/deps.ts';
import { runScenario } from '../../planning/scenario/run-scenario.ts';
import { addCampaign, steady, testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100 }) as const;
const idOf = (id: string) => Buffer.from(`Campaign:${id}`).toString('base64');

const FIELDS = `id name note isArchived version basedOn status progress failure { code } inputHash
  dataCompleteThrough currencyCode objective budget { equal { amount } } before { spend { amount } }
  after { spend { amount } } timings { route } staleness { isStale sentence }
  horizon { from to days spendAfter { amount } conversionsAfter }
  rows { campaignName proposed { amount } reason { code } }`;

const result = (mutation: string) => `{ __typename
  ... on ${mutation}Success { scenario { ${FIELDS} } } ... on Error { code message } }`;

describe('the life of a scenario, through the API', () => {
  let deps: PlanningDeps;
  let sent: ScenarioJob[];
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await execute(deps, query, variables);
    expect(errors).toBeUndefined();
    return data ?? {};
  };
  const create = async (input: object = {}) => {
    const complete = { name: 'May', objective: 'MAX_CONVERSIONS', ...input };
    const mutation = `mutation($input: CreateScenarioInput!) { createScenario(input: $input) ${result('CreateScenario')} }`;
    return (await ask(mutation, { input: complete })).createScenario;
  };

  beforeEach(async () => {
    sent = [];
    deps = { ...testDeps(), jobs: { enqueue: async (message) => void sent.push(message) } };
    const seen = (current: number) => [...steady(400, 20), ...steady(current, 28)];
    await addCampaign(deps, { id: 'starved', name: 'Starved', spend: seen(100), curve: log(30) });
    await addCampaign(deps, { id: 'full', name: 'Full', spend: seen(200), curve: log(15) });
  });

  it('answers at once with QUEUED, is polled, and is answered by the worker', async () => {
    const { scenario: queued } = await create({ inBackground: true });
    expect(queued).toMatchObject({
      status: 'QUEUED',
      progress: 0,
      before: null,
      rows: [],
      currencyCode: 'EUR',
    });
    const poll = () => ask(`query($id: ID!) { scenario(id: $id) { ${FIELDS} } }`, { id: queued.id });
    expect((await poll()).scenario).toMatchObject({ status: 'QUEUED' });
    const [message] = sent;
    if (message) await runScenario(deps, message);
    const answered = (await poll()).scenario;
    expect(answered).toMatchObject({
      status: 'OPTIMAL',
      progress: 1,
      after: { spend: { amount: '300.00' } },
    });
    expect(answered.dataCompleteThrough).not.toBeNull();
  });

  it('can be cancelled while it waits', async () => {
    const { scenario } = await create({ inBackground: true });
    const cancel = `mutation($id: ID!) { cancelScenario(id: $id) ${result('CancelScenario')} }`;
    expect((await ask(cancel, { id: scenario.id })).cancelScenario.scenario.status).toBe('CANCELLED');
  });

  it('judges your own split, over the days of a horizon', async () => {
    const split = [{ campaignId: idOf('starved'), spend: '180' }];
    const horizon = { from: '2026-11-02', to: '2026-11-11' };
    const { scenario } = await create({ split, horizon });
    expect(scenario.rows).toMatchObject([
      { campaignName: 'Full', proposed: { amount: '200.00' }, reason: { code: 'OWN_SPLIT' } },
      { campaignName: 'Starved', proposed: { amount: '180.00' }, reason: { code: 'OWN_SPLIT' } },
    ]);
    expect(scenario.horizon).toMatchObject({ ...horizon, days: 10, spendAfter: { amount: '3800.00' } });
  });

  it('is revised by changing one thing, labelled, archived, and found again', async () => {
    const { scenario: base } = await create({ budget: { equal: '300' } });
    const revise = `mutation($id: ID!, $input: ReviseScenarioInput!) {
      reviseScenario(id: $id, input: $input) ${result('ReviseScenario')} }`;
    const { scenario: revised } = (
      await ask(revise, { id: base.id, input: { name: 'June', budget: { equal: '330' } } })
    ).reviseScenario;
    expect(revised).toMatchObject({ basedOn: base.id, after: { spend: { amount: '330.00' } } });

    const label = `mutation($id: ID!, $input: LabelScenarioInput!) {
      labelScenario(id: $id, input: $input) ${result('LabelScenario')} }`;
    const input = { note: 'Superseded', isArchived: true, expectedVersion: 1 };
    const { scenario: labelled } = (await ask(label, { id: base.id, input })).labelScenario;
    expect(labelled).toMatchObject({ name: 'May', note: 'Superseded', isArchived: true, version: 2 });
    expect((await ask(label, { id: base.id, input })).labelScenario).toMatchObject({
      code: 'VERSION_CONFLICT',
    });

    const list = `query($filter: ScenarioFilterInput) {
      scenarios(first: 10, filter: $filter) { edges { node { name } } } }`;
    const names = async (filter?: object) =>
      (await ask(list, { filter })).scenarios.edges.map(({ node }: { node: { name: string } }) => node.name);
    expect(await names()).toEqual(['June']);
    expect(await names({ withArchived: true, nameContains: 'ma' })).toEqual(['May']);
  });

  it('stands side by side with others and with keep as is', async () => {
    const [a, b] = [await create(), await create({ budget: { equal: '330' } })];
    const compare = `query($ids: [ID!]!) { compareScenarios(ids: $ids) {
      scenarios { name } keepAsIs { spend { amount } }
      rows { campaignName campaign { name } current { amount } proposed { amount } } cautions } }`;
    const compared = (await ask(compare, { ids: [a.scenario.id, b.scenario.id] })).compareScenarios;
    expect(compared).toMatchObject({ keepAsIs: { spend: { amount: '300.00' } }, cautions: [] });
    expect(compared.rows.map(({ proposed }: { proposed: unknown[] }) => proposed.length)).toEqual([2, 2]);
    const { errors } = await execute(deps, compare, { ids: [a.scenario.id] });
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });
});
