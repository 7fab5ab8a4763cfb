import { type PlanPrices, planBound } from '../plan-bound.ts';
import { type PlanProgram, planValue } from '../plan-program.ts';
import { beginIterate } from './begin-iterate.ts';
import { PlanIterate } from './plan-iterate.ts';
import { PlanNewton } from './plan-newton.ts';
import { pricesOf, spendsOf } from './read-iterate.ts';
import { type SmoothCurve, scalePlan } from './scaled-plan.ts';

export interface SolvedPlan {
  readonly spends: Float64Array;
  readonly prices: PlanPrices;
  /** Proven for the true curves. */
  readonly bound: number;
  readonly iterations: number;
}

export interface SolvePlanOptions {
  readonly relativeGap: number;
  /** Of `performance.now()`. */
  readonly deadline: number;
}

const FIRST_MU = 0.1;
const BACK_OFF = 0.995;
const MOST_ITERATIONS = 200;
const MOST_STALLS = 6;
/** Iterations without coming closer to a feasible plan after which there is probably none. */
const MOST_WITHOUT_FEASIBILITY = 25;
const LAST_MU = 1e-17;
/** A step may lead this far from the equations, in squares of μ a pair, before it is taken back. */
const WORSE = 1e2;
/** When μ has hardly fallen over so many steps, the next ones must all come closer to the equations. */
const CIRCLE = 6;
const CAUTIOUS_STEPS = 10;

/**
 * A primal-dual interior-point method with Mehrotra's predictor and corrector, for concave `curves` (one per unit and
 * period) in place of the program's responses.
 *
 * @returns null where it does not arrive, as on a program without a feasible plan.
 */
export function solvePlan(
  program: PlanProgram,
  curves: readonly SmoothCurve[],
  guess: ArrayLike<number>,
  options: SolvePlanOptions,
): SolvedPlan | null {
  const iterate = new PlanIterate(scalePlan(program, curves));
  const newton = new PlanNewton(iterate);
  beginIterate(iterate, guess, FIRST_MU);
  let best: Found | null = null;
  let stalls = 0;
  let iterations = 0;
  let cautious = 0;
  const history: number[] = [];
  let leastResidual = Number.POSITIVE_INFINITY;
  let closerAt = 0;
  for (; iterations < MOST_ITERATIONS && performance.now() <= options.deadline; iterations++) {
    const mu = iterate.complementarity();
    if (!Number.isFinite(mu) || !Number.isFinite(iterate.dualResidual)) break;
    if (mu < 1e-4 && iterate.primalResidual < 1e-6) {
      const found = judge(program, curves, iterate);
      const isBetter = best === null || found.gap < best.gap;
      stalls = isBetter ? 0 : stalls + 1;
      if (isBetter) best = found;
      if (found.gap <= options.relativeGap * found.scale && iterate.primalResidual < 1e-12) break;
      if (stalls >= MOST_STALLS || mu < LAST_MU || iterate.pairs === 0) break;
    }
    if (iterate.pairs === 0) break;
    if (iterate.primalResidual < 0.9 * leastResidual) {
      leastResidual = iterate.primalResidual;
      closerAt = iterations;
    } else if (iterations - closerAt > MOST_WITHOUT_FEASIBILITY && iterate.primalResidual > 1e-6) break;
    history.push(mu);
    const isCircling = cautious === 0 && mu > 0.8 * (history.at(-1 - CIRCLE) ?? Number.POSITIVE_INFINITY);
    if (isCircling) cautious = CAUTIOUS_STEPS;
    advance(iterate, newton, mu, cautious > 0);
    if (cautious > 0) {
      cautious -= 1;
      if (cautious === 0) history.length = 0;
    }
  }
  if (!best) return null;
  return { spends: best.spends, prices: best.prices, bound: planBound(program, best.prices), iterations };
}

interface Found {
  readonly spends: Float64Array;
  readonly prices: PlanPrices;
  readonly gap: number;
  readonly scale: number;
}

/** Duality gap and missing feasibility, with the curves that are solved for in place of the true ones. */
function judge(program: PlanProgram, curves: readonly SmoothCurve[], iterate: PlanIterate): Found {
  const spends = spendsOf(iterate);
  const prices = pricesOf(iterate);
  const bound = planBound(program, prices);
  let value = planValue(program, spends);
  iterate.effective.forEach((a, at) => {
    const i = Math.floor(at / program.periods);
    const unit = program.units[i]!;
    const outcome = program.objective.outcome[i]! * unit.season[at % program.periods]!;
    if (outcome !== 0) value += outcome * (curves[at]!.value(a) - unit.response.value(a));
  });
  const scale = Math.max(Math.abs(bound), Math.abs(value), Number.MIN_VALUE);
  return { spends, prices, scale, gap: Math.abs(bound - value) + iterate.primalResidual * scale };
}

function advance(iterate: PlanIterate, newton: PlanNewton, mu: number, isCautious: boolean): void {
  newton.factorize();
  newton.aim(0, null);
  const primal = newton.primalStep(1);
  const dual = newton.dualStep(1);
  const predicted = newton.predict(primal, dual);
  const sigma = Math.min(1, Math.max(1e-6, (predicted.mu / mu) ** 3));
  // Complementarity must not run ahead of the equations, or the iterate sticks to the walls.
  const residual = Math.max(iterate.primalResidual, iterate.dualResidual);
  const target = Math.max(sigma * mu, Math.min(mu, 0.01 * residual));
  // A short predictor step says that its second-order terms cannot be trusted.
  const isTrusted = primal > 0.1 && dual > 0.1;
  newton.aim(target, isTrusted ? predicted.corrections : null);
  const before = iterate.distances(target);
  const slack = isCautious ? 0 : WORSE * mu * mu * iterate.pairs;
  const isCloser = (share: number, allowed: number) => {
    const after = iterate.distances(target);
    return (
      after.whole <= Math.max(share * before.whole, allowed) ||
      after.near <= Math.max(share * before.near, allowed)
    );
  };
  const saved = iterate.save();
  newton.move(newton.primalStep(BACK_OFF), newton.dualStep(BACK_OFF));
  if (isCloser(1, slack)) return;

  // The step led away. The plain Newton step, shortened until it helps.
  iterate.restore(saved);
  iterate.evaluate();
  newton.aim(target, null);
  let step = Math.min(newton.primalStep(BACK_OFF), newton.dualStep(BACK_OFF));
  for (let halving = 0; halving < 12; halving++) {
    newton.move(step, step);
    if (halving === 11 || isCloser(1 - 1e-3 * step, 0)) return;
    iterate.restore(saved);
    step /= 2;
  }
}
