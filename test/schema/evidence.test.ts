import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { addCampaign, steady, testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const LOG = { family: 'LOG', scale: 20, halfSaturation: 100, baseline: 2 } as const;
const DRAWS = [LOG, { ...LOG, scale: 22 }, { ...LOG, scale: 18 }];
const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const CAMPAIGN = idOf('Campaign', 'a');

const wavy = Array.from({ length: 70 }, (_, i) => 100 * (1 + 0.4 * Math.sin(i / 5)));

let deps: PlanningDeps;
beforeEach(() => {
  deps = testDeps();
});

const run = async (source: string, variables: object = {}, who?: Parameters<typeof execute>[3]) => {
  const { data, errors } = await execute(deps, source, { ...variables }, who);
  return { data, errors };
};

/** A mutation of one input, with every way it may fail. */
const mutate = async (field: string, input: object, fields: string, who?: Parameters<typeof execute>[3]) => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const source = `mutation($input: ${type}Input!) { ${field}(input: $input) { __typename
    ... on ${type}Success { ${fields} }
    ... on Error { code message }
    ... on InvalidInputError { path }
    ${field === 'createScenario' ? '' : '... on VersionConflictError { currentVersion }'}
  } }`;
  const { data, errors } = await run(source, { input }, who);
  return { answer: data?.[field], errors };
};

const EXPERIMENT = {
  name: 'geo-2026',
  campaignId: CAMPAIGN,
  kind: 'GEO_TEST',
  from: '2026-01-10',
  to: '2026-02-06',
  spendControl: '60.00',
  spendTest: 140,
  lift: 9,
  standardError: 0.4,
  source: 'Ten regions against ten.',
};

describe('experiments', () => {
  beforeEach(async () => {
    await addCampaign(deps, {
      id: 'a',
      spend: wavy,
      row: (i) => ({ conversions: 2 + Math.round((wavy[i] ?? 0) / 20) }),
    });
  });

  const FIELDS =
    'experiment { id name campaign { name } kind outcome spendControl { amount } spendTest { amount } lift standardError recordedAt recordedBy version }';

  it('are recorded, listed, read by id and removed', async () => {
    const { answer } = await mutate('recordExperiment', EXPERIMENT, FIELDS);
    expect(answer).toEqual({
      __typename: 'RecordExperimentSuccess',
      experiment: {
        id: idOf('Experiment', 'geo-2026'),
        name: 'geo-2026',
        campaign: { name: 'a' },
        kind: 'GEO_TEST',
        outcome: 'CONVERSIONS',
        spendControl: { amount: '60.00' },
        spendTest: { amount: '140.00' },
        lift: 9,
        standardError: 0.4,
        recordedAt: '2026-11-01T09:00:00.000Z',
        recordedBy: 'ada',
        version: 1,
      },
    });
    const { data } = await run(
      'query($id: ID!) { experiments { nodes { name } } node(id: $id) { ... on Experiment { source } } }',
      { id: answer.experiment.id },
    );
    expect(data).toEqual({
      experiments: { nodes: [{ name: 'geo-2026' }] },
      node: { source: 'Ten regions against ten.' },
    });
    const removed = await mutate('removeExperiment', { name: 'geo-2026', version: 1 }, 'removed { name }');
    expect(removed.answer.removed).toEqual({ name: 'geo-2026' });
    expect((await run('{ experiments { nodes { name } } }')).data?.experiments.nodes).toEqual([]);
  });

  it('calibrate the curve for all to see', async () => {
    await mutate('recordExperiment', EXPERIMENT, FIELDS);
    const { data, errors } = await run(`{ responseCurves { nodes {
      calibration { experimentId observed { lift interval { low high } } before { lift } after { lift interval { low high } } }
    } } }`);
    expect(errors).toBeUndefined();
    const [check] = data?.responseCurves.nodes[0].calibration ?? [];
    expect(check).toMatchObject({ experimentId: 'geo-2026', observed: { lift: 9 } });
    expect(check.after.lift).toBeGreaterThan(check.before.lift);
    expect(check.after.interval.low).toBeLessThan(check.after.interval.high);
  });

  it('fail in the ways of the interface Error', async () => {
    const stranger = await mutate(
      'recordExperiment',
      { ...EXPERIMENT, campaignId: idOf('Campaign', 'x') },
      FIELDS,
    );
    expect(stranger.answer).toMatchObject({ code: 'INVALID_INPUT', path: ['campaignId'] });
    await mutate('recordExperiment', EXPERIMENT, FIELDS);
    const changed = await mutate('recordExperiment', { ...EXPERIMENT, lift: 3 }, FIELDS);
    expect(changed.answer).toMatchObject({
      __typename: 'VersionConflictError',
      code: 'VERSION_CONFLICT',
      currentVersion: 1,
    });
    const gone = await mutate('removeExperiment', { name: 'other', version: 1 }, 'removed { name }');
    expect(gone.answer).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: null });
    const name = await mutate('recordExperiment', { ...EXPERIMENT, name: 'a#b' }, FIELDS);
    expect(name.answer).toMatchObject({ code: 'INVALID_INPUT', path: ['name'] });
  });

  it('need the scope to plan, and stay in their workspace', async () => {
    const { errors } = await mutate('recordExperiment', EXPERIMENT, FIELDS, { scopes: ['read'] });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await mutate('recordExperiment', EXPERIMENT, FIELDS);
    const elsewhere = await run('{ experiments { nodes { name } } }', {}, { workspace: 'other' });
    expect(elsewhere.data?.experiments.nodes).toEqual([]);
  });
});

