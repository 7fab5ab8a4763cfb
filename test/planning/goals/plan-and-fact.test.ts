import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { InvalidInputError } from '../../../planning/errors.ts';
import { type GoalMetric, planAndFact } from '../../../planning/goals/plan-and-fact.ts';
import { type GoalRequest, removeGoal, setGoal } from '../../../planning/goals/set-goal.ts';
import { campaignId, channel } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from '../workspace.ts';

const MILLION = 1_000_000n;
const NOTHING: GoalRequest = {
  month: '2026-04',
  scope: { kind: 'ACCOUNT' },
  currencyCode: 'EUR',
  revenueBasis: 'PLATFORM',
  spendMicros: null,
  conversions: null,
  revenueMicros: null,
  cpaMicros: null,
  cpcMicros: null,
  roas: null,
  romi: null,
  version: null,
};

describe('goals of a month', () => {
  let deps: PlanningDeps;
  const set = (goal: Partial<GoalRequest>) => setGoal(deps, WORKSPACE, { ...NOTHING, ...goal });
  const only = async () => {
    const { goals } = await planAndFact(deps, WORKSPACE, '2026-04');
    const [row] = goals;
    if (row === undefined) throw new Error('There is one goal.');
    return { ...row, line: (metric: GoalMetric) => row.lines.find((line) => line.metric === metric) };
  };

  beforeEach(async () => {
    deps = testDeps();
    // January to 15 April: 100 a day, 50 clicks, 5 conversions, 400 of revenue; as much again in Meta.
    await addCampaign(deps, { id: 'brand', spend: steady(100, 105) });
    await addCampaign(deps, { id: 'reels', channel: 'meta_social', spend: steady(100, 105) });
  });

  it('are paced by the days so far, and projected to the end', async () => {
    await set({ spendMicros: 9_000n * MILLION, conversions: 300 });
    const { line, fact } = await only();
    expect(fact.sums.spendMicros).toBe(3_000n * MILLION);
    expect(line('SPEND')).toMatchObject({ plan: 9000, fact: 3000, fulfilment: 1 / 3, requiredDaily: 400 });
    expect(line('SPEND')?.planToDate).toBeCloseTo(4500, 6);
    expect(line('SPEND')?.deviation).toBeCloseTo(-1 / 3, 9);
    expect(line('SPEND')?.projection?.end).toBeCloseTo(6000, 6);
    expect(line('CONVERSIONS')?.projection?.end).toBeCloseTo(300, 6);
  });

  it('imply each other: spend and ROAS make revenue, spend and CPA make conversions', async () => {
    await set({ spendMicros: 6_000n * MILLION, roas: 5, cpaMicros: 20n * MILLION });
    const { line } = await only();
    expect(line('REVENUE')?.plan).toBe(30_000);
    expect(line('CONVERSIONS')?.plan).toBe(300);
    expect(line('ROAS')).toMatchObject({ plan: 5, fact: 4, deviation: -0.2 });
  });

  it('differ from fact for reasons that add up to the deviation exactly', async () => {
    await set({ spendMicros: 9_000n * MILLION, conversions: 500, revenueMicros: 50_000n * MILLION });
    const { revenue, conversions, priceFrom } = await only();
    expect(priceFrom).toBe('DAYS_BEFORE');
    for (const parts of [revenue, conversions]) {
      const sum = parts?.effects.reduce((total, { micros }) => total + micros, 0n);
      expect(sum).toBe((parts?.after ?? 0n) - (parts?.before ?? 0n));
    }
    expect(revenue?.effects.map(({ kind }) => kind)).toEqual([
      'SPEND',
      'PRICE',
      'CONVERSION_RATE',
      'ORDER_VALUE',
    ]);
    // A click costs what it did before the month, so its price changed nothing.
    expect(revenue?.effects[1]?.micros).toBe(0n);
  });

  it("take a goal's own price of a click where it has one", async () => {
    await set({ spendMicros: 6_000n * MILLION, conversions: 300, cpcMicros: 1n * MILLION });
    const { conversions, priceFrom } = await only();
    expect(priceFrom).toBe('GOAL');
    const price = conversions?.effects.find(({ kind }) => kind === 'PRICE');
    expect(price?.micros).toBeLessThan(0n);
  });

  it('are for the account, then channels, then campaigns, each against its own fact', async () => {
    await set({ scope: { kind: 'CAMPAIGN', campaignId: campaignId('brand') }, spendMicros: MILLION });
    await set({ scope: { kind: 'CHANNEL', channel: channel('meta_social') }, spendMicros: MILLION });
    await set({ spendMicros: MILLION });
    const { goals, through } = await planAndFact(deps, WORKSPACE, '2026-04');
    expect(through).toBe('2026-04-15');
    expect(goals.map(({ goal, fact }) => [goal.scope.kind, fact.sums.spendMicros])).toEqual([
      ['ACCOUNT', 3_000n * MILLION],
      ['CHANNEL', 1_500n * MILLION],
      ['CAMPAIGN', 1_500n * MILLION],
    ]);
  });

  it('of a month that has not begun have no fact yet, and a projection', async () => {
    await set({ month: '2026-05', spendMicros: 6_200n * MILLION });
    const { goals, through } = await planAndFact(deps, WORKSPACE, '2026-05');
    expect(through).toBeNull();
    expect(goals[0]?.lines[0]).toMatchObject({ fact: 0, planToDate: 0 });
    expect(goals[0]?.lines[0]?.projection?.end).toBeCloseTo(6200, 6);
  });

  it('are changed from the version that was read, and removed', async () => {
    const first = await set({ spendMicros: MILLION });
    expect(await set({ spendMicros: MILLION })).toEqual(first);
    await expect(set({ spendMicros: 2n * MILLION })).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    const second = await set({ spendMicros: 2n * MILLION, version: 1 });
    expect(second.version).toBe(2);
    await removeGoal(deps, WORKSPACE, first, 2);
    expect((await planAndFact(deps, WORKSPACE, '2026-04')).goals).toEqual([]);
  });

  it.each<[string, Partial<GoalRequest>, string]>([
    ['that want nothing', {}, ''],
    ['of no spend', { spendMicros: 0n }, 'spend'],
    [
      'that contradict themselves',
      { spendMicros: 100n * MILLION, conversions: 10, cpaMicros: 20n * MILLION },
      'cpa',
    ],
    ['of a ROMI that loses more than all', { romi: -1 }, 'romi'],
    [
      'for a channel that nobody runs in',
      { roas: 1, scope: { kind: 'CHANNEL', channel: channel('tv') } },
      'channel',
    ],
    ['for no campaign', { roas: 1, scope: { kind: 'CAMPAIGN', campaignId: campaignId('x') } }, 'campaignId'],
  ])('%s are refused', async (_what, goal, path) => {
    const refusal = await set(goal).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect((refusal as InvalidInputError).path[0] ?? '').toBe(path);
  });
});
