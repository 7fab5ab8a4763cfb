import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps, Scope } from '../../planning/deps.ts';
import { addCampaigns, addScenario, applyDeps, type Move, withGuardRails } from '../planning/apply/plans.ts';
import { execute } from './execute.ts';

const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const MOVES: readonly Move[] = [
  { id: 'a', from: 100, to: 110 },
  { id: 'b', from: 200, to: 190 },
];

const ERROR =
  '... on Error { code message } ... on GuardRailError { violations { rail campaignId sentence } } ... on StaleChangeSetError { drifted { campaignId plannedFromMicros foundMicros } } ... on WrongStateError { state } ... on PlanHashMismatchError { currentHash }';
const CHANGE_SET =
  'id state planHash revision items { campaignId before { amount } after { amount } change { amount } changeRatio expectedAfter { conversions interval { low high } } } totalBefore { amount } totalAfter { amount } movedRatio stages { share afterDays } violations { rail } approval { by } applications { id isDone }';

const PROPOSE = `mutation($input: ProposeChangeSetInput!) { answer: proposeChangeSet(input: $input) { __typename ... on ProposeChangeSetSuccess { changeSet { ${CHANGE_SET} } } ${ERROR} } }`;
const APPROVE = `mutation($id: ID!, $planHash: String!) { answer: approveChangeSet(id: $id, planHash: $planHash) { __typename ... on ApproveChangeSetSuccess { changeSet { ${CHANGE_SET} } } ${ERROR} } }`;
const APPLY = `mutation($input: ApplyChangeSetInput!) { answer: applyChangeSet(input: $input) { __typename ... on ApplyChangeSetSuccess { outcome { changeSet { state } application { id isDone executor items { campaignId status observedAfter { amount } } artefacts { name mediaType content } } dryRun { wouldApply budgetsToChange drifted { campaignId } violations { rail } } } } ${ERROR} } }`;

