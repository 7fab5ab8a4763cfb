import type { Freedom, TimeSystem } from './time-system.ts';

/** Coefficients of the two ties of period t to the one before: now·xₜ + before·xₜ₋₁ ≤ … */
export interface Ties {
  readonly riseNow: Float64Array;
  readonly riseBefore: Float64Array;
  readonly fallNow: Float64Array;
  readonly fallBefore: Float64Array;
}

/**
 * With ties between neighbours. The state is (aₜ, xₜ), and its cost-to-go ½·|R·(aₜ, xₜ)|² is kept by its triangular
 * root R, found by Givens rotations: squares of weights are never subtracted from each other.
 */
export class SmoothTimeSystem implements TimeSystem {
  private readonly carry: number;
  private readonly effect: Float64Array;
  private readonly freedom: readonly Freedom[];
  private readonly ties: Ties;
  /** Roots, three entries a period: the cost-to-go from t on, seen before xₜ is chosen, over (aₜ₋₁, xₜ₋₁). */
  private readonly root: Float64Array;
  /** Of xₜ: its pivot and its coefficients of aₜ₋₁ and xₜ₋₁. */
  private readonly pivot: Float64Array;
  private readonly ofStock: Float64Array;
  private readonly ofSpend: Float64Array;
  private readonly push: Float64Array;
  private readonly rotated = new Float64Array(6);

  constructor(carryOver: number, effect: Float64Array, freedom: readonly Freedom[], ties: Ties) {
    const n = effect.length;
    this.carry = carryOver;
    this.effect = effect;
    this.freedom = freedom;
    this.ties = ties;
    this.root = new Float64Array(3 * (n + 1));
    this.pivot = new Float64Array(n);
    this.ofStock = new Float64Array(n);
    this.ofSpend = new Float64Array(n);
    this.push = new Float64Array(n);
  }

  factorize(weight: Float64Array, bend: Float64Array, rise: Float64Array, fall: Float64Array): void {
    const { carry, effect, freedom, ties, root, rotated } = this;
    for (let t = effect.length - 1; t >= 0; t--) {
      const e = effect[t]!;
      const h = Math.sqrt(bend[t]!);
      const [r00, r01, r11] = [root[3 * t + 3]!, root[3 * t + 4]!, root[3 * t + 5]!];
      const up = Math.sqrt(rise[t]!);
      const down = Math.sqrt(fall[t]!);
      rotated.fill(0);
      // Columns: xₜ, aₜ₋₁, xₜ₋₁, with aₜ = θ·aₜ₋₁ + e·xₜ.
      if (freedom[t] === 'FREE') {
        this.insert(e * r00 + r01, carry * r00, 0);
        this.insert(r11, 0, 0);
        this.insert(e * h, carry * h, 0);
        this.insert(Math.sqrt(weight[t]!), 0, 0);
        this.insert(up * ties.riseNow[t]!, 0, up * ties.riseBefore[t]!);
        this.insert(down * ties.fallNow[t]!, 0, down * ties.fallBefore[t]!);
        this.pivot[t] = rotated[0]!;
        this.ofStock[t] = rotated[1]!;
        this.ofSpend[t] = rotated[2]!;
      } else if (freedom[t] === 'FIXED') {
        this.insert(0, carry * r00, 0);
        this.insert(0, carry * h, 0);
        this.insert(0, 0, up * ties.riseBefore[t]!);
        this.insert(0, 0, down * ties.fallBefore[t]!);
      } else {
        this.insert(0, carry * r00, e * r00 + r01);
        this.insert(0, 0, r11);
        this.insert(0, carry * h, e * h);
      }
      root.set(rotated.subarray(3), 3 * t);
    }
  }

  /** Rotates one more row into the triangle r00 r01 r02 / r11 r12 / r22. */
  private insert(x: number, a: number, p: number): void {
    const r = this.rotated;
    if (x !== 0) {
      const norm = Math.sqrt(r[0]! * r[0]! + x * x);
      const [c, s] = [r[0]! / norm, x / norm];
      const [r1, r2] = [r[1]!, r[2]!];
      r[0] = norm;
      r[1] = c * r1 + s * a;
      r[2] = c * r2 + s * p;
      a = c * a - s * r1;
      p = c * p - s * r2;
    }
    if (a !== 0) {
      const norm = Math.sqrt(r[3]! * r[3]! + a * a);
      const [c, s] = [r[3]! / norm, a / norm];
      const r4 = r[4]!;
      r[3] = norm;
      r[4] = c * r4 + s * p;
      p = c * p - s * r4;
    }
    if (p !== 0) r[5] = Math.sqrt(r[5]! * r[5]! + p * p);
  }

  solve(b: ArrayLike<number>, x: Float64Array, last = x.length - 1): void {
    const { carry, effect, freedom, pivot, ofStock, ofSpend, push } = this;
    let worthOfStock = 0;
    let worthOfSpend = 0;
    for (let t = last; t >= 0; t--) {
      const now = freedom[t] === 'FIXED' ? 0 : b[t]! + effect[t]! * worthOfStock + worthOfSpend;
      worthOfStock *= carry;
      worthOfSpend = 0;
      if (freedom[t] === 'FREE') {
        push[t] = now / pivot[t]!;
        worthOfStock -= push[t]! * ofStock[t]!;
        worthOfSpend -= push[t]! * ofSpend[t]!;
      } else if (freedom[t] === 'TIED') worthOfSpend = now;
    }
    let stock = 0;
    let before = 0;
    for (let t = 0; t <= last; t++) {
      if (freedom[t] === 'FREE') x[t] = (push[t]! - ofStock[t]! * stock - ofSpend[t]! * before) / pivot[t]!;
      else x[t] = freedom[t] === 'FIXED' ? 0 : before;
      stock = carry * stock + effect[t]! * x[t]!;
      before = x[t]!;
    }
  }
}
