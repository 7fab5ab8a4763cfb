import { profitPerOutcome, revenuePerOutcome } from '../allocate/outcome-value.ts';
import { responseOf } from '../curve/response.ts';
import type { AllocationProblem, Budget, Unit } from '../problem/problem.ts';
import type { Violations } from '../problem/result.ts';

/**
 * The largest breach of each kind of limit at a plan (spend of unit i in period t at i·periods + t), straight from the
 * problem as it was asked. Money in the problem's currency, as in a plan without periods.
 */
export function measurePlanViolations(problem: AllocationProblem, plan: ArrayLike<number>): Violations {
  const totals = totalsOf(problem, plan);
  return {
    budget: budgetsBreach(problem, totals),
    bounds: boundsBreach(problem, plan),
    groups: groupsBreach(problem, totals),
    targets: targetsBreach(problem, totals),
  };
}

/** The violations within `tolerance` of the plan's total. */
export function isFeasiblePlan(
  problem: AllocationProblem,
  plan: ArrayLike<number>,
  tolerance: number,
): boolean {
  const { budget, bounds, groups, targets } = measurePlanViolations(problem, plan);
  const { spend, outcome } = totalsOf(problem, plan);
  const { equal = 0, atMost = 0, atLeast = 0 } = problem.budget ?? {};
  const money = Math.max(spend, equal, atMost, atLeast);
  const within = tolerance * money;
  const isWithinTargets = targets <= tolerance * Math.max(money, outcome);
  return budget <= within && bounds <= within && groups <= within && isWithinTargets;
}

interface Totals {
  readonly byUnit: ReadonlyMap<string, number>;
  readonly byPeriod: ReadonlyMap<string, number>;
  readonly spend: number;
  readonly outcome: number;
  readonly revenue: number;
  readonly profit: number;
}

function totalsOf({ units, periods = [] }: AllocationProblem, plan: ArrayLike<number>): Totals {
  const byUnit = new Map<string, number>();
  const byPeriod = new Map(periods.map(({ id }) => [id, 0]));
  let [spend, outcome, revenue, profit] = [0, 0, 0, 0];
  units.forEach((unit, i) => {
    const response = responseOf(unit.curve);
    const { carryOver = 0, carryIn = unit.current } = unit;
    let [spent, brought, stock] = [0, 0, carryIn];
    periods.forEach(({ id, cost = 1, response: season = 1 }, t) => {
      const x = plan[i * periods.length + t] ?? Number.NaN;
      const own = ownMultipliers(unit, id);
      stock = carryOver * stock + ((1 - carryOver) * x) / (cost * own.cost);
      brought += season * own.response * response.value(stock);
      spent += x;
      byPeriod.set(id, (byPeriod.get(id) ?? 0) + x);
    });
    byUnit.set(unit.id, spent);
    spend += spent;
    outcome += brought;
    revenue += revenuePerOutcome(unit) * brought;
    profit += profitPerOutcome(unit) * brought - spent;
  });
  return { byUnit, byPeriod, spend, outcome, revenue, profit };
}

function ownMultipliers({ byPeriod = [] }: Unit, period: string) {
  let [cost, response] = [1, 1];
  for (const own of byPeriod) {
    if (own.period !== period) continue;
    cost *= own.cost ?? 1;
    response *= own.response ?? 1;
  }
  return { cost, response };
}

function budgetsBreach(
  { budget, periods = [], periodBudgets = [] }: AllocationProblem,
  totals: Totals,
): number {
  const spentIn = (ids: readonly string[]) =>
    [...new Set(ids)].reduce((sum, id) => sum + (totals.byPeriod.get(id) ?? 0), 0);
  return Math.max(
    breachOf(budget, totals.spend),
    ...periods.map((period) => breachOf(period.budget, spentIn([period.id]))),
    ...periodBudgets.map((own) => breachOf(own, spentIn(own.periods))),
  );
}

function breachOf({ equal, atMost, atLeast }: Budget = {}, spent: number): number {
  return Math.max(
    0,
    equal === undefined ? 0 : Math.abs(spent - equal),
    atMost === undefined ? 0 : spent - atMost,
    atLeast === undefined ? 0 : atLeast - spent,
  );
}

function boundsBreach({ units, periods = [] }: AllocationProblem, plan: ArrayLike<number>): number {
  let worst = 0;
  units.forEach((unit, i) => {
    const { current, min = 0, max = Number.POSITIVE_INFINITY, minChange, maxChange, locked } = unit;
    periods.forEach(({ id }, t) => {
      const x = plan[i * periods.length + t] ?? Number.NaN;
      const before = t === 0 ? null : (plan[i * periods.length + t - 1] ?? Number.NaN);
      const own = (unit.byPeriod ?? []).filter(({ period }) => period === id);
      worst = Math.max(
        worst,
        -x,
        min - x,
        x - max,
        minChange === undefined ? 0 : current * (1 + minChange) - x,
        maxChange === undefined ? 0 : x - current * (1 + maxChange),
        locked ? Math.abs(x - current) : 0,
        ...own.map((limits) => Math.max((limits.min ?? 0) - x, x - (limits.max ?? Number.POSITIVE_INFINITY))),
        unit.maxPeriodChange === undefined || before === null
          ? 0
          : Math.abs(x - before) - unit.maxPeriodChange * Math.max(x, before),
      );
    });
  });
  return worst;
}

function groupsBreach({ groups = [] }: AllocationProblem, { byUnit, spend }: Totals): number {
  let worst = 0;
  for (const group of groups) {
    const spent = group.units.reduce((sum, id) => sum + (byUnit.get(id) ?? 0), 0);
    worst = Math.max(
      worst,
      spent - (group.max ?? Number.POSITIVE_INFINITY),
      (group.min ?? 0) - spent,
      group.maxShare === undefined ? 0 : spent - group.maxShare * spend,
      group.minShare === undefined ? 0 : group.minShare * spend - spent,
    );
  }
  return worst;
}

function targetsBreach({ targets, objective }: AllocationProblem, totals: Totals): number {
  const { spend, outcome, revenue, profit } = totals;
  const { cpaAtMost, roasAtLeast } = targets ?? {};
  const floors = 'subjectTo' in objective ? objective.subjectTo : {};
  return Math.max(
    0,
    cpaAtMost === undefined ? 0 : spend - cpaAtMost * outcome,
    roasAtLeast === undefined ? 0 : roasAtLeast * spend - revenue,
    floors.conversionsAtLeast === undefined ? 0 : floors.conversionsAtLeast - outcome,
    floors.revenueAtLeast === undefined ? 0 : floors.revenueAtLeast - revenue,
    floors.profitAtLeast === undefined ? 0 : floors.profitAtLeast - profit,
  );
}