describe('events, breaks and incrementality', () => {
  it.each([
    [
      'CalendarEvent',
      { name: 'Black Week', from: '2026-01-20', to: '2026-01-24', channels: ['google_search'] },
      'event { name channelSlugs version }',
      { event: { name: 'Black Week', channelSlugs: ['google_search'], version: 1 } },
      'calendarEvents { name from to }',
      { name: 'Black Week', from: '2026-01-20', version: 1 },
    ],
    [
      'LevelBreak',
      { campaignId: CAMPAIGN, date: '2026-01-20', reason: 'New prices.' },
      'levelBreak { campaign { name } date version }',
      { levelBreak: { campaign: { name: 'a' }, date: '2026-01-20', version: 1 } },
      'levelBreaks { date reason }',
      { campaignId: CAMPAIGN, date: '2026-01-20', version: 1 },
    ],
    [
      'Incrementality',
      { channel: 'google_search', from: '2026-01-01', multiplier: 0.5, source: 'A geo test.' },
      'incrementality { channelSlug multiplier version }',
      { incrementality: { channelSlug: 'google_search', multiplier: 0.5, version: 1 } },
      'incrementality { from source }',
      { channel: 'google_search', from: '2026-01-01', version: 1 },
    ],
  ])('%s is set, listed and removed', async (type, input, fields, expected, list, key) => {
    await addCampaign(deps, { id: 'a', spend: steady(100), curve: LOG });
    expect((await mutate(`set${type}`, input, fields)).answer).toMatchObject(expected);
    const listed = Object.values((await run(`{ ${list} }`)).data ?? {})[0];
    expect(listed).toHaveLength(1);
    const stale = await mutate(`remove${type}`, { ...key, version: 9 }, 'removed { version }');
    expect(stale.answer).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: 1 });
    const removed = await mutate(`remove${type}`, key, 'removed { version }');
    expect(removed.answer.removed).toEqual({ version: 1 });
    expect(Object.values((await run(`{ ${list} }`)).data ?? {})[0]).toEqual([]);
  });

  it('incrementality stands beside every marginal figure that it changed', async () => {
    await addCampaign(deps, { id: 'a', spend: steady(100), curve: LOG, draws: DRAWS });
    const CURVE = `{ responseCurves { nodes {
      marginalCpaAtCurrent { amount } marginalConversionsAtCurrent marginalIntervalAtCurrent { low }
      incrementality { multiplier source from } parameters { scale baseline } points(count: 2) { expectedConversions }
    } } }`;
    const curve = async () => (await run(CURVE)).data?.responseCurves.nodes[0];
    const reported = await curve();
    expect(reported.incrementality).toBeNull();
    const input = { channel: 'google_search', from: '2026-01-01', multiplier: 0.5, source: 'A geo test.' };
    await mutate('setIncrementality', input, 'incrementality { version }');
    const incremental = await curve();
    expect(incremental.incrementality).toEqual({
      multiplier: 0.5,
      source: 'A geo test.',
      from: '2026-01-01',
    });
    expect(incremental.marginalConversionsAtCurrent).toBeCloseTo(
      reported.marginalConversionsAtCurrent / 2,
      12,
    );
    expect(incremental.marginalIntervalAtCurrent.low).toBeCloseTo(
      reported.marginalIntervalAtCurrent.low / 2,
      12,
    );
    expect(Number(incremental.marginalCpaAtCurrent.amount)).toBeCloseTo(
      2 * Number(reported.marginalCpaAtCurrent.amount),
      4,
    );
    expect(incremental.points[0].expectedConversions).toBe(2);
    const { answer } = await mutate(
      'createScenario',
      { name: 'May', objective: 'MAX_CONVERSIONS' },
      'scenario { notes rows { incrementality { multiplier source } } }',
    );
    expect(answer.scenario).toMatchObject({
      notes: [expect.stringMatching(/google_search counts at 0\.5/)],
      rows: [{ incrementality: { multiplier: 0.5, source: 'A geo test.' } }],
    });
  });
});

