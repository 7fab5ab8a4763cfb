import { profitPerOutcome, revenuePerOutcome } from '../allocate/outcome-value.ts';
import { type Response, responseOf } from '../curve/response.ts';
import type { AllocationProblem, Unit } from '../problem/problem.ts';

/** What a plan brings in every draw of the curves. */
export interface DrawnOutcomes {
  readonly conversions: Float64Array;
  readonly revenue: Float64Array;
  readonly profit: Float64Array;
  readonly spend: number;
}

/** Evaluates plans under every draw; the k-th draws of all units belong together. */
export class Draws {
  readonly count: number;
  private readonly responses: readonly (readonly Response[])[];
  private readonly units: readonly Unit[];

  constructor({ units }: AllocationProblem) {
    this.units = units;
    this.count = units.find(({ draws }) => draws)?.draws?.length ?? 1;
    this.responses = units.map(({ curve, draws }) => (draws ?? [curve]).map(responseOf));
  }

  outcomes(spends: ArrayLike<number>): DrawnOutcomes {
    const conversions = new Float64Array(this.count);
    const revenue = new Float64Array(this.count);
    const profit = new Float64Array(this.count);
    let spend = 0;
    this.units.forEach((unit, i) => {
      const x = spends[i]!;
      spend += x;
      const own = this.responses[i]!;
      for (let s = 0; s < this.count; s++) {
        const y = own[own.length === 1 ? 0 : s]!.value(x);
        if (unit.curve.outcome !== 'REVENUE') conversions[s] = conversions[s]! + y;
        revenue[s] = revenue[s]! + revenuePerOutcome(unit) * y;
        profit[s] = profit[s]! + profitPerOutcome(unit) * y;
      }
    });
    for (let s = 0; s < this.count; s++) profit[s] = profit[s]! - spend;
    return { conversions, revenue, profit, spend };
  }

  /** The objective in every draw: larger is better, so spend counts negatively. */
  objective(problem: AllocationProblem, spends: ArrayLike<number>): Float64Array {
    const { conversions, revenue, profit, spend } = this.outcomes(spends);
    if (!('maximize' in problem.objective)) return new Float64Array(this.count).fill(-spend);
    switch (problem.objective.maximize) {
      case 'CONVERSIONS':
        return conversions;
      case 'REVENUE':
        return revenue;
      case 'PROFIT':
        return profit;
      case 'ROI':
        return profit.map((value) => (spend > 0 ? value / spend : 0));
    }
  }
}

/** The p-quantile, between the two nearest of the sorted values. */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = p * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (at - Math.floor(at)) * (above - below);
}

export const mean = (values: ArrayLike<number>): number =>
  Float64Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Weights of the worst `tail` of the draws: each counts 1 / (tail·n), the last one in part, so that they sum to one.
 * Σ weight·value is the conditional value at risk (Rockafellar and Uryasev, J. of Risk 2, 2000).
 */
export function tailWeights(values: Float64Array, tail: number): Float64Array {
  const n = values.length;
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const weights = new Float64Array(n);
  const whole = 1 / Math.max(tail * n, 1);
  let left = 1;
  for (const s of order) {
    weights[s] = Math.min(whole, left);
    left -= weights[s]!;
    if (left <= 1e-15) break;
  }
  return weights;
}

export const weighted = (values: Float64Array, weights: Float64Array): number =>
  values.reduce((sum, value, s) => sum + value * weights[s]!, 0);
