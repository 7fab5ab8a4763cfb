import { profitPerOutcome, revenuePerOutcome } from '../allocate/outcome-value.ts';
import type { ClashingUnit } from '../allocate/unit-clash.ts';
import { responseOf } from '../curve/response.ts';
import type { AllocationProblem, Period, Unit } from '../problem/problem.ts';
import { compilePlanRows } from './compile-plan-rows.ts';
import type { PlanProgram, PlanUnit } from './plan-program.ts';
import { unitLimits } from './unit-limits.ts';

/** A plan over time as mathematics, or the limits of one unit that already contradict each other. */
export type CompiledPlan =
  | { readonly kind: 'PROGRAM'; readonly program: PlanProgram }
  | ({ readonly kind: 'CLASH' } & ClashingUnit);

export function compilePlan(problem: AllocationProblem): CompiledPlan {
  const periods = problem.periods ?? [];
  const units: PlanUnit[] = [];
  for (const unit of problem.units) {
    const limits = unitLimits(unit, periods);
    if (limits.kind === 'CLASH') return { ...limits, unit };
    units.push({ ...planUnit(unit, periods), low: limits.low, high: limits.high });
  }
  const rows = compilePlanRows(problem);
  return {
    kind: 'PROGRAM',
    program: { periods: periods.length, units, rows, objective: planObjective(problem) },
  };
}

function planUnit(unit: Unit, periods: readonly Period[]): Omit<PlanUnit, 'low' | 'high'> {
  const carryOver = unit.carryOver ?? 0;
  const special = (period: string, key: 'response' | 'cost') =>
    (unit.byPeriod ?? []).reduce(
      (product, own) => product * (own.period === period ? (own[key] ?? 1) : 1),
      1,
    );
  return {
    id: unit.id,
    response: responseOf(unit.curve),
    carryOver,
    carryIn: unit.carryIn ?? unit.current,
    effect: Float64Array.from(periods, ({ id, cost = 1 }) => (1 - carryOver) / (cost * special(id, 'cost'))),
    season: Float64Array.from(periods, ({ id, response = 1 }) => response * special(id, 'response')),
    keep: unit.maxPeriodChange === undefined ? null : 1 - unit.maxPeriodChange,
  };
}

/** A minimisation is the maximisation of its negative. */
function planObjective({ objective, units }: AllocationProblem): PlanProgram['objective'] {
  const measure = 'maximize' in objective ? objective.maximize : 'SPEND';
  const costs = measure === 'PROFIT' || measure === 'SPEND';
  return {
    spend: Float64Array.from(units, () => (costs ? -1 : 0)),
    outcome: Float64Array.from(units, (unit) => {
      switch (measure) {
        case 'CONVERSIONS':
          return 1;
        case 'REVENUE':
          return revenuePerOutcome(unit);
        case 'SPEND':
          return 0;
        default:
          return Math.max(0, profitPerOutcome(unit));
      }
    }),
  };
}

/** The same program with nothing but the units' curves and clocks: what any plan, feasible or not, is measured by. */
export function withoutLimits(problem: AllocationProblem): PlanProgram {
  const periods = problem.periods ?? [];
  const low = new Float64Array(periods.length);
  const high = new Float64Array(periods.length).fill(Number.POSITIVE_INFINITY);
  const units = problem.units.map((unit) => ({ ...planUnit(unit, periods), low, high, keep: null }));
  return { periods: periods.length, units, rows: [], objective: planObjective(problem) };
}
