import type { UnitReason } from '../../optimizer/problem/result.ts';
import { formatAmount, formatCoins } from '../coin.ts';
import { limitSentence, type Side } from './explain-limit.ts';
import type { SpendLimit } from './limits.ts';
import type { ScenarioPoint, ScenarioRow } from './outcome.ts';
import { OUTCOME_WORDS } from './outcome-words.ts';
import { decidingFit } from './revenue-curves.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';

/** Why a campaign's proposed spend is what it is. */
export type Reason = ScenarioRow['reason'];

/** What the optimizer found to hold a campaign, by name. */
export interface Binding {
  readonly optimizersReason: UnitReason | null;
  readonly isLimitBinding: boolean;
  /** Of the campaign's own groups. */
  readonly groups: readonly string[];
  readonly anyGroupBinds: boolean;
}

export function reasonFor(
  scenario: ScenarioProblem,
  campaign: PlannedCampaign,
  proposedCoins: number | null,
  points: { readonly before: ScenarioPoint; readonly after: ScenarioPoint | null },
  binding: Binding,
): Reason {
  const { currentCoins, limits } = campaign;
  if (scenario.request.split) {
    const left = proposedCoins === currentCoins;
    return { code: 'OWN_SPLIT', sentence: left ? 'Left at its current spend.' : 'As you set it.' };
  }
  if (proposedCoins === null) {
    return { code: 'NO_PLAN', sentence: 'There is no plan that keeps every limit.' };
  }
  if (limits.lower.origin === 'LOCKED') return { code: 'LOCKED', sentence: 'Locked at its current spend.' };
  const choice = choiceReason(scenario, campaign, proposedCoins, binding);
  if (choice) return choice;
  if (proposedCoins >= limits.upper.coins) return limitReason(scenario, campaign, 'upper', binding);
  if (proposedCoins <= limits.lower.coins) return limitReason(scenario, campaign, 'lower', binding);
  const moved =
    proposedCoins > currentCoins ? 'Raised' : proposedCoins < currentCoins ? 'Lowered' : 'Not moved';
  if (binding.groups.length > 0) {
    const sentence = `${moved} within its group, which is at its limit: ${binding.groups.join(', ')}.`;
    return { code: 'AT_GROUP_LIMIT', sentence };
  }
  const before = marginalWords(scenario, points.before);
  const after = points.after && marginalWords(scenario, points.after);
  if (proposedCoins === currentCoins || before === after) {
    const why = before ?? 'a further unit of money brings about what it brings elsewhere';
    return { code: 'ALREADY_BALANCED', sentence: `Already in balance: ${why}.` };
  }
  const asElsewhere = binding.anyGroupBinds ? '' : ', as elsewhere';
  const why =
    before === null || after === null
      ? 'the next unit of money brings more there than where it came from'
      : `at its current spend ${before}; at the proposed spend ${after}${asElsewhere}`;
  return { code: moved === 'Raised' ? 'RAISED' : 'LOWERED', sentence: `${moved}: ${why}.` };
}

/** What the planner asked for beyond limits on spend: choices and targets that decided here. */
function choiceReason(
  { coin, request }: ScenarioProblem,
  { currentCoins, minIfOnCoins, stepCoins }: PlannedCampaign,
  proposedCoins: number,
  { optimizersReason }: Binding,
): Reason | null {
  const money = (coins: number) => formatCoins(coins, coin);
  if (minIfOnCoins !== undefined && proposedCoins === 0) {
    const sentence = `${currentCoins > 0 ? 'Switched off' : 'Left off'}: below ${money(minIfOnCoins)} a day it is not to run, and that money brings more elsewhere.`;
    return { code: 'SWITCHED_OFF', sentence };
  }
  if (minIfOnCoins !== undefined && proposedCoins === minIfOnCoins) {
    return { code: 'AT_MIN_IF_ON', sentence: `At ${money(minIfOnCoins)}, the least that it may run with.` };
  }
  if (optimizersReason === 'AT_MARGINAL_TARGET') {
    const sentence = 'At the spend at which its marginal return meets the target.';
    return { code: 'AT_MARGINAL_TARGET', sentence };
  }
  const isLimitedByMoves =
    optimizersReason === 'LIMITED_BY_MOVES' || request.limits?.unitsMoved !== undefined;
  if (isLimitedByMoves && proposedCoins === currentCoins) {
    return {
      code: 'LIMITED_BY_MOVES',
      sentence: 'Not moved: others gain more by the moves that are allowed.',
    };
  }
  if (optimizersReason === 'AT_STEP' && stepCoins !== undefined) {
    return { code: 'AT_STEP', sentence: `At the best multiple of ${money(stepCoins)}.` };
  }
  return null;
}

function limitReason(
  scenario: ScenarioProblem,
  campaign: PlannedCampaign,
  side: Side,
  { isLimitBinding }: Binding,
): Reason {
  const limit = campaign.limits[side];
  const isHeld = limit.origin === 'HELD_UNIDENTIFIED' || limit.origin === 'HELD_WEAK';
  const sentences = [
    limitSentence(scenario, campaign, side),
    ...(isHeld ? [decidingFit(campaign).identifiability.reason] : []),
    ...(isLimitBinding
      ? [`Without this limit it would be ${side === 'upper' ? 'raised' : 'lowered'} further.`]
      : []),
  ];
  return { code: codeOfLimit(limit), sentence: sentences.join(' ') };
}

/** The marginal return in the objective's terms; null where it is not a number. */
function marginalWords({ request, coin }: ScenarioProblem, point: ScenarioPoint): string | null {
  if (request.objective === 'MAX_CONVERSIONS' || countsConversions(request)) {
    if (point.marginalCpaMicros === null) return null;
    const [one] = OUTCOME_WORDS[request.outcome ?? 'CONVERSIONS'];
    return `the next ${one} costs ${formatAmount(Number(point.marginalCpaMicros) / 1e6, coin)}`;
  }
  if (point.marginalRoas === null) return null;
  return `the next 1 ${coin.currencyCode} brings ${formatAmount(point.marginalRoas, coin)} of revenue`;
}

const countsConversions = ({ floors }: ScenarioProblem['request']) =>
  floors?.conversionsAtLeast !== undefined;

function codeOfLimit({ origin }: SpendLimit): Reason['code'] {
  switch (origin) {
    case 'PLANNER':
      return 'AT_PLANNER_LIMIT';
    case 'DEFAULT_RANGE':
      return 'AT_DEFAULT_LIMIT';
    case 'OBSERVED_RANGE':
      return 'AT_OBSERVED_RANGE';
    default:
      return origin;
  }
}
