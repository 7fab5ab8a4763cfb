import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { addDays } from '../../store/model/day.ts';
import { changeSetId } from '../../store/model/ids.ts';
import { addCampaign, FIRST_DAY, steady, testDeps, WORKSPACE } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const LOG = { family: 'LOG', scale: 10, halfSaturation: 100, baseline: 3 } as const;
const DRAWS = [0.8, 0.9, 1, 1.1, 1.2].map((factor) => ({ ...LOG, scale: 10 * factor }));

describe('what reviews and experiments say of curves', () => {
  let deps: PlanningDeps;
  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'a', spend: steady(100, 60), curve: LOG, draws: DRAWS });
  });

  const ask = async (document: string, scopes?: readonly ('read' | 'plan')[]) => {
    const { data, errors } = await execute(deps, document, {}, scopes ? { scopes } : undefined);
    expect(errors).toBeUndefined();
    return data;
  };
  const CURVE = `{ responseCurves(first: 1) { nodes { warnings marginalIntervalAtCurrent { low high }
    forecastCorrection { before { outcome interval { low high } } after { outcome interval { low high } }
      correction { channelSlug outcome factor spread deviation standardError coverage rounds reviews changeSetIds sentence } }
  } } }`;

  it('a correction stands on the curve with what it was before, from which reviews, and in words', async () => {
    const [untouched] = (await ask(CURVE))?.responseCurves.nodes ?? [];
    expect(untouched.forecastCorrection).toBeNull();
    for (const round of [0, 1, 2]) await keepReview(round, 0.8);
    const [curve] = (await ask(CURVE))?.responseCurves.nodes ?? [];
    const { before, after, correction } = curve.forecastCorrection;
    expect(correction).toMatchObject({
      channelSlug: 'google_search',
      outcome: 'CONVERSIONS',
      rounds: 3,
      reviews: 3,
      changeSetIds: [2, 1, 0].map((round) => Buffer.from(`ChangeSet:CS${round}`).toString('base64')),
    });
    expect(correction.factor).toBeGreaterThan(0.75);
    expect(correction.factor).toBeLessThan(0.9);
    expect(after.outcome).toBeCloseTo(before.outcome * correction.factor, 9);
    expect(before.interval.low).toBeGreaterThan(after.interval.low);
    expect(curve.warnings).toContain(correction.sentence);

    const records = await ask('{ forecastRecords { channel correction { factor sentence } } }');
    expect(records?.forecastRecords).toEqual([
      {
        channel: 'google_search',
        correction: { factor: correction.factor, sentence: correction.sentence },
      },
    ]);
  });

  /** An evaluated change set of which so much came of what was predicted. */
  async function keepReview(round: number, share: number): Promise<void> {
    const [from, to] = [addDays(FIRST_DAY, 30 * round), addDays(FIRST_DAY, 30 * round + 20)];
    const band = { predicted: 1000, interval: [900, 1100], actual: 1000 * share, isInside: false };
    const evaluation = {
      state: 'COMPLETE',
      from,
      to,
      days: 14,
      daysWanted: 14,
      campaigns: [],
      channels: [{ channel: 'google_search', ...band }],
      total: band,
      wape: null,
      bias: null,
      coverage: null,
      isRollbackSuggested: false,
      sentence: '',
    };
    const body = {
      name: 'Plan',
      revision: 1,
      planHash: 'abc',
      currencyCode: 'EUR',
      createdBy: 'ada',
      authors: ['ada'],
      scenarioId: null,
      scenarioHash: null,
      rollbackOf: null,
      supersededBy: null,
      rolledBackBy: null,
      dataCompleteThrough: from,
      dataPrint: [],
      planTotalMicros: '0',
      items: [],
      stages: [],
      nextStage: 0,
      violations: [],
      expiresAt: '2026-12-01T00:00:00.000Z',
      approval: null,
      scheduledFor: null,
      appliedAt: null,
      applicationIds: [],
      note: null,
      evaluation,
    };
    const id = changeSetId(`CS${round}`);
    const at = '2026-11-10T09:00:00.000Z';
    const isWritten = await deps.store.ledger.write({
      event: {
        workspaceId: WORKSPACE,
        sequence: round + 1,
        id: `event-${round}`,
        at,
        actor: 'ada',
        kind: 'EVALUATED',
        changeSetId: id,
        applicationId: null,
        body: {},
        previousHash: '',
        hash: `hash-${round}`,
      },
      changeSets: [
        {
          record: { workspaceId: WORKSPACE, id, state: 'EVALUATED', createdAt: at, body, version: 1 },
          expectedVersion: null,
        },
      ],
    });
    expect(isWritten).toBe(true);
  }

  it('the standard error of an incrementality is kept, said, and widens what is said of returns', async () => {
    const set = (standardError: number | null, version: number | null) =>
      ask(`mutation { setIncrementality(input: { channel: "google_search", from: "2026-01-01", multiplier: 0.5,
        standardError: ${standardError}, source: "A geo test.", version: ${version} }) {
        ... on SetIncrementalitySuccess { incrementality { multiplier standardError } } } }`);
    await set(null, null);
    const [sure] = (await ask(CURVE))?.responseCurves.nodes ?? [];
    expect(await set(0.15, 1)).toEqual({
      setIncrementality: { incrementality: { multiplier: 0.5, standardError: 0.15 } },
    });
    const [unsure] = (await ask(CURVE))?.responseCurves.nodes ?? [];
    const width = ({ marginalIntervalAtCurrent: { low, high } }: typeof sure) => high - low;
    expect(width(unsure)).toBeGreaterThan(width(sure));
    const applied = await ask(
      '{ responseCurves(first: 1) { nodes { incrementality { multiplier standardError } } } }',
    );
    expect(applied?.responseCurves.nodes[0].incrementality).toEqual({ multiplier: 0.5, standardError: 0.15 });
  });

  it('a plan says what its revenue is read off, and what it counts', async () => {
    const data = await ask(`mutation { createScenario(input: { name: "May", objective: MAX_REVENUE }) {
      ... on CreateScenarioSuccess { scenario { outcome rows { valueFrom } } } } }`);
    expect(data?.createScenario.scenario.outcome).toBe('CONVERSIONS');
    expect(['REVENUE_CURVE', 'CONVERSIONS_TIMES_VALUE']).toContain(
      data?.createScenario.scenario.rows[0].valueFrom,
    );
    const refused =
      await ask(`mutation { createScenario(input: { name: "May", objective: MAX_CONVERSIONS, outcome: LEADS }) {
      __typename ... on InsufficientDataError { message } } }`);
    expect(refused?.createScenario).toMatchObject({
      __typename: 'InsufficientDataError',
      message: expect.stringContaining('leads'),
    });
  });
});

