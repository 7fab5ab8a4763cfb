import type { Curve } from '../../optimizer/curve/curve.ts';
import type { AllocationProblem, Unit } from '../../optimizer/problem/problem.ts';

/**
 * The benchmark's own reading of a problem: what a plan brings and by how much it breaks limits, with formulas written
 * down here once more, so that no mistake of the optimizer hides in its own measure.
 */
export interface Verdict {
  /** In the objective's own measure: spend for a minimisation. */
  readonly value: number;
  /** What the objective adds up, taken absolutely: the size that rounding errors are held against. */
  readonly magnitude: number;
  /** Largest breach of a limit, as a share of the larger of its two sides or of the plan's total spend. */
  readonly breach: number;
  readonly spend: number;
  readonly conversions: number;
  readonly revenue: number;
}

/** scale · f(x), as the public format defines it. */
export function outcomeAt(curve: Curve, x: number): number {
  switch (curve.family) {
    case 'POWER':
      return curve.scale * x ** curve.exponent;
    case 'LOG':
      return curve.scale * Math.log1p(x / curve.halfSaturation);
    case 'NEGATIVE_EXPONENTIAL':
      return -curve.scale * Math.expm1(-x / curve.halfSaturation);
    case 'LOGISTIC':
      return curve.scale * Math.tanh(x / (2 * curve.halfSaturation));
    case 'HILL':
      return x <= 0 ? 0 : curve.scale / (1 + (curve.halfSaturation / x) ** curve.slope);
    case 'PIECEWISE_LINEAR':
      return (curve.scale ?? 1) * interpolate(curve.points, x);
  }
}

function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  const corners = points[0]![0] > 0 ? [[0, 0] as const, ...points] : points;
  const next = corners.findIndex(([corner]) => corner > x);
  if (next === -1) return corners.at(-1)![1];
  if (next === 0) return corners[0]![1];
  const [x0, y0] = corners[next - 1]!;
  const [x1, y1] = corners[next]!;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

const worthOfOutcome = ({ curve, valuePerConversion }: Unit) =>
  curve.outcome === 'REVENUE' ? 1 : (valuePerConversion ?? 0);

export function judge(problem: AllocationProblem, spends: readonly number[]): Verdict {
  const { units, objective } = problem;
  const outcomes = units.map(({ curve }, i) => outcomeAt(curve, spends[i]!));
  const spend = sum(spends);
  const conversions = sum(outcomes);
  const revenue = sum(units.map((unit, i) => worthOfOutcome(unit) * outcomes[i]!));
  const earned = sum(units.map((unit, i) => worthOfOutcome(unit) * (unit.margin ?? 1) * outcomes[i]!));
  const profit = earned - spend;
  const breach = Math.max(
    unitBreach(units, spends, spend),
    sharedBreach(problem, spends, spend),
    targetBreach(problem, { spend, conversions, revenue, earned }),
  );
  const figures = { breach, spend, conversions, revenue };
  if ('minimize' in objective) return { ...figures, value: spend, magnitude: spend };
  switch (objective.maximize) {
    case 'CONVERSIONS':
      return { ...figures, value: conversions, magnitude: conversions };
    case 'REVENUE':
      return { ...figures, value: revenue, magnitude: revenue };
    case 'PROFIT':
      return { ...figures, value: profit, magnitude: earned + spend };
    case 'ROI':
      return { ...figures, value: spend > 0 ? profit / spend : 0, magnitude: 1 + earned / (spend || 1) };
  }
}

/** By how much `left` exceeds `right`, as a share of the larger side or of `size`; 0 where it does not. */
const excess = (left: number, right: number, size: number) =>
  left > right ? (left - right) / Math.max(Math.abs(left), Math.abs(right), size) : 0;

function unitBreach(units: readonly Unit[], spends: readonly number[], total: number): number {
  let worst = 0;
  units.forEach((unit, i) => {
    const x = spends[i]!;
    const { current, min = 0, max, minChange, maxChange, locked, minIfOn, step } = unit;
    const over = (left: number, right: number) => {
      worst = Math.max(worst, excess(left, right, total));
    };
    over(min, x);
    if (max !== undefined) over(x, max);
    if (minChange !== undefined) over(current * (1 + minChange), x);
    if (maxChange !== undefined) over(x, current * (1 + maxChange));
    if (locked) over(Math.abs(x - current), 0);
    if (minIfOn !== undefined && x > 0) over(Math.min(x, minIfOn - x), 0);
    if (step !== undefined && !locked) over(Math.abs(x - step * Math.round(x / step)), 0);
  });
  return worst;
}

function sharedBreach(problem: AllocationProblem, spends: readonly number[], total: number): number {
  const { budget = {}, groups = [], limits = {}, units } = problem;
  const index = new Map(units.map(({ id }, i) => [id, i]));
  const breaches = [
    budget.equal === undefined ? 0 : excess(Math.abs(total - budget.equal), 0, Math.max(total, budget.equal)),
    budget.atMost === undefined ? 0 : excess(total, budget.atMost, 0),
    budget.atLeast === undefined ? 0 : excess(budget.atLeast, total, 0),
  ];
  for (const { units: members, min, max, minShare, maxShare } of groups) {
    const spent = sum(members.map((id) => spends[index.get(id)!]!));
    if (max !== undefined) breaches.push(excess(spent, max, total));
    if (min !== undefined) breaches.push(excess(min, spent, total));
    if (maxShare !== undefined) breaches.push(excess(spent, maxShare * total, total));
    if (minShare !== undefined) breaches.push(excess(minShare * total, spent, total));
  }
  const moves = units.map(({ current }, i) => Math.abs(spends[i]! - current));
  if (limits.totalMoved !== undefined) breaches.push(excess(sum(moves) / 2, limits.totalMoved, total));
  if (limits.unitsMoved !== undefined) {
    const moved = moves.filter((move, i) => move > 1e-12 * Math.max(units[i]!.current, spends[i]!)).length;
    if (moved > limits.unitsMoved) breaches.push(1);
  }
  return Math.max(...breaches);
}

interface Totals {
  readonly spend: number;
  readonly conversions: number;
  readonly revenue: number;
  readonly earned: number;
}

function targetBreach({ targets = {}, objective }: AllocationProblem, totals: Totals): number {
  const { spend, conversions, revenue, earned } = totals;
  const floors = 'subjectTo' in objective ? objective.subjectTo : {};
  const { conversionsAtLeast, revenueAtLeast, profitAtLeast } = floors;
  return Math.max(
    targets.cpaAtMost === undefined ? 0 : excess(spend, targets.cpaAtMost * conversions, 0),
    targets.roasAtLeast === undefined ? 0 : excess(targets.roasAtLeast * spend, revenue, 0),
    conversionsAtLeast === undefined ? 0 : excess(conversionsAtLeast, conversions, 0),
    revenueAtLeast === undefined ? 0 : excess(revenueAtLeast, revenue, 0),
    profitAtLeast === undefined ? 0 : excess(profitAtLeast, earned - spend, earned + spend),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
