import type {
  AllocationProblem,
  Budget,
  Group,
  Measure,
  Objective,
  Questions,
  Targets,
  Unit,
} from '../../optimizer/problem/problem.ts';
import { type Micros, microsToUnits } from '../../store/model/money.ts';
import { coinsToUnits } from '../coin.ts';
import type { ScenarioObjective, ScenarioRequest } from './request.ts';
import { asRevenue, decidingFit } from './revenue-curves.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';

type Planned = Pick<ScenarioProblem, 'request' | 'campaigns' | 'groups' | 'budget' | 'coin'>;

/** What the optimizer is given, in units of currency. */
export function allocationProblem({ request, campaigns, groups, budget, coin }: Planned): AllocationProblem {
  const inUnits = (limits: object) =>
    mapped(limits, (coins) => (typeof coins === 'number' ? coinsToUnits(coins, coin) : undefined));
  const { limits, risk, questions } = request;
  return {
    name: request.name,
    currency: coin.currencyCode,
    period: 'DAY',
    objective: objectiveOf(request),
    budget: inUnits(budget) as Budget,
    units: campaigns.map((campaign): Unit => {
      const { revenue, label, currentCoins, minIfOnCoins, stepCoins, valuePerConversion, margin } = campaign;
      const { curve } = decidingFit(campaign);
      const { lower, upper } = campaign.limits;
      return {
        id: label,
        current: coinsToUnits(currentCoins, coin),
        curve: revenue ? asRevenue(curve) : curve,
        ...(lower.origin === 'LOCKED'
          ? { locked: true }
          : inUnits({ min: lower.coins, max: upper.coins, minIfOn: minIfOnCoins, step: stepCoins })),
        ...(valuePerConversion !== null && !revenue && { valuePerConversion }),
        margin,
        ...drawsOf(request, campaign),
      };
    }),
    groups: groups.map(
      ({ name, members, min, max, minShare, maxShare }): Group => ({
        id: name,
        units: members.map((i) => campaigns[i]?.label ?? ''),
        ...inUnits({ min, max }),
        ...(minShare !== undefined && { minShare }),
        ...(maxShare !== undefined && { maxShare }),
      }),
    ),
    ...(limits && {
      limits: mapped({ totalMoved: units(limits.totalMovedMicros), unitsMoved: limits.unitsMoved }),
    }),
    ...(request.targets && { targets: targetsOf(request.targets) }),
    ...(risk && { risk: { aversion: risk.aversion, ...mapped({ tail: risk.tail }) } }),
    ...(questions && { questions: questionsOf(questions) }),
    ...(isSolvedByPieces(request, campaigns) && { solve: { route: 'LINEAR_PROGRAMMING' } }),
  };
}

const MEASURE: Record<Exclude<ScenarioObjective, 'MIN_SPEND'>, Measure> = {
  MAX_CONVERSIONS: 'CONVERSIONS',
  MAX_REVENUE: 'REVENUE',
  MAX_PROFIT: 'PROFIT',
  MAX_ROI: 'ROI',
};

function objectiveOf({ objective, floors }: ScenarioRequest): Objective {
  if (objective !== 'MIN_SPEND') return { maximize: MEASURE[objective] };
  const subjectTo = mapped({
    conversionsAtLeast: floors?.conversionsAtLeast,
    revenueAtLeast: units(floors?.revenueAtLeastMicros),
    profitAtLeast: units(floors?.profitAtLeastMicros),
  });
  return { minimize: 'SPEND', subjectTo };
}

const targetsOf = (targets: NonNullable<ScenarioRequest['targets']>): Targets =>
  mapped({
    cpaAtMost: units(targets.cpaAtMostMicros),
    roasAtLeast: targets.roasAtLeast,
    marginalCpaAtMost: units(targets.marginalCpaAtMostMicros),
    marginalRoasAtLeast: targets.marginalRoasAtLeast,
  });

function questionsOf({ frontier, ...others }: NonNullable<ScenarioRequest['questions']>): Questions {
  return {
    ...mapped(others),
    ...(frontier && {
      frontier: {
        from: microsToUnits(frontier.fromMicros),
        to: microsToUnits(frontier.toMicros),
        points: frontier.points,
      },
    }),
  };
}

/** Draws are planned with where they are asked for: they cost time. */
function drawsOf({ uncertainty, risk }: ScenarioRequest, campaign: PlannedCampaign): Pick<Unit, 'draws'> {
  const { draws } = decidingFit(campaign).posterior;
  const isAsked = uncertainty || risk !== undefined;
  if (!isAsked || draws.length < 2) return {};
  return { draws: draws.map(({ curve }) => (campaign.revenue ? asRevenue(curve) : curve)) };
}

/**
 * Up to this many campaigns a plan comes from linear programs over pieces of the curves, whose prices read as what one
 * more unit of room brings; the optimizer leaves that route by itself where curves are not concave.
 */
const MOST_CAMPAIGNS_BY_PIECES = 100;

function isSolvedByPieces(request: ScenarioRequest, campaigns: readonly PlannedCampaign[]): boolean {
  const { objective, limits, uncertainty, risk } = request;
  const isLinearInPieces = objective !== 'MAX_ROI' && !uncertainty && risk === undefined;
  const hasChoices =
    limits?.unitsMoved !== undefined ||
    campaigns.some(({ minIfOnCoins, stepCoins }) => minIfOnCoins !== undefined || stepCoins !== undefined);
  return campaigns.length <= MOST_CAMPAIGNS_BY_PIECES && isLinearInPieces && !hasChoices;
}

const units = (micros: Micros | undefined) => (micros === undefined ? undefined : microsToUnits(micros));

type WithoutUndefined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined. */
function mapped<T extends object>(
  values: T,
  change: (value: unknown) => unknown = (value) => value,
): WithoutUndefined<T> {
  const known = Object.entries(values)
    .map(([key, value]) => [key, change(value)] as const)
    .filter(([, value]) => value !== undefined);
  // Keys and, but for a change of scale, values are those of `values`.
  return Object.fromEntries(known) as WithoutUndefined<T>;
}
