import { highest, isFixed, lowest } from '../domain.ts';
import { Market } from '../dual-newton/market.ts';
import { leastValue, type Program, type ProgramUnit } from '../program.ts';
import type { RouteAnswer, RouteOptions } from './route.ts';

const MOST_ITERATIONS = 60;
const MOST_HALVINGS = 30;
/** To working precision. */
const MET = 1e-13;
/** Armijo's share of the promised descent. */
const ENOUGH = 1e-4;
/** Sums of this many terms differ by rounding alone by this share of their size. */
const ROUNDING = 1e-14;

/** More rows than this have too many corners in their dual: the interior-point method takes fewer steps there. */
const MOST_ROWS = 100;

/**
 * Smooth concave curves on one interval each and rows without limits on moves: then a unit answers prices in closed
 * form, and few prices decide all.
 */
export function suitsDualNewton({ units, rows }: Program): boolean {
  return (
    rows.length <= MOST_ROWS &&
    rows.every((row) => row.moved === 0 && row.changed === 0) &&
    units.every(answersInClosedForm)
  );
}

function answersInClosedForm({ domain, response, isSlack }: ProgramUnit): boolean {
  if (isSlack) return false;
  if (isFixed(domain)) return true;
  const isSmooth = !response.corners && !response.parts && domain.step === null;
  const isConcave = domain.intervals.length === 1 && response.inflection <= lowest(domain);
  return isSmooth && isConcave && Number.isFinite(highest(domain));
}

/** Fails, soon and visibly, where the dual has no curvature to follow or no minimum. */
export function solveByDualNewton(
  program: Program,
  firstPrices: Float64Array,
  options: RouteOptions,
): RouteAnswer {
  const market = new Market(program);
  market.load(firstPrices);
  const floor = Math.max(leastValue(program), options.worthMoreThan ?? Number.NEGATIVE_INFINITY);
  const { isMinimal, rounds } = descend(market, { ...options, floor });
  if (!isMinimal) return { status: market.isBelow(floor) ? 'INFEASIBLE' : 'FAILED', rounds };
  return {
    status: 'PLAN',
    spends: market.spends,
    prices: market.pricesOfProgram(),
    bound: market.value,
    rounds,
  };
}

export interface Descent {
  readonly relativeGap: number;
  readonly deadline: number;
  /** A dual below it says that no plan reaches it: the descent ends. */
  readonly floor?: number;
  /** Rows hold within this share of their terms. */
  readonly met?: number;
}

/**
 * Minimises the Lagrangian over the rows' prices by a projected Newton method (Bertsekas, SIAM J. Control and
 * Optimization 20, 1982), from the prices that the market holds. The dual is convex and once differentiable, twice
 * between the prices at which units reach their limits, so a line search on its value makes every step lead down, and
 * near the end the steps converge quadratically. Water-filling with as many prices as there are rows.
 */
export function descend(
  market: Market,
  { relativeGap, deadline, floor = Number.NEGATIVE_INFINITY, met = MET }: Descent,
): { readonly isMinimal: boolean; readonly rounds: number } {
  const { rows, prices, isEquality, activity, bound, scale } = market;
  const free = new Uint8Array(rows);
  const step = new Float64Array(rows);
  const from = new Float64Array(rows);
  market.respond();
  let rounds = 0;
  for (; rounds < MOST_ITERATIONS && performance.now() <= deadline; rounds++) {
    let breach = 0;
    let slack = 0;
    for (let k = 0; k < rows; k++) {
      const excess = activity[k]! - bound[k]!;
      free[k] = isEquality[k] || prices[k]! > 0 || excess > 0 ? 1 : 0;
      breach = Math.max(breach, (isEquality[k] ? Math.abs(excess) : excess) / scale[k]!);
      slack += Math.abs(prices[k]! * excess);
    }
    if (market.isBelow(floor)) break;
    if (breach <= met && slack <= relativeGap * market.magnitude) return { isMinimal: true, rounds };
    market.newtonStep(free, step);
    if (!search(market, step, from)) break;
  }
  return { isMinimal: false, rounds };
}

/** Moves the prices along the step, inequalities' not below zero, until the dual has fallen enough. */
function search(market: Market, step: Float64Array, from: Float64Array): boolean {
  const { prices, isEquality, activity, bound, rows } = market;
  from.set(prices);
  const before = market.value;
  const gradient = Float64Array.from(bound, (b, k) => b - activity[k]!);
  let share = 1;
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    let promised = 0;
    for (let k = 0; k < rows; k++) {
      const to = from[k]! + share * step[k]!;
      prices[k] = isEquality[k] || to > 0 ? to : 0;
      promised += gradient[k]! * (prices[k]! - from[k]!);
    }
    market.respond();
    const allowed = before + ENOUGH * promised + ROUNDING * market.magnitude;
    if (market.value <= allowed && Number.isFinite(market.value)) return true;
    // To the lowest point of the parabola through what is known, or halfway.
    const bent = market.value - before - promised;
    share *= bent > 0 ? Math.min(0.5, Math.max(0.1, -promised / (2 * bent))) : 0.5;
  }
  return false;
}
