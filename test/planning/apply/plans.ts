import { type Apply, applyChangeSet } from '../../../planning/apply/apply-change-set.ts';
import { approveChangeSet } from '../../../planning/apply/approve.ts';
import type { OpenChangeSet } from '../../../planning/apply/change-set-body.ts';
import { type GuardRails, setGuardRails } from '../../../planning/apply/guard-rails.ts';
import { type Proposal, proposeChangeSet } from '../../../planning/apply/propose.ts';
import { recordCampaignBudgets } from '../../../planning/apply/record-budgets.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import type { ScenarioOutcome } from '../../../planning/scenario/outcome.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import { day } from '../../../store/model/day.ts';
import { campaignId, scenarioId, workspaceId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import { aCampaign, aScenario } from '../../store/support/records.ts';

export const WORKSPACE = workspaceId('acme');
export const ADA = { workspaceId: WORKSPACE, subject: 'ada' };
export const BOB = { workspaceId: WORKSPACE, subject: 'bob' };

export interface Clock {
  now: Date;
}

/** Ids that count up within one store, a clock that a test may move. */
export function applyDeps(
  store: Store = createMemoryStore(),
  clock: Clock = { now: new Date('2026-11-10T09:00:00Z') },
  prefix = 'ID',
): PlanningDeps {
  let ids = 0;
  return {
    store,
    now: () => clock.now,
    newId: () => `${prefix}${String(++ids).padStart(6, '0')}`,
  };
}

/** Units of currency a day. */
export interface Move {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly platform?: string;
  readonly channel?: string;
  readonly accountId?: string;
  readonly name?: string;
}

export const micros = (units: number) => BigInt(Math.round(units * 1e6));

/** Guard rails that leave everything else to the test. */
export const WIDE: Partial<GuardRails> = {
  maxStepRatio: 10,
  maxWeekRatio: 10,
  maxMovedRatio: 10,
  minDaysBetweenChanges: 0,
  secondPersonAboveRatio: 10,
};

const MOST_AT_ONCE = 1_000;

export async function addCampaigns(
  deps: PlanningDeps,
  moves: readonly Move[],
  { isBudgetKnown = true } = {},
): Promise<void> {
  const waiting = moves.values();
  const put = async () => {
    for (const { id, platform = 'google_ads', accountId = null, name } of waiting) {
      const campaign = aCampaign(WORKSPACE, id, { platform, accountId, ...(name && { name }) });
      await deps.store.campaigns.put(campaign, null);
    }
  };
  await Promise.all(Array.from({ length: 8 }, put));
  if (!isBudgetKnown) return;
  const found = moves.map(({ id, from }) => ({ campaignId: id, amountMicros: micros(from) }));
  for (let start = 0; start < found.length; start += MOST_AT_ONCE) {
    await recordCampaignBudgets(deps, ADA, found.slice(start, start + MOST_AT_ONCE));
  }
}

/** A stored scenario whose plan makes these moves. Each campaign brings a tenth of what it spends. */
export async function addScenario(deps: PlanningDeps, moves: readonly Move[], currencyCode = 'EUR') {
  const point = (spend: number) => ({
    expectedConversions: spend / 10,
    interval: [spend / 11, spend / 9] as [number, number],
    incrementalConversions: spend / 10,
    revenueMicros: null,
    marginalCpaMicros: null,
    marginalRoas: null,
  });
  const totals = (spend: number) => ({
    spendMicros: micros(spend).toString(),
    expectedConversions: spend / 10,
    interval: null,
    incrementalConversions: spend / 10,
    revenueMicros: null,
    cpaMicros: null,
    roas: null,
    profitMicros: null,
  });
  const limit = { micros: '0', origin: 'DEFAULT_RANGE' as const, sentence: '' };
  const sum = (side: 'from' | 'to') => moves.reduce((total, move) => total + move[side], 0);
  const result: ScenarioOutcome = {
    version: 1,
    status: 'OPTIMAL',
    objective: 'MAX_CONVERSIONS',
    currencyCode,
    budget: { equalMicros: null, atMostMicros: null, atLeastMicros: null },
    rows: moves
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, from, to, platform = 'google_ads', channel = 'google_search' }) => ({
        campaignId: id,
        campaignName: `Campaign ${id}`,
        channel,
        platform,
        currentMicros: micros(from).toString(),
        proposedMicros: micros(to).toString(),
        lower: limit,
        upper: limit,
        before: point(from),
        after: point(to),
        reason: { code: to > from ? 'RAISED' : 'LOWERED', sentence: 'So says the test.' },
        identifiability: { verdict: 'WELL_IDENTIFIED', reason: '', suggestion: null },
      })),
    before: totals(sum('from')),
    after: totals(sum('to')),
    gain: null,
    currentValue: 0,
    objectiveValue: 0,
    upperBound: null,
    relativeGap: null,
    bindingConstraints: [],
    violations: null,
    infeasibility: null,
    notPlanned: [],
    notes: [],
    timings: {
      curvesReused: true,
      fitMs: 0,
      solveMs: 0,
      linearPrograms: 0,
      nodes: 0,
      library: '',
      route: '',
    },
  };
  const id = scenarioId(deps.newId());
  await deps.store.scenarios.create({
    ...aScenario(WORKSPACE, id, { result }),
    dataCompleteThrough: day('2026-11-01'),
  });
  return id;
}

export async function proposed(
  deps: PlanningDeps,
  moves: readonly Move[],
  more: Partial<Proposal> = {},
): Promise<OpenChangeSet> {
  const scenario = await addScenario(deps, moves);
  return proposeChangeSet(deps, ADA, { scenarioId: scenario, ...more });
}

export async function approved(
  deps: PlanningDeps,
  moves: readonly Move[],
  more: Partial<Proposal> = {},
): Promise<OpenChangeSet> {
  const { id, body } = await proposed(deps, moves, more);
  return approveChangeSet(deps, BOB, { id, planHash: body.planHash });
}

export const applying = (
  deps: PlanningDeps,
  changeSet: OpenChangeSet,
  key: string,
  more: Partial<Apply> = {},
) =>
  applyChangeSet(deps, BOB, {
    id: changeSet.id,
    planHash: changeSet.body.planHash,
    idempotencyKey: key,
    executor: 'STORE',
    isAllOrNothing: true,
    ...more,
  });

/** Units of currency by campaign. */
export async function budgetsOf(deps: PlanningDeps): Promise<Record<string, number>> {
  const budgets = await deps.store.ledger.budgets(WORKSPACE);
  return Object.fromEntries(
    budgets.map(({ campaignId, amountMicros }) => [campaignId, Number(amountMicros) / 1e6]),
  );
}

export const withGuardRails = (deps: PlanningDeps, rails: Partial<GuardRails>) =>
  setGuardRails(deps, ADA, rails);

export const CAMPAIGN = campaignId;
