import type { PlanUnit } from '../plan-program.ts';
import type { SmoothCurve } from './scaled-plan.ts';

/** What the predictor's second-order terms take off each pair's target, by piece. */
export interface PieceCorrections {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Responses with corners. In such a cell (a unit in a period) the outcome is a sum over straight pieces of slope sⱼ and
 * width wⱼ, each used to a share 0 < vⱼ < 1, with Σⱼ wⱼ·vⱼ = a − a_low priced at π. With ω the worth of outcome,
 *
 *   dual   −ω·sⱼ·wⱼ + π·wⱼ − zLowⱼ + zHighⱼ = 0,      pairs   vⱼ·zLowⱼ = (1 − vⱼ)·zHighⱼ = μ
 *
 * Pieces touch nothing else, so Newton's equations for them are solved by themselves, with Dⱼ = zLowⱼ/vⱼ + zHighⱼ/(1−vⱼ):
 *
 *   Δπ = −H·Δa + m·Δω + shift,   Δy = m·Δa + E·Δω + gain
 *   H = 1/Σ w²/D,   m = H·Σ s·w²/D,   E = Σ s²·w²/D − m·Σ s·w²/D
 *
 * The cell looks like a smooth curve of slope m and bend H.
 */
export class PieceCells {
  /** By unit and period, the cell, or −1. */
  readonly cellAt: Int32Array;
  readonly pairs: number;
  private readonly start: Int32Array;
  private readonly low: Float64Array;
  private readonly base: Float64Array;
  private readonly pieceSlope: Float64Array;
  private readonly width: Float64Array;
  readonly share: Float64Array;
  readonly rest: Float64Array;
  readonly zLow: Float64Array;
  readonly zHigh: Float64Array;
  /** π, by cell. */
  readonly price: Float64Array;

  readonly bend: Float64Array;
  readonly slope: Float64Array;
  readonly compliance: Float64Array;
  /** Σ w·v + a_low − a, and of all pieces the dual equations. */
  private readonly missing: Float64Array;
  private readonly dual: Float64Array;
  readonly shift: Float64Array;
  readonly gain: Float64Array;
  private readonly pushed: Float64Array;
  private readonly dShare: Float64Array;
  private readonly dLow: Float64Array;
  private readonly dHigh: Float64Array;
  private readonly dPrice: Float64Array;

  constructor(
    units: readonly PlanUnit[],
    curves: readonly SmoothCurve[],
    ranges: readonly { readonly low: Float64Array; readonly high: Float64Array }[],
    isStill: Uint8Array,
  ) {
    const periods = curves.length / units.length;
    const cells: { low: number; base: number; cuts: number[]; curve: SmoothCurve }[] = [];
    this.cellAt = Int32Array.from(curves, (curve, at) => {
      const range = ranges[Math.floor(at / periods)]!;
      const [low, high] = [range.low[at % periods]!, range.high[at % periods]!];
      const inside = curve.kinks.filter((x) => x > low && x < high);
      const isIdle = units[Math.floor(at / periods)]!.season[at % periods] === 0;
      if (inside.length === 0 || isStill[at] || isIdle) return -1;
      cells.push({ low, base: curve.value(low), cuts: [low, ...inside, high], curve });
      return cells.length - 1;
    });
    const pieces = cells.flatMap(({ cuts, curve }) =>
      cuts.slice(1).map((to, j) => {
        const from = cuts[j]!;
        return { width: to - from, slope: (curve.value(to) - curve.value(from)) / (to - from) };
      }),
    );
    this.start = new Int32Array(cells.length + 1);
    cells.forEach(({ cuts }, c) => {
      this.start[c + 1] = this.start[c]! + cuts.length - 1;
    });
    this.low = Float64Array.from(cells, (cell) => cell.low);
    this.base = Float64Array.from(cells, (cell) => cell.base);
    this.pieceSlope = Float64Array.from(pieces, (piece) => piece.slope);
    this.width = Float64Array.from(pieces, (piece) => piece.width);
    this.pairs = 2 * pieces.length;
    const ofPieces = () => new Float64Array(pieces.length);
    const ofCells = () => new Float64Array(cells.length);
    this.share = ofPieces();
    this.rest = ofPieces();
    this.zLow = ofPieces();
    this.zHigh = ofPieces();
    this.dual = ofPieces();
    this.pushed = ofPieces();
    this.dShare = ofPieces();
    this.dLow = ofPieces();
    this.dHigh = ofPieces();
    this.price = ofCells();
    this.bend = ofCells();
    this.slope = ofCells();
    this.compliance = ofCells();
    this.missing = ofCells();
    this.shift = ofCells();
    this.gain = ofCells();
    this.dPrice = ofCells();
  }

  /** Begins with pieces filled up to a, well inside, and every pair at `mu`. */
  begin(cell: number, a: number, worth: number, mu: number): void {
    let from = this.low[cell]!;
    for (let j = this.start[cell]!; j < this.start[cell + 1]!; j++) {
      const share = Math.min(0.9, Math.max(0.1, (a - from) / this.width[j]!));
      from += this.width[j]!;
      this.share[j] = share;
      this.rest[j] = 1 - share;
      this.zLow[j] = mu / share;
      this.zHigh[j] = mu / this.rest[j]!;
    }
    this.evaluate(cell, a, worth);
    this.price[cell] = worth * this.slope[cell]!;
  }

