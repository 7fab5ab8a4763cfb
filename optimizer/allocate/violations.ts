import type { Response } from '../curve/response.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { Violations } from '../problem/result.ts';
import { profitPerOutcome, revenuePerOutcome } from './outcome-value.ts';

/** A plan as it is judged: what it spends, and what the true curves bring for it. */
export interface JudgedPlan {
  readonly spends: ArrayLike<number>;
  readonly outcomes: Float64Array;
  readonly totalSpend: number;
}

export function judgedPlan(responses: readonly Response[], spends: ArrayLike<number>): JudgedPlan {
  const outcomes = Float64Array.from(responses, (response, i) => response.value(spends[i] ?? Number.NaN));
  let totalSpend = 0;
  for (let i = 0; i < spends.length; i++) totalSpend += spends[i] ?? Number.NaN;
  return { spends, outcomes, totalSpend };
}

/**
 * The largest breach of each kind of limit at a plan, straight from the problem as it was asked: nothing here goes
 * through the program that the engines solve. Money in the problem's currency; shares and targets in money as well
 * (how much spend or outcome is missing), so that each can be held against the total.
 */
export function measureViolations(problem: AllocationProblem, plan: JudgedPlan): Violations {
  return {
    budget: budgetBreach(problem, plan.totalSpend),
    bounds: boundsBreach(problem, plan.spends),
    groups: groupsBreach(problem, plan),
    targets: largestBreach([...targetBreaches(problem, plan), ...moveBreaches(problem, plan.spends)]),
  };
}

/** Every limit held within `tolerance` of its own size: money of the plan's, targets and moves of their own. */
export function isFeasible(problem: AllocationProblem, plan: JudgedPlan, tolerance: number): boolean {
  const { equal = 0, atMost = 0, atLeast = 0 } = problem.budget ?? {};
  const money = Math.max(plan.totalSpend, equal, atMost, atLeast);
  const inMoney = Math.max(
    budgetBreach(problem, plan.totalSpend),
    boundsBreach(problem, plan.spends),
    groupsBreach(problem, plan),
  );
  const others = [...targetBreaches(problem, plan), ...moveBreaches(problem, plan.spends)];
  return inMoney <= tolerance * money && others.every(({ breach, size }) => breach <= tolerance * size);
}

/** By how much a limit is broken, and how large the figures are that it compares. */
interface Breach {
  readonly breach: number;
  readonly size: number;
}

const largestBreach = (breaches: readonly Breach[]): number =>
  breaches.reduce((worst, { breach }) => Math.max(worst, breach), 0);

function budgetBreach({ budget }: AllocationProblem, total: number): number {
  const { equal, atMost, atLeast } = budget ?? {};
  return Math.max(
    0,
    equal === undefined ? 0 : Math.abs(total - equal),
    atMost === undefined ? 0 : total - atMost,
    atLeast === undefined ? 0 : atLeast - total,
  );
}

function boundsBreach(problem: AllocationProblem, spends: ArrayLike<number>): number {
  let worst = 0;
  problem.units.forEach((unit, i) => {
    const x = at(spends, i);
    const { current, min, max, minChange, maxChange, locked, minIfOn, step } = unit;
    worst = Math.max(
      worst,
      -x,
      (min ?? 0) - x,
      x - (max ?? Number.POSITIVE_INFINITY),
      minChange === undefined ? 0 : current * (1 + minChange) - x,
      maxChange === undefined ? 0 : x - current * (1 + maxChange),
      locked ? Math.abs(x - current) : 0,
      minIfOn !== undefined && x > 0 ? Math.min(x, minIfOn - x) : 0,
      step !== undefined && !locked ? Math.abs(x - Math.round(x / step) * step) : 0,
    );
  });
  return worst;
}

function groupsBreach(problem: AllocationProblem, { spends, totalSpend }: JudgedPlan): number {
  if (!problem.groups?.length) return 0;
  const spendOf = new Map(problem.units.map((unit, i) => [unit.id, at(spends, i)]));
  let worst = 0;
  for (const group of problem.groups) {
    const spent = group.units.reduce((sum, id) => sum + (spendOf.get(id) ?? 0), 0);
    worst = Math.max(
      worst,
      spent - (group.max ?? Number.POSITIVE_INFINITY),
      (group.min ?? 0) - spent,
      group.maxShare === undefined ? 0 : spent - group.maxShare * totalSpend,
      group.minShare === undefined ? 0 : group.minShare * totalSpend - spent,
    );
  }
  return worst;
}

function targetBreaches(problem: AllocationProblem, { outcomes, totalSpend }: JudgedPlan): Breach[] {
  const floors = 'subjectTo' in problem.objective ? problem.objective.subjectTo : {};
  const { cpaAtMost, roasAtLeast } = problem.targets ?? {};
  let count = 0;
  let revenue = 0;
  let margin = 0;
  problem.units.forEach((unit, i) => {
    const y = outcomes[i] ?? Number.NaN;
    count += y;
    revenue += revenuePerOutcome(unit) * y;
    margin += profitPerOutcome(unit) * y;
  });
  const atLeast = (value: number, floor: number | undefined, size = 0): Breach[] =>
    floor === undefined
      ? []
      : [{ breach: floor - value, size: Math.max(Math.abs(floor), Math.abs(value), size) }];
  return [
    ...(cpaAtMost === undefined ? [] : atLeast(cpaAtMost * count, totalSpend)),
    ...(roasAtLeast === undefined ? [] : atLeast(revenue, roasAtLeast * totalSpend)),
    ...atLeast(count, floors.conversionsAtLeast),
    ...atLeast(revenue, floors.revenueAtLeast),
    ...atLeast(margin - totalSpend, floors.profitAtLeast, totalSpend),
  ];
}

function moveBreaches({ limits, units }: AllocationProblem, spends: ArrayLike<number>): Breach[] {
  const { totalMoved, unitsMoved } = limits ?? {};
  if (totalMoved === undefined && unitsMoved === undefined) return [];
  let moved = 0;
  let changes = 0;
  let spent = 0;
  units.forEach((unit, i) => {
    const distance = Math.abs(at(spends, i) - unit.current);
    moved += distance / 2;
    spent += unit.current;
    if (distance > 0) changes += 1;
  });
  return [
    ...(totalMoved === undefined
      ? []
      : [{ breach: moved - totalMoved, size: Math.max(moved, totalMoved, spent) }]),
    ...(unitsMoved === undefined ? [] : [{ breach: changes - unitsMoved, size: 1 }]),
  ];
}

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;
