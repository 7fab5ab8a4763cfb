import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { Curve } from '../../../optimizer/curve/curve.ts';
import type { FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import type { AllocationProblem } from '../../../optimizer/problem/problem.ts';
import { allocateOrRefuse } from '../../../planning/allocation/solve-problem.ts';
import type { FittedCampaign } from '../../../planning/fit-workspace.ts';
import { scenarioOutcome } from '../../../planning/scenario/answer.ts';
import { DEFAULT_LIMITS, type ScenarioRequest } from '../../../planning/scenario/request.ts';
import { scenarioProblem } from '../../../planning/scenario/scenario-problem.ts';
import { day } from '../../../store/model/day.ts';
import { campaignId, channel, workspaceId } from '../../../store/model/ids.ts';
import { unitsToMicros } from '../../../store/model/money.ts';
import { currentSpend, type SimulatedCampaign, trueCurve, trueOutcome } from '../truth.ts';

/** What each campaign is to spend a day, in the order of the account. */
export type Spends = readonly number[];

/** The best split of today's total when every campaign may go from half to twice what it spends, on these curves. */
export function bestOn(curves: readonly (Curve | null)[], current: Spends): Spends {
  const problem: AllocationProblem = {
    objective: { maximize: 'CONVERSIONS' },
    budget: { equal: current.reduce((sum, spend) => sum + spend, 0) },
    units: curves.map((curve, i) => ({
      id: String(i),
      current: current[i]!,
      // A campaign whose fit failed stays where it is.
      ...(curve
        ? { curve, ...DEFAULT_LIMITS }
        : { curve: { family: 'LOG', scale: 1, halfSaturation: 1 }, locked: true }),
    })),
  };
  return allocate(problem).units.map(({ spend }, i) => spend ?? current[i]!);
}

/** The plan that the truth makes best. */
export const bestOnTruth = (account: readonly SimulatedCampaign[], current: Spends): Spends =>
  bestOn(
    account.map((truth) => trueCurve(truth)),
    current,
  );

/** Each campaign's share of the budget is its share of the outcome, within half to twice of today. */
export function proportionalToReturn(account: readonly SimulatedCampaign[], current: Spends): Spends {
  const recent = account.map(({ series }) =>
    series.days.slice(-28).reduce((sum, { outcome }) => sum + (outcome ?? 0), 0),
  );
  const total = current.reduce((sum, spend) => sum + spend, 0);
  const at = (level: number) =>
    recent.map((outcome, i) => Math.min(2 * current[i]!, Math.max(0.5 * current[i]!, level * outcome)));
  let low = 0;
  let high = (2 * total) / Math.min(...recent.filter((outcome) => outcome > 0));
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (at(middle).reduce((sum, spend) => sum + spend, 0) < total) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

export interface ProductPlan {
  readonly spends: Spends;
  /** What the scenario says that the plan gains, in outcomes a day. */
  readonly gain: number;
  /** 80 % interval of what the plan gains, in outcomes a day, as the scenario says it. */
  readonly gainInterval: readonly [number, number];
  /** What the scenario says; null where draws were not asked for. */
  readonly probabilityBeatsCurrent: number | null;
  readonly verdicts: readonly string[];
  /** Which limit holds a campaign from below and above. */
  readonly limits: readonly string[];
}

/** The product's own path: limits that honesty sets, whole coins, its own words on the gain. */
export function productPlan(
  account: readonly SimulatedCampaign[],
  fits: readonly FittedCurve[],
  asked: Partial<ScenarioRequest> = {},
): ProductPlan {
  const campaigns = account.map((truth, i) => asFitted(truth, fits[i]!, i));
  const request: ScenarioRequest = { name: 'simulated', objective: 'MAX_CONVERSIONS', ...asked };
  const problem = scenarioProblem(request, campaigns);
  const outcome = scenarioOutcome(problem, allocateOrRefuse(problem.allocation), { reused: false, fitMs: 0 });
  const rowOf = new Map(outcome.rows.map((row) => [row.campaignId, row]));
  const rows = campaigns.map(({ campaign }) => rowOf.get(campaign.id));
  return {
    spends: rows.map((row, i) =>
      row?.proposedMicros ? Number(row.proposedMicros) / 1e6 : currentSpend(account[i]!),
    ),
    gain: outcome.gain?.conversions ?? 0,
    gainInterval: outcome.gain?.conversionsInterval ?? [0, 0],
    probabilityBeatsCurrent: outcome.uncertainty?.probabilityBeatsCurrent ?? null,
    verdicts: rows.map((row) => row?.identifiability.verdict ?? 'NOT_PLANNED'),
    limits: rows.flatMap((row) => (row ? [row.lower.origin, row.upper.origin] : [])),
  };
}

function asFitted(truth: SimulatedCampaign, fit: FittedCurve, index: number): FittedCampaign {
  const { campaign: name, channel: slug, days } = truth.series;
  const first = day(days[0]!.date);
  const last = day(days.at(-1)!.date);
  const campaign: FittedCampaign['campaign'] = {
    workspaceId: workspaceId('simulated'),
    id: campaignId(String(index).padStart(4, '0')),
    platform: 'google_ads',
    accountId: null,
    externalId: name,
    name,
    channel: channel(slug),
    currencyCode: 'EUR',
    status: 'ACTIVE',
    timeZone: null,
    firstDay: first,
    lastDay: last,
    version: 1,
  };
  const planned = {
    campaign,
    outcome: 'CONVERSIONS',
    incrementality: null,
    fit,
    reported: fit,
    correction: null,
    fittedAt: '2026-01-01T00:00:00.000Z',
    dataHash: String(index),
    current: { spendMicros: unitsToMicros(currentSpend(truth)), valuePerConversion: 1 },
    dataCompleteThrough: last,
  };
  // A scenario reads these parts of a fitted campaign; what it does not read may be missing.
  return planned as Partial<FittedCampaign> as FittedCampaign;
}

/** What a plan truly brings a day beyond the baselines. */
export const trueTotal = (account: readonly SimulatedCampaign[], spends: Spends): number =>
  account.reduce((sum, truth, i) => sum + trueOutcome(truth, spends[i]!), 0);