  /** @returns the outcome that the pieces bring. */
  evaluate(cell: number, a: number, worth: number): number {
    let [outcome, reach, ww, sww, ssww] = [this.base[cell]!, this.low[cell]! - a, 0, 0, 0];
    for (let j = this.start[cell]!; j < this.start[cell + 1]!; j++) {
      const [s, w] = [this.pieceSlope[j]!, this.width[j]!];
      outcome += s * w * this.share[j]!;
      reach += w * this.share[j]!;
      const compliance = (w * w) / this.stiffness(j);
      ww += compliance;
      sww += s * compliance;
      ssww += s * s * compliance;
      this.dual[j] = (this.price[cell]! - worth * s) * w - this.zLow[j]! + this.zHigh[j]!;
    }
    this.missing[cell] = reach;
    this.bend[cell] = 1 / ww;
    this.slope[cell] = sww / ww;
    this.compliance[cell] = Math.max(0, ssww - (sww / ww) * sww);
    return outcome;
  }

  private stiffness(j: number): number {
    return this.zLow[j]! / this.share[j]! + this.zHigh[j]! / this.rest[j]!;
  }

  /** What is missing of the cell's equation, as a share of its width. */
  primalResidual(cell: number): number {
    let width = 0;
    for (let j = this.start[cell]!; j < this.start[cell + 1]!; j++) width += this.width[j]!;
    return this.missing[cell]! / width;
  }

  /** Visits what is missing of each dual equation. */
  forEachDual(visit: (residual: number) => void): void {
    this.dual.forEach(visit);
  }

  overPairs(visit: (product: number) => number): number {
    let sum = 0;
    for (let j = 0; j < this.share.length; j++)
      sum += visit(this.share[j]! * this.zLow[j]!) + visit(this.rest[j]! * this.zHigh[j]!);
    return sum;
  }

  /** Prepares `shift` and `gain` for a step that brings every pair to `mu`, less the corrections. */
  aim(mu: number, less: PieceCorrections | null): void {
    for (let cell = 0; cell < this.low.length; cell++) {
      let [wg, swg] = [0, 0];
      for (let j = this.start[cell]!; j < this.start[cell + 1]!; j++) {
        const low = (mu - (less?.low[j] ?? 0)) / this.share[j]!;
        const high = (mu - (less?.high[j] ?? 0)) / this.rest[j]!;
        this.pushed[j] = this.dual[j]! + this.zLow[j]! - this.zHigh[j]! - low + high;
        const along = (this.width[j]! * this.pushed[j]!) / this.stiffness(j);
        wg += along;
        swg += this.pieceSlope[j]! * along;
      }
      const reach = this.missing[cell]! - wg;
      this.shift[cell] = this.bend[cell]! * reach;
      this.gain[cell] = -swg - this.slope[cell]! * reach;
    }
  }

  /** The pieces' own part of the step, once the change of a and of the worth of outcome is known. */
  recover(cell: number, da: number, dWorth: number, mu: number, less: PieceCorrections | null): void {
    this.dPrice[cell] = this.shift[cell]! + this.slope[cell]! * dWorth - this.bend[cell]! * da;
    for (let j = this.start[cell]!; j < this.start[cell + 1]!; j++) {
      const pull = (this.dPrice[cell]! - this.pieceSlope[j]! * dWorth) * this.width[j]!;
      const step = -(this.pushed[j]! + pull) / this.stiffness(j);
      this.dShare[j] = step;
      const [low, high] = [this.zLow[j]!, this.zHigh[j]!];
      this.dLow[j] = (mu - (less?.low[j] ?? 0) - low * step) / this.share[j]! - low;
      this.dHigh[j] = (mu - (less?.high[j] ?? 0) + high * step) / this.rest[j]! - high;
    }
  }

  /** The longest step, at most `step`, that keeps every share inside (0, 1), times `back`. */
  primalStep(step: number, back: number): number {
    let shortest = step;
    for (let j = 0; j < this.share.length; j++) {
      const change = this.dShare[j]!;
      if (change < 0) shortest = Math.min(shortest, (-back * this.share[j]!) / change);
      else if (change > 0) shortest = Math.min(shortest, (back * this.rest[j]!) / change);
    }
    return shortest;
  }

  dualStep(step: number, back: number): number {
    let shortest = step;
    for (let j = 0; j < this.zLow.length; j++) {
      if (this.dLow[j]! < 0) shortest = Math.min(shortest, (-back * this.zLow[j]!) / this.dLow[j]!);
      if (this.dHigh[j]! < 0) shortest = Math.min(shortest, (-back * this.zHigh[j]!) / this.dHigh[j]!);
    }
    return shortest;
  }

  /** The sum of the pairs' products after the step, and the second-order terms of going there. */
  predict(primal: number, dual: number): { readonly sum: number; readonly corrections: PieceCorrections } {
    let sum = 0;
    const low = new Float64Array(this.share.length);
    const high = new Float64Array(this.share.length);
    for (let j = 0; j < this.share.length; j++) {
      const step = this.dShare[j]!;
      low[j] = step * this.dLow[j]!;
      high[j] = -step * this.dHigh[j]!;
      sum += (this.share[j]! + primal * step) * (this.zLow[j]! + dual * this.dLow[j]!);
      sum += (this.rest[j]! - primal * step) * (this.zHigh[j]! + dual * this.dHigh[j]!);
    }
    return { sum, corrections: { low, high } };
  }

  move(primal: number, dual: number): void {
    for (let j = 0; j < this.share.length; j++) {
      this.share[j] = this.share[j]! + primal * this.dShare[j]!;
      this.rest[j] = this.rest[j]! - primal * this.dShare[j]!;
      this.zLow[j] = this.zLow[j]! + dual * this.dLow[j]!;
      this.zHigh[j] = this.zHigh[j]! + dual * this.dHigh[j]!;
    }
    for (let cell = 0; cell < this.price.length; cell++)
      this.price[cell] = this.price[cell]! + dual * this.dPrice[cell]!;
  }

  variables(): readonly Float64Array[] {
    return [this.share, this.rest, this.zLow, this.zHigh, this.price];
  }
}