describe('change sets', () => {
  let deps: PlanningDeps;
  let scenarioId: string;
  const ask = async (source: string, variables: object, scopes: readonly Scope[], workspace = 'acme') => {
    const { data, errors } = await execute(deps, source, { ...variables }, { scopes, workspace });
    return { answer: data?.answer, data, errors };
  };
  const propose = async () =>
    (await ask(PROPOSE, { input: { scenarioId } }, ['read', 'plan'])).answer.changeSet;
  const approve = async () => {
    const { id, planHash } = await propose();
    return (await ask(APPROVE, { id, planHash }, ['read', 'approve'])).answer.changeSet;
  };

  beforeEach(async () => {
    deps = applyDeps();
    await withGuardRails(deps, { secondPersonAboveRatio: 1 });
    await addCampaigns(deps, MOVES);
    scenarioId = idOf('Scenario', await addScenario(deps, MOVES));
  });

  it('are proposed with everything that a diff shows', async () => {
    expect(await propose()).toMatchObject({
      state: 'PROPOSED',
      revision: 1,
      items: [
        {
          campaignId: idOf('Campaign', 'a'),
          before: { amount: '100.00' },
          after: { amount: '110.00' },
          change: { amount: '10.00' },
          expectedAfter: { conversions: 11, interval: { low: 10 } },
        },
        { campaignId: idOf('Campaign', 'b') },
      ],
      totalBefore: { amount: '300.00' },
      totalAfter: { amount: '300.00' },
      stages: [{ share: 1, afterDays: 0 }],
      violations: [],
      approval: null,
      applications: [],
    });
  });

  it('are approved, tried and applied, each by its own scope', async () => {
    const { id, planHash } = await approve();
    const dry = await ask(APPLY, { input: { id, planHash, dryRun: true } }, ['read', 'apply']);
    expect(dry.answer.outcome).toMatchObject({
      changeSet: { state: 'APPROVED' },
      application: null,
      dryRun: { wouldApply: true, budgetsToChange: 2, drifted: [], violations: [] },
    });
    const input = { id, planHash, idempotencyKey: 'key' };
    const { answer } = await ask(APPLY, { input }, ['read', 'apply']);
    expect(answer.outcome).toMatchObject({
      changeSet: { state: 'APPLIED' },
      application: {
        isDone: true,
        executor: 'STORE',
        items: [
          { campaignId: idOf('Campaign', 'b'), status: 'APPLIED', observedAfter: { amount: '190.00' } },
          { campaignId: idOf('Campaign', 'a'), status: 'APPLIED', observedAfter: { amount: '110.00' } },
        ],
      },
      dryRun: null,
    });
    expect((await ask(APPLY, { input }, ['read', 'apply'])).answer).toEqual(answer);
    const other = await ask(APPLY, { input: { ...input, executor: 'SCRIPT' } }, ['read', 'apply']);
    expect(other.answer).toMatchObject({ __typename: 'IdempotencyConflictError' });
  });

  it('are applied by files and by reports', async () => {
    const { id, planHash } = await approve();
    const input = { id, planHash, idempotencyKey: 'key', executor: 'GOOGLE_ADS_EDITOR_FILE' };
    const { answer } = await ask(APPLY, { input }, ['read', 'apply']);
    const { application } = answer.outcome;
    expect(application.artefacts.map(({ name }: { name: string }) => name)).toEqual([
      'google-ads-editor-1-lower.csv',
      'google-ads-editor-2-raise.csv',
    ]);
    const report = await ask(
      `mutation($id: ID!, $items: [ApplicationReportInput!]!) { answer: reportApplied(applicationId: $id, items: $items) { __typename ... on ReportAppliedSuccess { application { isDone items { status } } } ${ERROR} } }`,
      {
        id: application.id,
        items: MOVES.map(({ id: campaign, to }) => ({
          campaignId: idOf('Campaign', campaign),
          observedAfter: to,
        })),
      },
      ['read', 'apply'],
    );
    expect(report.answer.application).toEqual({
      isDone: true,
      items: [{ status: 'APPLIED' }, { status: 'APPLIED' }],
    });
  });

  it.each<[string, string, object, readonly Scope[]]>([
    ['proposing', PROPOSE, { input: { scenarioId: 'x' } }, ['read', 'approve', 'apply', 'admin']],
    ['approving', APPROVE, { id: 'x', planHash: 'x' }, ['read', 'plan', 'apply', 'admin']],
    ['applying', APPLY, { input: { id: 'x', planHash: 'x' } }, ['read', 'plan', 'approve', 'admin']],
    [
      'setting guard rails',
      'mutation { answer: setGuardRails(input: { killSwitch: false }) { __typename } }',
      {},
      ['read', 'plan', 'approve', 'apply'],
    ],
    [
      'recording budgets',
      'mutation { answer: recordCampaignBudgets(budgets: []) { __typename } }',
      {},
      ['read', 'plan', 'approve', 'admin'],
    ],
  ])(
    'refuse %s without the scope, before anything is looked at',
    async (_what, source, variables, scopes) => {
      const { errors } = await ask(source, variables, scopes);
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    },
  );

  it('show nothing of themselves to another workspace, and obey none', async () => {
    const { id, planHash } = await approve();
    const everything: readonly Scope[] = ['read', 'plan', 'approve', 'apply', 'admin'];
    const input = { id, planHash, idempotencyKey: 'key' };
    const applied = (await ask(APPLY, { input }, ['read', 'apply'])).answer.outcome;
    const read = await ask(
      `query($id: ID!) { changeSet(id: $id) { id } node(id: $id) { id } changeSets { nodes { id } } auditEvents { nodes { hash } } campaignBudgets { nodes { version } } guardRails { version } forecastRecords { channel } }`,
      { id },
      everything,
      'rival',
    );
    expect(read.data).toEqual({
      changeSet: null,
      node: null,
      changeSets: { nodes: [] },
      auditEvents: { nodes: [] },
      campaignBudgets: { nodes: [] },
      guardRails: { version: 0 },
      forecastRecords: [],
    });
    const review = await ask(
      'query($id: ID!) { review(changeSetId: $id) { state } }',
      { id },
      everything,
      'rival',
    );
    expect(review.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    const reason = '"x"';
    const tries: readonly (readonly [string, object])[] = [
      [PROPOSE, { input: { scenarioId } }],
      [APPROVE, { id, planHash }],
      [APPLY, { input }],
      [`mutation($id: ID!) { answer: cancelChangeSet(id: $id, reason: ${reason}) { __typename } }`, { id }],
      [`mutation($id: ID!) { answer: rollBackChangeSet(id: $id, reason: ${reason}) { __typename } }`, { id }],
      ['mutation($id: ID!) { answer: evaluateChangeSet(id: $id) { __typename } }', { id }],
      [
        'mutation($id: ID!) { answer: reportApplied(applicationId: $id, items: []) { __typename } }',
        { id: applied.application.id },
      ],
      [
        'mutation($id: ID!) { answer: recordCampaignBudgets(budgets: [{ campaignId: $id, amount: 1 }]) { __typename } }',
        { id: idOf('Campaign', 'a') },
      ],
    ];
    for (const [source, variables] of tries) {
      const { answer, errors } = await ask(source, variables, everything, 'rival');
      expect(errors).toBeUndefined();
      expect(answer.__typename).toBe('InvalidInputError');
    }
  });

  it('leave a log that tells all of it, newest first, in pages', async () => {
    const { id } = await approve();
    const { data } = await ask(
      '{ auditEvents(first: 2) { nodes { sequence kind actor changeSetId previousHash hash details } pageInfo { hasNextPage } } }',
      {},
      ['read'],
    );
    const [approved, proposed] = data?.auditEvents.nodes ?? [];
    expect(approved).toMatchObject({ kind: 'APPROVED', actor: 'ada', changeSetId: id });
    expect(approved.previousHash).toBe(proposed.hash);
    expect(JSON.parse(approved.details)).toHaveProperty('planHash');
    expect(data?.auditEvents.pageInfo.hasNextPage).toBe(true);
  });

  it.each([
    ['an id of another kind', { id: idOf('Scenario', 'x') }],
    ['no id', { id: 'x' }],
    ['an id that nobody has', { id: idOf('ChangeSet', 'x') }],
    ['an id that cannot be', { id: idOf('ChangeSet', 'a#b') }],
  ])('answer %s with a typed error', async (_what, { id }) => {
    const { answer, errors } = await ask(APPROVE, { id, planHash: 'x' }, ['read', 'approve']);
    expect(errors?.[0]?.message ?? answer.__typename).toBe('InvalidInputError');
  });
});
