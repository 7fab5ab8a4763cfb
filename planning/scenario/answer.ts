import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { coinsToMicros, coinsToUnits } from '../coin.ts';
import { CURRENT_DAYS } from '../current-spend.ts';
import { intervalOfSum } from '../interval.ts';
import { quotient } from '../metrics.ts';
import { drawnConversions, pointAt, totalsAt } from './evaluate.ts';
import { explainConstraint } from './explain-constraint.ts';
import { budgetOutOfReach, limitOrigin, limitSentence } from './explain-limit.ts';
import { type Binding, reasonFor } from './explain-reason.ts';
import type { ScenarioGain, ScenarioOutcome, ScenarioRow } from './outcome.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';
import { objectiveValueOf, planInCoins, violationsOf } from './whole-coins.ts';

/** Whole-coin spends may miss the bound by more than the solver did; beyond this it is told as FEASIBLE. */
const OPTIMAL_GAP = 1e-4;

/** The optimizer's answer in whole coins and a planner's words, everything evaluated anew on the true curves. */
export function scenarioOutcome(
  scenario: ScenarioProblem,
  result: AllocationResult,
  fit: { readonly reused: boolean; readonly fitMs: number },
): ScenarioOutcome {
  const { campaigns, coin, request, notPlanned, notes } = scenario;
  const currentCoins = campaigns.map((campaign) => campaign.currentCoins);
  const plan = planInCoins(scenario, result);
  const inUnits = (coins: readonly number[]) => coins.map((count) => coinsToUnits(count, coin));

  const before = totalsAt(campaigns, inUnits(currentCoins));
  const after = plan && totalsAt(campaigns, inUnits(plan));
  const currentValue = objectiveValueOf(scenario, currentCoins);
  const objectiveValue = plan && objectiveValueOf(scenario, plan);
  const upperBound = result.upperBound ?? null;
  const relativeGap = gapBetween(objectiveValue, upperBound);

  return {
    version: 1,
    status: result.status === 'OPTIMAL' && (relativeGap ?? 0) > OPTIMAL_GAP ? 'FEASIBLE' : result.status,
    objective: request.objective,
    currencyCode: coin.currencyCode,
    budget: budgetText(scenario),
    rows: campaigns.map((campaign, i) => rowOf(scenario, campaign, plan?.[i] ?? null, result)),
    before,
    after,
    gain: plan && after && objectiveValue !== null ? gainOf() : null,
    currentValue,
    objectiveValue,
    upperBound,
    relativeGap,
    bindingConstraints: plan
      ? result.bindingConstraints.map((constraint) =>
          explainConstraint(scenario, constraint, {
            totalCoins: sum(plan),
            budgetBinds: result.bindingConstraints.some(({ kind }) => kind === 'BUDGET'),
          }),
        )
      : [],
    violations: plan && violationsOf(scenario, plan),
    infeasibility: infeasibilityOf(scenario, result),
    notPlanned: notPlanned.map(({ id, name }) => ({
      campaignId: id,
      campaignName: name,
      sentence: `Spent nothing in its platform's last ${CURRENT_DAYS} complete days.`,
    })),
    notes: [...notes],
    timings: {
      curvesReused: fit.reused,
      fitMs: fit.fitMs,
      solveMs: result.solve.wallMs,
      linearPrograms: result.solve.linearPrograms,
      nodes: result.solve.nodes,
      library: result.solve.library,
      route: result.solve.route,
    },
  };

  function gainOf(): ScenarioGain {
    const planned = plan ?? [];
    const gainedConversions = (after?.expectedConversions ?? 0) - before.expectedConversions;
    const drawnGains = campaigns.map((campaign, i) => {
      const drawnBefore = drawnConversions(campaign, coinsToUnits(campaign.currentCoins, coin));
      const drawnAfter = drawnConversions(campaign, coinsToUnits(planned[i] ?? 0, coin));
      return drawnAfter.map((conversions, draw) => conversions - (drawnBefore[draw] ?? 0));
    });
    const gained = (objectiveValue ?? 0) - currentValue;
    return {
      objective: gained,
      objectiveRatio: quotient(gained, Math.abs(currentValue)),
      conversions: gainedConversions,
      conversionsInterval: intervalOfSum(drawnGains),
      conversionsRatio: quotient(gainedConversions, before.expectedConversions),
    };
  }
}

