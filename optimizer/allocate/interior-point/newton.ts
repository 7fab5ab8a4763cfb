import type { Iterate } from './iterate.ts';
import { firstRows } from './row-order.ts';
import { Skyline } from './skyline.ts';

/** Keeps the last equation of an equality row solvable where it repeats others. */
const REGULAR = 1e-18;

/** What the predictor's second-order terms take off each pair's target. */
export interface Corrections {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly pair: Float64Array;
}

/**
 * Newton directions at an iterate. The units are separable, so D is diagonal and everything comes from one system of
 * the size of the rows,
 *
 *   (J D⁻¹ Jᵀ + S Λ⁻¹) Δλ = …
 *
 * factorised once for predictor and corrector.
 */
export class Newton {
  private readonly at: Iterate;
  private readonly matrix: Skyline;
  private readonly du: Float64Array;
  private readonly dPrices: Float64Array;
  private readonly dSlacks: Float64Array;
  private readonly dLow: Float64Array;
  private readonly dHigh: Float64Array;

  constructor(at: Iterate) {
    this.at = at;
    this.matrix = new Skyline(firstRows(at.terms.count, at.terms.start, at.terms.row));
    this.du = new Float64Array(at.shares.length);
    this.dLow = new Float64Array(at.shares.length);
    this.dHigh = new Float64Array(at.shares.length);
    this.dPrices = new Float64Array(at.terms.count);
    this.dSlacks = new Float64Array(at.terms.count);
  }

  factorize(): void {
    const { terms, jacobian, diagonal, slacks, prices } = this.at;
    this.matrix.clear();
    for (let j = 0; j < diagonal.length; j++) {
      const from = terms.start[j]!;
      for (let t = from; t < terms.start[j + 1]!; t++) {
        const scaled = jacobian[t]! / diagonal[j]!;
        if (scaled === 0) continue;
        for (let v = from; v <= t; v++) this.matrix.add(terms.row[t]!, terms.row[v]!, scaled * jacobian[v]!);
      }
    }
    for (let k = 0; k < terms.count; k++) {
      this.matrix.add(k, k, terms.isEquality[k] ? REGULAR : slacks[k]! / prices[k]!);
    }
    this.matrix.factorize();
  }

  /** Solves for the step that brings every pair to `mu`, less the corrections. */
  aim(mu: number, less: Corrections | null): void {
    const { terms, jacobian, diagonal, gradient, activity, shares, zLow, zHigh, slacks, prices } = this.at;
    const { du, dPrices, dSlacks, dLow, dHigh } = this;
    const target = (corrections: Float64Array | undefined, at: number) =>
      mu - (corrections ? corrections[at]! : 0);
    for (let k = 0; k < terms.count; k++) {
      const residual = activity[k]! - terms.bound[k]!;
      dPrices[k] = terms.isEquality[k] ? residual : residual + target(less?.pair, k) / prices[k]!;
    }
    for (let j = 0; j < du.length; j++) {
      const u = shares[j]!;
      const push = gradient[j]! - target(less?.low, j) / u + target(less?.high, j) / (1 - u);
      du[j] = push;
      for (let t = terms.start[j]!; t < terms.start[j + 1]!; t++) {
        const k = terms.row[t]!;
        dPrices[k] = dPrices[k]! - (jacobian[t]! * push) / diagonal[j]!;
      }
    }
    this.matrix.solve(dPrices);
    for (let j = 0; j < du.length; j++) {
      let sum = du[j]!;
      for (let t = terms.start[j]!; t < terms.start[j + 1]!; t++)
        sum += jacobian[t]! * dPrices[terms.row[t]!]!;
      const step = -sum / diagonal[j]!;
      const u = shares[j]!;
      du[j] = step;
      dLow[j] = target(less?.low, j) / u - zLow[j]! - (zLow[j]! / u) * step;
      dHigh[j] = target(less?.high, j) / (1 - u) - zHigh[j]! + (zHigh[j]! / (1 - u)) * step;
    }
    for (let k = 0; k < terms.count; k++) {
      const towards = terms.isEquality[k] ? 0 : target(less?.pair, k) / prices[k]! - slacks[k]!;
      dSlacks[k] = terms.isEquality[k] ? 0 : towards - (slacks[k]! / prices[k]!) * dPrices[k]!;
    }
  }

  /** The longest step, at most 1, that keeps shares inside (0, 1) and slacks above 0, times `back`. */
  primalStep(back: number): number {
    const { shares, slacks, terms } = this.at;
    let step = 1;
    for (let j = 0; j < shares.length; j++) {
      const change = this.du[j]!;
      if (change < 0) step = Math.min(step, (-back * shares[j]!) / change);
      else if (change > 0) step = Math.min(step, (back * (1 - shares[j]!)) / change);
    }
    for (let k = 0; k < terms.count; k++) {
      if (this.dSlacks[k]! < 0) step = Math.min(step, (-back * slacks[k]!) / this.dSlacks[k]!);
    }
    return step;
  }

  /** The same for the multipliers and prices. */
  dualStep(back: number): number {
    const { zLow, zHigh, prices, terms } = this.at;
    let step = 1;
    for (let j = 0; j < zLow.length; j++) {
      if (this.dLow[j]! < 0) step = Math.min(step, (-back * zLow[j]!) / this.dLow[j]!);
      if (this.dHigh[j]! < 0) step = Math.min(step, (-back * zHigh[j]!) / this.dHigh[j]!);
    }
    for (let k = 0; k < terms.count; k++) {
      const isInequality = !terms.isEquality[k];
      if (isInequality && this.dPrices[k]! < 0)
        step = Math.min(step, (-back * prices[k]!) / this.dPrices[k]!);
    }
    return step;
  }

  /** What the pairs' mean product would be after the step, and the second-order terms of going there. */
  predict(primal: number, dual: number): { readonly mu: number; readonly corrections: Corrections } {
    const { shares, zLow, zHigh, slacks, prices, terms } = this.at;
    const { du, dLow, dHigh, dSlacks, dPrices } = this;
    let sum = 0;
    const corrections = {
      low: du.map((change, j) => change * dLow[j]!),
      high: du.map((change, j) => -change * dHigh[j]!),
      pair: dSlacks.map((change, k) => change * dPrices[k]!),
    };
    for (let j = 0; j < du.length; j++) {
      const moved = shares[j]! + primal * du[j]!;
      sum += moved * (zLow[j]! + dual * dLow[j]!) + (1 - moved) * (zHigh[j]! + dual * dHigh[j]!);
    }
    for (let k = 0; k < terms.count; k++) {
      if (terms.isEquality[k]) continue;
      sum += (slacks[k]! + primal * dSlacks[k]!) * (prices[k]! + dual * dPrices[k]!);
    }
    return { mu: sum / this.at.pairs, corrections };
  }

  /** Moves the iterate along the direction and evaluates it there. */
  move(primal: number, dual: number): void {
    const { shares, zLow, zHigh, slacks, prices } = this.at;
    for (let j = 0; j < shares.length; j++) {
      shares[j] = shares[j]! + primal * this.du[j]!;
      zLow[j] = zLow[j]! + dual * this.dLow[j]!;
      zHigh[j] = zHigh[j]! + dual * this.dHigh[j]!;
    }
    for (let k = 0; k < slacks.length; k++) {
      slacks[k] = slacks[k]! + primal * this.dSlacks[k]!;
      prices[k] = prices[k]! + dual * this.dPrices[k]!;
    }
    this.at.evaluate();
  }
}