describe('a media mix', () => {
  const MIX = `mediaMix(outcome: CONVERSIONS) {
    outcome grain currencyCode dates observed baselineMean baselineInterval { low high } baselineShare baselineByPeriod
    explainedVariance noise convergence forecastError { wape } notes events { name effect interval { low high } }
    channels { channelSlug meanSpend { amount } family scale exponent halfSaturation slope saturationAtCurrent
      contribution { total interval { low high } share perSpend byPeriod }
      carryOver { share interval { low high } halfLifeDays } marginalAtCurrent marginalIntervalAtCurrent { low high }
      identifiability { verdict reason } warnings } }`;

  it('answers contributions, carry-over and saturation of every channel, with intervals and warnings', async () => {
    const deps = testDeps();
    const wave = (n: number) => 50 + 40 * Math.sin(n / 3);
    const spend = Array.from({ length: 60 }, (_, n) => wave(n));
    await addCampaign(deps, { id: 'a', spend, row: (n) => ({ conversions: 10 + 0.2 * wave(n) }) });
    const { data, errors } = await execute(deps, `{ ${MIX} }`);
    expect(errors).toBeUndefined();
    const { channels, ...mix } = data?.mediaMix ?? {};
    expect(mix).toMatchObject({
      outcome: 'CONVERSIONS',
      grain: 'DAY',
      currencyCode: 'EUR',
      forecastError: null,
    });
    expect(mix.dates).toHaveLength(60);
    expect(mix.baselineByPeriod).toHaveLength(60);
    expect(channels).toHaveLength(1);
    expect(channels[0].contribution.share + mix.baselineShare).toBeCloseTo(1, 6);
    expect(channels[0].contribution.interval.low).toBeLessThan(channels[0].contribution.total);
  });

  it('is fitted once a request at most, and refused with a code where there is too little', async () => {
    const deps = testDeps();
    const twice = await execute(deps, `{ one: ${MIX} two: ${MIX} }`);
    expect(twice.errors?.[0]?.message).toMatch(/too large: complexity/);
    const empty = await execute(deps, `{ ${MIX} }`);
    expect(empty.errors?.[0]?.extensions.code).toBe('INSUFFICIENT_DATA');
  });
});