function rowOf(
  scenario: ScenarioProblem,
  campaign: PlannedCampaign,
  proposedCoins: number | null,
  result: AllocationResult,
): ScenarioRow {
  const { coin } = scenario;
  const { campaign: known, fit } = campaign.fitted;
  const text = (coins: number) => coinsToMicros(coins, coin).toString();
  const limit = (side: 'lower' | 'upper') => ({
    micros: text(campaign.limits[side].coins),
    origin: campaign.limits[side].origin,
    sentence: limitSentence(scenario, campaign, side),
  });
  const before = pointAt(campaign, coinsToUnits(campaign.currentCoins, coin));
  const after = proposedCoins === null ? null : pointAt(campaign, coinsToUnits(proposedCoins, coin));
  return {
    campaignId: known.id,
    campaignName: known.name,
    channel: known.channel,
    platform: known.platform,
    currentMicros: text(campaign.currentCoins),
    proposedMicros: proposedCoins === null ? null : text(proposedCoins),
    lower: limit('lower'),
    upper: limit('upper'),
    before,
    after,
    reason: reasonFor(
      scenario,
      campaign,
      proposedCoins,
      { before, after },
      bindingOn(scenario, campaign, result),
    ),
    identifiability: { ...fit.identifiability },
  };
}

function bindingOn(scenario: ScenarioProblem, campaign: PlannedCampaign, result: AllocationResult): Binding {
  const binding = result.bindingConstraints;
  const bindingGroups = new Set(binding.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const isMember = (members: readonly number[]) => members.some((i) => scenario.campaigns[i] === campaign);
  return {
    isLimitBinding: binding.some(({ kind, unit }) => unit === campaign.label && kind.startsWith('UNIT_')),
    groups: scenario.groups
      .filter(({ name, members }) => bindingGroups.has(name) && isMember(members))
      .map(({ name }) => name),
    anyGroupBinds: bindingGroups.size > 0,
  };
}

/** The clashing constraints, with the origin of limits that the planner did not set. */
function infeasibilityOf(
  scenario: ScenarioProblem,
  result: AllocationResult,
): ScenarioOutcome['infeasibility'] {
  if (!result.infeasibility) return null;
  const { message, amount, constraints } = result.infeasibility;
  return {
    message: budgetOutOfReach(scenario) ?? message,
    amount: Math.round(amount * scenario.coin.perUnit) / scenario.coin.perUnit,
    constraints: constraints.map(({ kind, id, description }) => {
      const campaign = scenario.campaigns.find(({ label }) => label === id);
      const side = kind === 'UNIT_MIN' ? 'lower' : kind === 'UNIT_MAX' ? 'upper' : null;
      const isOwnLimit = campaign && side && campaign.limits[side].origin !== 'PLANNER';
      return {
        kind,
        description: isOwnLimit ? `${description}: ${limitOrigin(scenario, campaign, side)}` : description,
      };
    }),
  };
}

function budgetText({ budget, coin }: ScenarioProblem): ScenarioOutcome['budget'] {
  const text = (coins: number | undefined) =>
    coins === undefined ? null : coinsToMicros(coins, coin).toString();
  return {
    equalMicros: text(budget.equal),
    atMostMicros: text(budget.atMost),
    atLeastMicros: text(budget.atLeast),
  };
}

/** (bound − value) ÷ max(|bound|, |value|), never negative. */
function gapBetween(value: number | null, bound: number | null): number | null {
  if (value === null || bound === null) return null;
  return Math.max(0, quotient(bound - value, Math.max(Math.abs(bound), Math.abs(value))) ?? 0);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
