import type { CurvesOverTime } from './curves-over-time.ts';
import { solvePlan } from './interior-point/solve-plan.ts';
import { minorantAt } from './minorant.ts';
import { effectiveRange, effectiveSpends, type PlanProgram, planValue } from './plan-program.ts';

const MOST_ROUNDS = 8;
const SUBPROBLEM_GAP = 1e-8;
/** A round that gains less is the last. */
const LEAST_GAIN = 1e-9;

/** Where a spend between off and on under the envelope is taken: shares of the envelope's straight part. */
const WAYS_TO_DECIDE = [0.5, 0.15, 0.85, 0, 1] as const;

export interface ImproveOptions {
  readonly deadline: number;
  readonly isFeasible: (plan: Float64Array) => boolean;
  /** A value at which nothing is left to gain. */
  readonly enough: number;
}

/**
 * A true plan from one on the envelopes. Effective spends on a straight part of their envelope are no real plan: each
 * is taken to be on or off, in a few different ways; then concave minorants of the responses are maximised round by
 * round, from the plan that the last round left.
 *
 * @returns the best feasible plan found, or null.
 */
export function improveSShaped(
  program: PlanProgram,
  { curves: envelopes }: CurvesOverTime,
  relaxed: Float64Array,
  starts: readonly Float64Array[],
  options: ImproveOptions,
): Float64Array | null {
  let best: Float64Array | null = null;
  let bestValue = Number.NEGATIVE_INFINITY;
  const keep = (plan: Float64Array): boolean => {
    const value = planValue(program, plan);
    if (!(value > bestValue) || !options.isFeasible(plan)) return false;
    best = plan;
    bestValue = value;
    return true;
  };
  for (const plan of [relaxed, ...starts]) keep(plan);
  const stocks = stocksOf(program, relaxed);
  const ranges = program.units.map(effectiveRange);
  for (const share of WAYS_TO_DECIDE) {
    let anchors: Float64Array = stocks.map((a, at) => {
      const i = Math.floor(at / program.periods);
      const { response } = program.units[i]!;
      if (response.corners || response.inflection === 0) return a;
      const low = ranges[i]!.low[at % program.periods]!;
      const touch = touchOf(envelopes[at]!.value, response, a, ranges[i]!.high[at % program.periods]!);
      if (touch === null) return a;
      return a - low >= share * (touch - low) ? touch : low;
    });
    let before = Number.NEGATIVE_INFINITY;
    for (let round = 0; round < MOST_ROUNDS && performance.now() < options.deadline; round++) {
      const curves = Array.from(anchors, (a, at) =>
        minorantAt(program.units[Math.floor(at / program.periods)]!.response, a),
      );
      const solved = solvePlan(program, curves, best ?? relaxed, {
        relativeGap: SUBPROBLEM_GAP,
        deadline: options.deadline,
      });
      if (!solved) break;
      keep(solved.spends);
      if (bestValue >= options.enough) return best;
      const value = planValue(program, solved.spends);
      if (!(value > before + LEAST_GAIN * Math.abs(value))) break;
      before = value;
      anchors = stocksOf(program, solved.spends);
    }
  }
  return best;
}

function stocksOf(program: PlanProgram, plan: Float64Array): Float64Array {
  const stocks = new Float64Array(plan.length);
  program.units.forEach((unit, i) => {
    stocks.set(effectiveSpends(unit, plan, i * program.periods), i * program.periods);
  });
  return stocks;
}

/** Where the straight part of the envelope that covers `a` meets the response again; null where there is none. */
function touchOf(
  envelope: (a: number) => number,
  { value, inflection }: { value(a: number): number; readonly inflection: number },
  a: number,
  high: number,
): number | null {
  const isAbove = (x: number) => envelope(x) - value(x) > 1e-9 * Math.abs(envelope(x));
  if (!isAbove(a)) return null;
  let from = Math.max(a, Math.min(inflection, high));
  if (!isAbove(from)) return from;
  let to = high;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (from + to) / 2;
    if (isAbove(middle)) from = middle;
    else to = middle;
  }
  return to;
}
