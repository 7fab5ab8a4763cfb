/** How a spend can move: freely, not at all, or together with the one before. */
export type Freedom = 'FREE' | 'FIXED' | 'TIED';

/**
 * One unit's part of the Newton system,
 *
 *   M = W + N + Lᵀ H L
 *
 * where W weighs the spends' own limits, N ties neighbours in time, H is the bend of the curve and L carries spend
 * over: aₜ = θ·aₜ₋₁ + eₜ·xₜ. It is a linear-quadratic regulator, and is solved as one, backward and forward in time,
 * in time proportional to the periods. (D. Bertsekas, Dynamic Programming and Optimal Control I, § 3.1.)
 */
export interface TimeSystem {
  /** W and H are diagonals, by period; rise and fall the weights of the two ties to the period before. */
  factorize(weight: Float64Array, bend: Float64Array, rise: Float64Array, fall: Float64Array): void;
  /**
   * Solves M·x = b. With `last` before the end, b is taken to be zero after it, and x is written up to it.
   */
  solve(b: ArrayLike<number>, x: Float64Array, last?: number): void;
}

/** Without ties. Every pivot is a sum of positive terms, so weights that differ by twenty digits do no harm. */
export class CarrySystem implements TimeSystem {
  private readonly carry: number;
  private readonly effect: Float64Array;
  private readonly isFree: Uint8Array;
  private readonly pivot: Float64Array;
  /** Cost-to-go of aₜ, the period's own bend included: ½·Qₜ·aₜ². */
  private readonly future: Float64Array;
  private weight: Float64Array;
  private readonly push: Float64Array;

  constructor(carryOver: number, effect: Float64Array, freedom: readonly Freedom[]) {
    const n = effect.length;
    this.carry = carryOver;
    this.effect = effect;
    this.isFree = Uint8Array.from(freedom, (f) => (f === 'FREE' ? 1 : 0));
    this.pivot = new Float64Array(n);
    this.future = new Float64Array(n);
    this.weight = new Float64Array(n);
    this.push = new Float64Array(n);
  }

  factorize(weight: Float64Array, bend: Float64Array): void {
    const { carry, effect, isFree, pivot, future } = this;
    this.weight = weight;
    let toGo = 0;
    for (let t = pivot.length - 1; t >= 0; t--) {
      const q = bend[t]! + toGo;
      future[t] = q;
      if (isFree[t]) {
        const e = effect[t]!;
        pivot[t] = weight[t]! + e * e * q;
        toGo = carry * carry * q * (weight[t]! / pivot[t]!);
      } else toGo = carry * carry * q;
    }
  }

  solve(b: ArrayLike<number>, x: Float64Array, last = x.length - 1): void {
    const { carry, effect, isFree, pivot, future, weight, push } = this;
    let worth = 0;
    for (let t = last; t >= 0; t--) {
      if (isFree[t]) {
        const e = effect[t]!;
        const d = pivot[t]!;
        push[t] = (b[t]! + e * worth) / d;
        worth = carry * ((weight[t]! / d) * worth - ((e * future[t]!) / d) * b[t]!);
      } else worth *= carry;
    }
    let stock = 0;
    for (let t = 0; t <= last; t++) {
      const carried = carry * stock;
      if (isFree[t]) {
        const e = effect[t]!;
        const d = pivot[t]!;
        x[t] = push[t]! - ((e * future[t]!) / d) * carried;
        stock = carried * (weight[t]! / d) + e * push[t]!;
      } else {
        x[t] = 0;
        stock = carried;
      }
    }
  }
}