describe('curves of an outcome', () => {
  const FIELDS = `outcome marginalOutcomeAtCurrent marginalConversionsAtCurrent marginalCpaAtCurrent { amount }
    marginalRoasAtCurrent points(count: 2) { expectedOutcome expectedConversions marginalConversions }
    residualAutocorrelation { lag1 lag7 } outliers correlatedSpend { correlation }
    forecastError { wape bias mase intervalCoverage } parameters { events { name multiplier } breaks { date } }
    suggestedExperiment { spendFrom { amount } weeks rank } warnings`;

  it('count conversions unless revenue is asked for, and never call one by the name of the other', async () => {
    await addCampaign(deps, {
      id: 'a',
      spend: wavy,
      row: (i) => ({ revenueMicros: BigInt(Math.round(1e6 * (200 + 9 * (wavy[i] ?? 0)))) }),
    });
    const { data, errors } = await run(`{
      conversions: responseCurves { nodes { ${FIELDS} } }
      revenue: responseCurves(outcome: REVENUE) { nodes { ${FIELDS} } }
      campaigns { nodes { responseCurve(outcome: REVENUE) { outcome } } }
    }`);
    expect(errors).toBeUndefined();
    const [conversions] = data?.conversions.nodes ?? [];
    const [revenue] = data?.revenue.nodes ?? [];
    expect(conversions).toMatchObject({ outcome: 'CONVERSIONS', marginalRoasAtCurrent: null });
    expect(conversions.points[1].expectedConversions).toBe(conversions.points[1].expectedOutcome);
    expect(revenue).toMatchObject({
      outcome: 'REVENUE',
      marginalConversionsAtCurrent: null,
      marginalCpaAtCurrent: null,
      marginalRoasAtCurrent: revenue.marginalOutcomeAtCurrent,
    });
    expect(revenue.points[1]).toMatchObject({ expectedConversions: null, marginalConversions: null });
    expect(revenue.points[1].expectedOutcome).toBeGreaterThan(900);
    expect(data?.campaigns.nodes[0].responseCurve).toEqual({ outcome: 'REVENUE' });
  });
});
