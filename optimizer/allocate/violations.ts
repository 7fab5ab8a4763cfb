import type { AllocationProblem } from '../problem/problem.ts';
import type { Violations } from '../problem/result.ts';
import { profitPerOutcome, revenuePerOutcome } from './compile.ts';
import { unitResponse } from './unit-response.ts';

/**
 * The largest breach of each kind of limit at a plan, straight from the problem as it was asked: nothing here goes
 * through the program that the engines solve. Money in the problem's currency; shares and targets in money as well
 * (how much spend or outcome is missing), so that each can be held against the total.
 */
export function measureViolations(problem: AllocationProblem, spends: ArrayLike<number>): Violations {
  const total = sum(problem.units.map((_, i) => at(spends, i)));
  return {
    budget: budgetBreach(problem, total),
    bounds: boundsBreach(problem, spends),
    groups: groupsBreach(problem, spends, total),
    targets: Math.max(targetsBreach(problem, spends, total), movesBreach(problem, spends)),
  };
}

/** The violations within `tolerance` of the plan's total spend. */
export function isFeasible(
  problem: AllocationProblem,
  spends: ArrayLike<number>,
  tolerance: number,
): boolean {
  const violations = measureViolations(problem, spends);
  const { equal = 0, atMost = 0, atLeast = 0 } = problem.budget ?? {};
  const scale = Math.max(
    sum(Array.from({ length: spends.length }, (_, i) => at(spends, i))),
    equal,
    atMost,
    atLeast,
  );
  const outcomes = sum(problem.units.map((unit, i) => unitResponse(unit).value(at(spends, i))));
  return (
    violations.budget <= tolerance * scale &&
    violations.bounds <= tolerance * scale &&
    violations.groups <= tolerance * scale &&
    violations.targets <= tolerance * Math.max(scale, outcomes)
  );
}

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

function groupsBreach(problem: AllocationProblem, spends: ArrayLike<number>, total: number): number {
  const spendOf = new Map(problem.units.map((unit, i) => [unit.id, at(spends, i)]));
  let worst = 0;
  for (const group of problem.groups ?? []) {
    const spent = sum(group.units.map((id) => spendOf.get(id) ?? 0));
    worst = Math.max(
      worst,
      spent - (group.max ?? Number.POSITIVE_INFINITY),
      (group.min ?? 0) - spent,
      group.maxShare === undefined ? 0 : spent - group.maxShare * total,
      group.minShare === undefined ? 0 : group.minShare * total - spent,
    );
  }
  return worst;
}

function targetsBreach(problem: AllocationProblem, spends: ArrayLike<number>, total: number): number {
  const outcomes = problem.units.map((unit, i) => unitResponse(unit).value(at(spends, i)));
  const revenue = sum(problem.units.map((unit, i) => revenuePerOutcome(unit) * (outcomes[i] ?? 0)));
  const profit = sum(problem.units.map((unit, i) => profitPerOutcome(unit) * (outcomes[i] ?? 0))) - total;
  const { cpaAtMost, roasAtLeast } = problem.targets ?? {};
  const floors = 'subjectTo' in problem.objective ? problem.objective.subjectTo : {};
  return Math.max(
    0,
    cpaAtMost === undefined ? 0 : total - cpaAtMost * sum(outcomes),
    roasAtLeast === undefined ? 0 : roasAtLeast * total - revenue,
    floors.conversionsAtLeast === undefined ? 0 : floors.conversionsAtLeast - sum(outcomes),
    floors.revenueAtLeast === undefined ? 0 : floors.revenueAtLeast - revenue,
    floors.profitAtLeast === undefined ? 0 : floors.profitAtLeast - profit,
  );
}

function movesBreach({ limits, units }: AllocationProblem, spends: ArrayLike<number>): number {
  const changes = units.map((unit, i) => Math.abs(at(spends, i) - unit.current));
  return Math.max(
    0,
    limits?.totalMoved === undefined ? 0 : sum(changes) / 2 - limits.totalMoved,
    limits?.unitsMoved === undefined ? 0 : changes.filter((change) => change > 0).length - limits.unitsMoved,
  );
}

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
