import type { Program } from '../program.ts';
import type { Pieces } from './pieces.ts';
import type { RowTerms } from './row-terms.ts';

/**
 * A point on the way to the optimum, and what the equations say of it:
 *
 *   dual       −∇φ(u) + Jᵀλ − zLow + zHigh = 0
 *   primal      g(u) + s = b
 *   pairs       u·zLow = μ,  (1 − u)·zHigh = μ,  s·λ = μ
 *
 * u ∈ (0, 1) are the shares of the pieces, s the rows' slacks, λ their prices; an equality has no slack.
 */
export class Iterate {
  readonly shares: Float64Array;
  readonly zLow: Float64Array;
  readonly zHigh: Float64Array;
  readonly slacks: Float64Array;
  readonly prices: Float64Array;

  /** −∇φ + Jᵀλ. */
  readonly gradient: Float64Array;
  /** The diagonal of the Newton system. */
  readonly diagonal: Float64Array;
  /** ∂g/∂u, compressed by piece as in the terms. */
  readonly jacobian: Float64Array;
  readonly activity: Float64Array;
  dualResidual = 0;
  primalResidual = 0;
  private squares = 0;

  readonly pieces: Pieces;
  readonly terms: RowTerms;
  readonly objectiveScale: number;
  private readonly gain: Float64Array;
  private readonly cost: Float64Array;
  private readonly valueAtStart: Float64Array;

  constructor(program: Program, pieces: Pieces, terms: RowTerms) {
    const n = pieces.unit.length;
    this.pieces = pieces;
    this.terms = terms;
    this.shares = new Float64Array(n);
    this.zLow = new Float64Array(n);
    this.zHigh = new Float64Array(n);
    this.gradient = new Float64Array(n);
    this.diagonal = new Float64Array(n);
    this.jacobian = new Float64Array(terms.row.length);
    this.slacks = new Float64Array(terms.count);
    this.prices = new Float64Array(terms.count);
    this.activity = new Float64Array(terms.count);
    this.gain = Float64Array.from(pieces.unit, (i) => program.objective.outcome[i]!);
    this.cost = Float64Array.from(pieces.unit, (i, j) => program.objective.spend[i]! * pieces.width[j]!);
    this.valueAtStart = Float64Array.from(pieces.from, (from, j) => pieces.curve[j]!.value(from));
    this.objectiveScale = this.meanRange();
  }

  /** Begins near the guess, well inside, with every pair at `mu`. */
  start(guess: Float64Array, mu: number): void {
    const { pieces, terms, shares, zLow, zHigh, slacks, prices } = this;
    for (let j = 0; j < shares.length; j++) {
      const share = (guess[pieces.unit[j]!]! - pieces.from[j]!) / pieces.width[j]!;
      const u = Math.min(0.9, Math.max(0.1, Number.isFinite(share) ? share : 0.5));
      shares[j] = u;
      zLow[j] = mu / u;
      zHigh[j] = mu / (1 - u);
    }
    prices.fill(0);
    this.evaluate();
    for (let k = 0; k < terms.count; k++) {
      if (terms.isEquality[k]) continue;
      slacks[k] = Math.max(0.1, terms.bound[k]! - this.activity[k]!);
      prices[k] = mu / slacks[k]!;
    }
    this.evaluate();
  }

  evaluate(): void {
    const { pieces, terms, shares, zLow, zHigh, slacks, prices, activity, jacobian } = this;
    activity.fill(0);
    this.dualResidual = 0;
    this.primalResidual = 0;
    this.squares = 0;
    for (let j = 0; j < shares.length; j++) {
      const width = pieces.width[j]!;
      const u = shares[j]!;
      const x = pieces.from[j]! + u * width;
      const curve = pieces.curve[j]!;
      const value = curve.value(x) - this.valueAtStart[j]!;
      const slope = curve.slope(x) * width;
      const bend = curve.curvature(x) * width * width;
      let gradient = -(this.gain[j]! * slope + this.cost[j]!) / this.objectiveScale;
      let hessian = (-this.gain[j]! * bend) / this.objectiveScale;
      for (let t = terms.start[j]!; t < terms.start[j + 1]!; t++) {
        const k = terms.row[t]!;
        const outcome = terms.outcome[t]!;
        const linear = terms.linear[t]!;
        activity[k] = activity[k]! + linear * u + (outcome === 0 ? 0 : outcome * value);
        jacobian[t] = linear + (outcome === 0 ? 0 : outcome * slope);
        gradient += prices[k]! * jacobian[t]!;
        if (outcome !== 0) hessian += prices[k]! * outcome * bend;
      }
      this.gradient[j] = gradient;
      this.diagonal[j] = Math.max(0, hessian) + zLow[j]! / u + zHigh[j]! / (1 - u);
      const residual = gradient - zLow[j]! + zHigh[j]!;
      this.dualResidual = Math.max(this.dualResidual, Math.abs(residual));
      this.squares += residual * residual;
    }
    for (let k = 0; k < terms.count; k++) {
      const residual = activity[k]! + slacks[k]! - terms.bound[k]!;
      this.primalResidual = Math.max(this.primalResidual, Math.abs(residual));
      this.squares += residual * residual;
    }
  }

  /** The mean product of the pairs, μ. */
  complementarity(): number {
    const { shares, zLow, zHigh, slacks, prices, terms } = this;
    let sum = 0;
    for (let j = 0; j < shares.length; j++) sum += shares[j]! * zLow[j]! + (1 - shares[j]!) * zHigh[j]!;
    for (let k = 0; k < terms.count; k++) if (!terms.isEquality[k]) sum += slacks[k]! * prices[k]!;
    return sum / this.pairs;
  }

  get pairs(): number {
    return 2 * this.shares.length + this.terms.count;
  }

  /** How far the point is from the equations with every pair at `mu`, as a sum of squares. */
  distance(mu: number): number {
    const { shares, zLow, zHigh, slacks, prices, terms } = this;
    let sum = this.squares;
    for (let j = 0; j < shares.length; j++) {
      const u = shares[j]!;
      sum += (u * zLow[j]! - mu) ** 2 + ((1 - u) * zHigh[j]! - mu) ** 2;
    }
    for (let k = 0; k < terms.count; k++) {
      if (!terms.isEquality[k]) sum += (slacks[k]! * prices[k]! - mu) ** 2;
    }
    return sum;
  }

  /** The prices in the program's own units and order. */
  programPrices(): Float64Array {
    const { terms, prices } = this;
    const unscaled = new Float64Array(terms.count);
    for (let k = 0; k < terms.count; k++) {
      unscaled[terms.order[k]!] = (prices[k]! * this.objectiveScale) / terms.scale[k]!;
    }
    return unscaled;
  }

  save(): readonly Float64Array[] {
    return this.variables().map((values) => values.slice());
  }

  restore(saved: readonly Float64Array[]): void {
    this.variables().forEach((values, v) => {
      values.set(saved[v]!);
    });
  }

  private variables(): readonly Float64Array[] {
    return [this.shares, this.zLow, this.zHigh, this.slacks, this.prices];
  }

  private meanRange(): number {
    const { pieces, gain, cost, valueAtStart } = this;
    let sum = 0;
    for (let j = 0; j < gain.length; j++) {
      const rise = pieces.curve[j]!.value(pieces.from[j]! + pieces.width[j]!) - valueAtStart[j]!;
      sum += Math.abs(gain[j]! * rise) + Math.abs(cost[j]!);
    }
    return sum > 0 ? sum / gain.length : 1;
  }
}
