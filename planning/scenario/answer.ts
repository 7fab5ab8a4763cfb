import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { forecastAt } from '../apply/expect.ts';
import { givenForecast } from '../apply/items-of-scenario.ts';
import { coinsToMicros, coinsToUnits } from '../coin.ts';
import { CURRENT_DAYS } from '../current-spend.ts';
import { intervalOfSum } from '../interval.ts';
import { quotient } from '../metrics.ts';
import { answersOf, uncertaintyOf } from './answer-questions.ts';
import { clashStatement, limitStatement } from './clash-statements.ts';
import { totalsInCoins } from './coin-totals.ts';
import { drawnConversions, pointAt, shareErrors, totalsAt } from './evaluate.ts';
import { explainConstraint } from './explain-constraint.ts';
import { budgetOutOfReach, limitOrigin, limitSentence } from './explain-limit.ts';
import { type Binding, reasonFor } from './explain-reason.ts';
import { daysIn } from './horizon.ts';
import { formatUnitsAsMicros } from './micros-text.ts';
import type { ScenarioGain, ScenarioOutcome, ScenarioRow, ScenarioTotals } from './outcome.ts';
import { ownSplit } from './own-split.ts';
import { decidingFit, valueFromOf, valuePerOutcome } from './revenue-curves.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';
import { objectiveValueOf, planInCoins, violationsOf } from './whole-coins.ts';

/** Whole-coin spends may miss the bound by this much more than the solver did; beyond, it is told as FEASIBLE. */
const ROUNDING_GAP = 1e-4;

/** The optimizer's answer in whole coins and a planner's words, everything evaluated anew on the true curves. */
export function scenarioOutcome(
  scenario: ScenarioProblem,
  result: AllocationResult,
  fit: { readonly reused: boolean; readonly fitMs: number },
): ScenarioOutcome {
  const { campaigns, coin, request, notPlanned, notes } = scenario;
  const currentCoins = campaigns.map((campaign) => campaign.currentCoins);
  const own = ownSplit(scenario);
  const plan = own ?? planInCoins(scenario, result.units);
  const inUnits = (coins: readonly number[]) => coins.map((count) => coinsToUnits(count, coin));

  const totalsOf = (coins: readonly number[]): ScenarioTotals => ({
    ...totalsAt(campaigns, inUnits(coins)),
    ...incrementalRatios(scenario, coins),
  });
  const before = totalsOf(currentCoins);
  const after = plan && totalsOf(plan);
  // With an aversion to risk the objective is not that of the curves: the optimizer's own figures stand.
  const isAverse = own === null && (request.risk?.aversion ?? 0) > 0;
  const currentValue = isAverse ? result.currentValue : objectiveValueOf(scenario, currentCoins);
  const objectiveValue = plan && (isAverse ? result.objectiveValue : objectiveValueOf(scenario, plan));
  const upperBound = result.upperBound ?? null;
  const lowerBound = result.lowerBound ?? null;
  const relativeGap = own ? null : gapBetween(objectiveValue, { lower: lowerBound, upper: upperBound });
  // The least spend is a whole number of coins, however few those are.
  const lastCoin = request.objective === 'MIN_SPEND' ? 1 / Math.max(1, sum(plan ?? [])) : 0;
  const isProven = (relativeGap ?? 0) <= (result.relativeGap ?? 0) + ROUNDING_GAP + lastCoin;

  return {
    version: 1,
    status: result.status === 'OPTIMAL' && !isProven ? 'FEASIBLE' : result.status,
    objective: request.objective,
    ...(request.outcome && request.outcome !== 'CONVERSIONS' && { outcome: request.outcome }),
    currencyCode: coin.currencyCode,
    budget: budgetText(scenario),
    rows: campaigns.map((campaign, i) => rowOf(scenario, campaign, plan?.[i] ?? null, result)),
    before,
    after,
    gain: plan && after && objectiveValue !== null ? gainOf() : null,
    currentValue,
    objectiveValue,
    upperBound,
    lowerBound,
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
    uncertainty: uncertaintyOf(scenario, result.uncertainty),
    answers: answersOf(scenario, result.answers),
    horizon: request.horizon ? { ...request.horizon, days: daysIn(request.horizon) } : null,
    notPlanned: notPlanned.map(({ id, name }) => ({
      campaignId: id,
      campaignName: name,
      sentence: `Spent nothing in its platform's last ${CURRENT_DAYS} complete days.`,
    })),
    notes: notes.map(({ sentence }) => sentence),
    noteStatements: [...notes],
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
    const sign = request.objective === 'MIN_SPEND' ? -1 : 1;
    const gained = sign * ((objectiveValue ?? 0) - currentValue);
    return {
      objective: gained,
      objectiveRatio: quotient(gained, Math.abs(currentValue)),
      conversions: gainedConversions,
      conversionsInterval: intervalOfSum(drawnGains, shareErrors(campaigns)),
      conversionsRatio: quotient(gainedConversions, before.expectedConversions),
    };
  }
}

