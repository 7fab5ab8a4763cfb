import type { Envelope } from '../envelope.ts';
import { Iterate } from '../interior-point/iterate.ts';
import { Newton } from '../interior-point/newton.ts';
import { concavePieces, spendsOf } from '../interior-point/pieces.ts';
import { rowTerms } from '../interior-point/row-terms.ts';
import { lagrangian } from '../lagrangian.ts';
import { objectiveValue, type Program } from '../program.ts';
import type { RouteAnswer, RouteOptions } from './route.ts';

const MOST_ITERATIONS = 120;
/** Share of the way to the nearest wall that a step may go. */
const BACK_OFF = 0.995;
const FIRST_MU = 0.1;
/** Below this the pairs are zero to working precision. */
const LAST_MU = 1e-18;
/** A step may leave the path's point by this much of the complementarity and still be taken whole. */
const WORSE = 10;
const MOST_STALLS = 4;
/** Farther out a bound would say little; now and then one is taken all the same, for programs that come no nearer. */
const WORTH_JUDGING = 1e-8;

/**
 * A primal-dual interior-point method on the smooth concave curves themselves (Mehrotra's predictor and corrector,
 * SIAM J. Optimization 2, 1992). Most programs take 8 to 16 iterations. Every iterate near the end is judged by the
 * Lagrangian bound at its prices, so the method ends when plan and bound meet.
 *
 * `envelopes` are what the units' outcomes are taken to be. Where a response is its own envelope the answer solves the
 * program; elsewhere it solves the relaxation, and its prices still give a valid bound.
 */
export function solveByInteriorPoint(
  program: Program,
  envelopes: readonly Envelope[],
  firstGuess: Float64Array,
  options: RouteOptions,
): RouteAnswer {
  const brisk = follow(program, envelopes, firstGuess, options, 'BRISK');
  return brisk.status === 'PLAN' ? brisk : follow(program, envelopes, firstGuess, options, 'CAUTIOUS');
}

/** How closely complementarity has to wait for the equations. Few programs need the caution, which costs iterations. */
type Pace = 'BRISK' | 'CAUTIOUS';

function follow(
  program: Program,
  envelopes: readonly Envelope[],
  firstGuess: Float64Array,
  options: RouteOptions,
  pace: Pace,
): RouteAnswer {
  const pieces = concavePieces(program, envelopes);
  const iterate = new Iterate(program, pieces, rowTerms(program, pieces));
  const newton = new Newton(iterate);
  iterate.start(firstGuess, FIRST_MU);
  let best: Found | null = null;
  let stalls = 0;
  let rounds = 0;
  for (; rounds < MOST_ITERATIONS && performance.now() <= options.deadline; rounds++) {
    const mu = iterate.complementarity();
    if (!Number.isFinite(mu) || !Number.isFinite(iterate.dualResidual)) break;
    if ((mu < WORTH_JUDGING || rounds % 8 === 7) && mu < 1e-4 && iterate.primalResidual < 1e-6) {
      const found = judge(program, iterate);
      const isBetter = best === null || found.gap < best.gap;
      stalls = isBetter ? 0 : stalls + 1;
      if (isBetter) best = found;
      if (found.gap <= options.relativeGap * found.scale && iterate.primalResidual < 1e-12) break;
      if (stalls >= MOST_STALLS || mu < LAST_MU) break;
    }
    advance(iterate, newton, mu, pace);
  }
  if (!best) return { status: 'FAILED', rounds, prices: iterate.programPrices() };
  return { status: 'PLAN', spends: best.spends, prices: best.prices, bound: best.bound, rounds };
}

interface Found {
  readonly spends: Float64Array;
  readonly prices: Float64Array;
  readonly bound: number;
  readonly gap: number;
  readonly scale: number;
}

function judge(program: Program, iterate: Iterate): Found {
  const spends = spendsOf(iterate.pieces, iterate.shares);
  const prices = iterate.programPrices();
  const { bound } = lagrangian(program, prices);
  const value = objectiveValue(program, spends);
  const scale = Math.max(Math.abs(bound), Math.abs(value));
  return { spends, prices, bound, scale, gap: Math.abs(bound - value) + iterate.primalResidual * scale };
}

function advance(iterate: Iterate, newton: Newton, mu: number, pace: Pace): void {
  newton.factorize();
  newton.aim(0, null);
  const primal = newton.primalStep(1);
  const dual = newton.dualStep(1);
  const predicted = newton.predict(primal, dual);
  const sigma = Math.min(1, Math.max(1e-6, (predicted.mu / mu) ** 3));
  // Complementarity must not run ahead of the equations, or the iterate sticks to the walls.
  const residual = Math.max(iterate.primalResidual, iterate.dualResidual);
  const floor = pace === 'BRISK' ? Math.min(mu, 0.01 * residual) : Math.min(3 * mu, 0.03 * residual);
  const target = Math.max(sigma * mu, floor);
  // A short predictor step says that its second-order terms cannot be trusted.
  const isTrusted = primal > 0.1 && dual > 0.1;
  newton.aim(target, isTrusted ? predicted.corrections : null);
  const before = iterate.distance(target);
  const saved = iterate.save();
  newton.move(newton.primalStep(BACK_OFF), newton.dualStep(BACK_OFF));
  if (iterate.distance(target) <= Math.max(before, WORSE * mu * mu * iterate.pairs)) return;

  // The step led away: an envelope bends where a line meets its curve. The plain Newton step, shortened until it helps.
  iterate.restore(saved);
  iterate.evaluate();
  newton.aim(target, null);
  let step = Math.min(newton.primalStep(BACK_OFF), newton.dualStep(BACK_OFF));
  for (let halving = 0; halving < 12; halving++) {
    newton.move(step, step);
    if (halving === 11 || iterate.distance(target) < (1 - 1e-3 * step) * before) return;
    iterate.restore(saved);
    step /= 2;
  }
}
