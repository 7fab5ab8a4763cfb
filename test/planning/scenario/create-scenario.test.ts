import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { InsufficientDataError, InvalidInputError, MixedCurrencyError } from '../../../planning/errors.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import type { ScenarioOutcome } from '../../../planning/scenario/outcome.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import type { ScenarioRequest } from '../../../planning/scenario/request.ts';
import { campaignId, channel } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

// At x, the next conversion of LOG(scale, 100) costs (100 + x) / scale.
const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100 }) as const;
/** Usual days up to 400, so that what was seen does not hold a campaign back. */
const seenTo400 = (current: number) => [...steady(400, 20), ...steady(current, 28)];

const micros = (units: number) => BigInt(Math.round(units * 1e6));

describe('a scenario', () => {
  let deps: PlanningDeps;
  const ask = async (request: Partial<ScenarioRequest> = {}) =>
    createScenario(deps, VIEWER, { name: 'May', objective: 'MAX_CONVERSIONS', ...request });
  const answer = async (request: Partial<ScenarioRequest> = {}) => outcomeOf(await ask(request));
  const row = (outcome: ScenarioOutcome, id: string) => {
    const found = outcome.rows.find((candidate) => candidate.campaignId === id);
    if (!found) throw new Error(`There is no row of ${id}.`);
    return found;
  };
  const spends = (outcome: ScenarioOutcome) =>
    outcome.rows.map(({ proposedMicros }) => Number(proposedMicros) / 1e6);

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'starved', name: 'Starved', spend: seenTo400(100), curve: log(30) });
    await addCampaign(deps, { id: 'full', name: 'Full', spend: seenTo400(200), curve: log(15) });
    await addCampaign(deps, {
      id: 'social',
      name: 'Social',
      channel: 'meta_social',
      platform: 'meta_ads',
      spend: seenTo400(100),
      curve: log(10),
    });
  });

  it('moves the same budget to where the next conversion is cheapest', async () => {
    const outcome = await answer({ defaultLimits: { minChange: -1, maxChange: 3 } });
    expect(outcome.status).toBe('OPTIMAL');
    expect(outcome.relativeGap).toBeLessThan(1e-6);
    expect(outcome.after?.spendMicros).toBe(outcome.before.spendMicros);
    const costs = outcome.rows.map(({ after }) => Number(after?.marginalCpaMicros) / 1e6);
    for (const cost of costs) expect(cost).toBeCloseTo(costs[0] ?? 0, 2);
    expect(row(outcome, 'starved').reason.code).toBe('RAISED');
    expect(row(outcome, 'full').reason.code).toBe('LOWERED');
    expect(outcome.gain?.conversions).toBeGreaterThan(0);
  });

  it('proposes whole cents that sum to the budget', async () => {
    const outcome = await answer({ budget: { equalMicros: micros(433.33) } });
    expect(outcome.after?.spendMicros).toBe('433330000');
    for (const { proposedMicros } of outcome.rows) expect(BigInt(proposedMicros ?? 1) % 10_000n).toBe(0n);
    expect(outcome.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });
  });

  it('keeps every campaign within half and twice its current spend by default', async () => {
    const outcome = await answer();
    expect(row(outcome, 'starved')).toMatchObject({
      proposedMicros: '200000000',
      reason: { code: 'AT_DEFAULT_LIMIT' },
    });
    expect(row(outcome, 'starved').reason.sentence).toContain('+100 %');
  });

  it.each([
    ['UNIDENTIFIED', 'HELD_UNIDENTIFIED', 130],
    ['WEAK', 'HELD_WEAK', 150],
  ] as const)(
    'holds a campaign near current whose curve is %s, and says so',
    async (verdict, code, proposed) => {
      await addCampaign(deps, { id: 'unknown', spend: seenTo400(100), curve: log(60), verdict });
      const held = row(await answer(), 'unknown');
      expect(held.proposedMicros).toBe(String(micros(proposed)));
      expect(held.reason.code).toBe(code);
      expect(held.reason.sentence).toContain('held near current');
      expect(held.reason.sentence).toContain('So says the test.');
    },
  );

  it('sends nobody far beyond the spends that were seen, unless the planner says so', async () => {
    await addCampaign(deps, { id: 'narrow', spend: steady(100, 48), curve: log(60) });
    const asked = { campaignId: campaignId('narrow'), maxMicros: micros(190) };
    expect(row(await answer(), 'narrow')).toMatchObject({
      proposedMicros: '150000000',
      reason: { code: 'AT_OBSERVED_RANGE' },
    });
    expect(row(await answer({ campaigns: [asked] }), 'narrow')).toMatchObject({
      proposedMicros: '190000000',
      reason: { code: 'AT_PLANNER_LIMIT' },
    });
  });

  it('leaves a locked campaign where it is', async () => {
    const outcome = await answer({ campaigns: [{ campaignId: campaignId('full'), locked: true }] });
    expect(row(outcome, 'full')).toMatchObject({ proposedMicros: '200000000', reason: { code: 'LOCKED' } });
  });

  it('keeps the limits of groups, by channel and by campaign', async () => {
    const outcome = await answer({
      groups: [
        { name: 'social', channels: [channel('meta_social')], minShare: 0.3 },
        { name: 'search', campaignIds: [campaignId('starved'), campaignId('full')], maxMicros: micros(250) },
      ],
    });
    expect(spends(outcome)[1]).toBeGreaterThanOrEqual(0.3 * 400 - 0.01);
    expect((spends(outcome)[0] ?? 0) + (spends(outcome)[2] ?? 0)).toBeLessThanOrEqual(250);
    expect(outcome.violations?.groups).toBe(0);
    expect(row(outcome, 'starved').reason).toEqual({
      code: 'AT_GROUP_LIMIT',
      sentence: 'Raised within its group, which is at its limit: search.',
    });
    expect(row(outcome, 'social').reason.sentence).not.toContain('elsewhere');
  });

  it('tells what the next money would bring', async () => {
    const { bindingConstraints } = await answer();
    const budget = bindingConstraints.find(({ kind }) => kind === 'BUDGET');
    expect(budget?.shadowPrice).toBeGreaterThan(0);
    expect(budget?.sentence).toMatch(/^The next 10 EUR a day bring about [\d.]+ conversions\.$/);
    const limit = bindingConstraints.find(({ name }) => name === 'Starved');
    expect(limit).toMatchObject({ kind: 'UNIT_MAX', campaignId: 'starved' });
  });

  it('counts revenue by what a conversion of each campaign is worth', async () => {
    const asked = { campaignId: campaignId('social'), valuePerConversionMicros: micros(2_000) };
    const outcome = await answer({ objective: 'MAX_REVENUE', campaigns: [asked] });
    expect(row(outcome, 'social').proposedMicros).toBe('200000000');
    expect(outcome.objectiveValue).toBeGreaterThan(outcome.currentValue);
  });

  it('spends less than it may when the last of the budget would not pay', async () => {
    const outcome = await answer({
      objective: 'MAX_PROFIT',
      margin: 0.02,
      budget: { atMostMicros: micros(400) },
    });
    expect(outcome.status).toBe('OPTIMAL');
    expect(Number(outcome.after?.spendMicros) / 1e6).toBeLessThan(400);
    expect(outcome.notes).toEqual([]);
    expect((await answer({ objective: 'MAX_PROFIT' })).notes).toHaveLength(1);
  });

  it('gives intervals where the fit knows them', async () => {
    const draws = Array.from({ length: 64 }, (_, i) => log(20 + i / 32));
    await addCampaign(deps, { id: 'drawn', spend: seenTo400(100), curve: log(21), draws });
    const point = row(await answer(), 'drawn').before;
    expect(point.interval?.[0]).toBeLessThan(point.expectedConversions);
    expect(point.interval?.[1]).toBeGreaterThan(point.expectedConversions);
    expect(row(await answer(), 'full').before.interval).toBeNull();
  });

  it('stores an infeasible question with its explanation, as an answer', async () => {
    const outcome = await answer({ budget: { equalMicros: micros(5_000) } });
    expect(outcome.status).toBe('INFEASIBLE');
    expect(outcome.after).toBeNull();
    expect(outcome.infeasibility?.message).toContain('5,000.00 EUR a day is 4,200.00 EUR more');
    expect(outcome.infeasibility?.amount).toBeCloseTo(4_200, 6);
    expect(outcome.rows.map(({ reason }) => reason.code)).toEqual(['NO_PLAN', 'NO_PLAN', 'NO_PLAN']);
    const { items } = await deps.store.scenarios.list(WORKSPACE, { first: 10 });
    expect(items).toHaveLength(1);
  });

  it('leaves out campaigns that ended, unless they are named', async () => {
    await addCampaign(deps, { id: 'over', name: 'Over', spend: steady(50, 10), curve: log(30) });
    const outcome = await answer();
    expect(outcome.rows.map(({ campaignId: id }) => id)).not.toContain('over');
    expect(outcome.notPlanned).toMatchObject([{ campaignId: 'over', campaignName: 'Over' }]);
    const revived = await answer({ campaigns: [{ campaignId: campaignId('over') }] });
    expect(row(revived, 'over').currentMicros).toBe('0');
    expect(Number(row(revived, 'over').proposedMicros)).toBeGreaterThan(0);
  });

  it('has a hash that names its inputs: equal for equal questions, whatever the order of writing', async () => {
    const budget = { atMostMicros: micros(400), atLeastMicros: micros(300) };
    const reordered = { atLeastMicros: micros(300), atMostMicros: micros(400) };
    const [first, same, other] = [await ask({ budget }), await ask({ budget: reordered }), await ask()];
    expect(same.id).not.toBe(first.id);
    expect(same.inputHash).toBe(first.inputHash);
    expect(other.inputHash).not.toBe(first.inputHash);
  });

  it('is read back as it was answered, by its own workspace', async () => {
    const scenario = await ask();
    expect(await deps.store.scenarios.get(WORKSPACE, scenario.id)).toEqual(scenario);
    expect(scenario).toMatchObject({
      createdBy: 'ada',
      createdAt: '2026-11-01T09:00:00.000Z',
      dataCompleteThrough: '2026-02-17',
    });
  });

  it.each<[string, Partial<ScenarioRequest>, new (...args: never[]) => Error, string]>([
    [
      'a campaign that is not there',
      { campaigns: [{ campaignId: campaignId('nobody') }] },
      InvalidInputError,
      'nobody',
    ],
    [
      'a group of no planned campaign',
      { groups: [{ name: 'tv', channels: [channel('tv')] }] },
      InvalidInputError,
      'tv',
    ],
    ['parts of a cent', { budget: { equalMicros: 1_005_000n } }, InvalidInputError, 'decimals'],
    ['a currency that nobody spends', { currencyCode: 'USD' }, InsufficientDataError, 'No campaign spent'],
  ])('is refused for %s', async (_what, request, kind, message) => {
    const refusal = await ask(request).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(kind);
    expect((refusal as Error).message).toContain(message);
  });

  it('is refused for revenue that is not known, naming the campaigns', async () => {
    await addCampaign(deps, {
      id: 'mute',
      name: 'Mute',
      spend: steady(50, 48),
      curve: log(5),
      row: () => ({ revenueMicros: null }),
    });
    const refusal = await ask({ objective: 'MAX_REVENUE' }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InsufficientDataError);
    expect(refusal).toMatchObject({ campaignIds: ['mute'], message: expect.stringContaining('Mute') });
  });

  it('is refused across currencies, and answered for one of them', async () => {
    await addCampaign(deps, { id: 'kyiv', currencyCode: 'UAH', spend: steady(4000, 48), curve: log(9) });
    await expect(ask()).rejects.toThrow(MixedCurrencyError);
    expect((await answer({ currencyCode: 'EUR' })).rows).toHaveLength(3);
  });

  it('plans in whole yen where there is no smaller coin', async () => {
    const tokyo = testDeps();
    for (const id of ['a', 'b', 'c']) {
      await addCampaign(tokyo, {
        id,
        currencyCode: 'JPY',
        spend: steady(1_001, 48),
        curve: log(id.charCodeAt(0)),
      });
    }
    const outcome = outcomeOf(
      await createScenario(tokyo, VIEWER, { name: 'yen', objective: 'MAX_CONVERSIONS' }),
    );
    expect(outcome.after?.spendMicros).toBe('3003000000');
    for (const { proposedMicros } of outcome.rows) expect(BigInt(proposedMicros ?? 1) % 1_000_000n).toBe(0n);
  });
});