/** As the optimizer counts them: on the mean of the draws, where it plans with draws. */
function incrementalRatios(
  scenario: ScenarioProblem,
  coins: readonly number[],
): Pick<ScenarioTotals, 'incrementalCpaMicros' | 'incrementalRoas'> {
  const { coin, campaigns } = scenario;
  const { spend, conversions, revenue } = totalsInCoins(scenario, coins);
  const isValued = campaigns.every((campaign) => valuePerOutcome(campaign) !== null);
  return {
    incrementalCpaMicros:
      conversions > 0 ? formatUnitsAsMicros(coinsToUnits(spend, coin) / conversions) : null,
    incrementalRoas: isValued ? quotient(revenue, spend) : null,
  };
}

function rowOf(
  scenario: ScenarioProblem,
  campaign: PlannedCampaign,
  proposedCoins: number | null,
  result: AllocationResult,
): ScenarioRow {
  const { coin } = scenario;
  const { campaign: known, incrementality } = campaign.fitted;
  const { verdict, reason, suggestion } = decidingFit(campaign).identifiability;
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
    identifiability: { verdict, reason, suggestion },
    valueFrom: valueFromOf(campaign),
    incrementality: incrementality && {
      multiplier: incrementality.multiplier,
      ...(incrementality.standardError !== undefined && { standardError: incrementality.standardError }),
      source: incrementality.source,
      from: incrementality.from,
    },
    ...(proposedCoins === null
      ? {}
      : givenForecast(forecastAt(campaign.fitted, coinsToUnits(proposedCoins, coin)))),
  };
}

function bindingOn(scenario: ScenarioProblem, campaign: PlannedCampaign, result: AllocationResult): Binding {
  const binding = result.bindingConstraints;
  const bindingGroups = new Set(binding.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const isMember = (members: readonly number[]) => members.some((i) => scenario.campaigns[i] === campaign);
  return {
    optimizersReason: result.units.find(({ id }) => id === campaign.label)?.reason ?? null,
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
  const outOfReach = budgetOutOfReach(scenario);
  return {
    message: outOfReach?.sentence ?? message,
    statement: outOfReach ?? clashStatement(message, amount, constraints),
    amount: Math.round(amount * scenario.coin.perUnit) / scenario.coin.perUnit,
    constraints: constraints.map((constraint) => {
      const { kind, id, description } = constraint;
      const campaign = scenario.campaigns.find(({ label }) => label === id);
      const side = kind === 'UNIT_MIN' ? 'lower' : kind === 'UNIT_MAX' ? 'upper' : null;
      const origin = campaign && side ? campaign.limits[side].origin : null;
      const isOwnLimit = campaign && side && origin !== 'PLANNER';
      return {
        kind,
        description: isOwnLimit ? `${description}: ${limitOrigin(scenario, campaign, side)}` : description,
        origin,
        statement: limitStatement(constraint),
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

/** |bound − value| ÷ max(|bound|, |value|); rounding may pass a bound, which is no gap. */
function gapBetween(
  value: number | null,
  { lower, upper }: { readonly lower: number | null; readonly upper: number | null },
): number | null {
  const bound = upper ?? lower;
  if (value === null || bound === null) return null;
  const gap = upper === null ? value - bound : bound - value;
  return Math.max(0, quotient(gap, Math.max(Math.abs(bound), Math.abs(value))) ?? 0);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
