import { highest, lowest } from '../domain.ts';
import { firstRows, rowOrder } from '../interior-point/row-order.ts';
import { Skyline } from '../interior-point/skyline.ts';
import type { Program } from '../program.ts';

/** Fewer rows than this are factorised faster dense than ordered. */
const SMALL = 24;

/**
 * The units of a smooth concave program, each answering row prices λ with its best spend, and what the dual
 *
 *   L(λ) = Σₖ λₖ·bₖ + Σᵢ max over xᵢ of  wᵢ·yᵢ(xᵢ) − pᵢ·xᵢ,   wᵢ = βᵢ − Σₖ λₖ·oₖᵢ,   pᵢ = Σₖ λₖ·sₖᵢ − αᵢ
 *
 * is there: its value, its gradient bₖ − activityₖ, and its curvature J·D⁻¹·Jᵀ with D = −wᵢ·yᵢ″(xᵢ) over the units
 * that stand inside their limits, J the derivatives of the rows' activities.
 */
export class Market {
  readonly rows: number;
  /** Where the last `respond` was asked. Rows in the order of the factorisation throughout. */
  readonly prices: Float64Array;
  readonly spends: Float64Array;
  readonly activity: Float64Array;
  readonly bound: Float64Array;
  readonly isEquality: Uint8Array;
  /** The size of each row's terms at the last response. */
  readonly scale: Float64Array;
  /** L(λ) without Σ λ·b would be Σ of the units' net values; this is all of it. */
  value = 0;
  /** The size of the terms of `value`. */
  magnitude = 0;
  private readonly program: Program;
  private readonly order: Int32Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  /** Compressed by unit: its rows ascend at start[i] … start[i + 1]. */
  private readonly start: Int32Array;
  private readonly row: Int32Array;
  private readonly spend: Float64Array;
  private readonly outcome: Float64Array;
  private readonly slope: Float64Array;
  private readonly weight: Float64Array;
  private readonly matrix: Skyline;

  constructor(program: Program) {
    const { rows, units } = program;
    const n = units.length;
    this.program = program;
    this.rows = rows.length;
    this.order = rows.length <= SMALL ? Int32Array.from(rows, (_, k) => k) : rowOrder(program);
    this.prices = new Float64Array(rows.length);
    this.activity = new Float64Array(rows.length);
    this.scale = new Float64Array(rows.length);
    this.bound = new Float64Array(rows.length);
    this.isEquality = new Uint8Array(rows.length);
    this.spends = new Float64Array(n);
    this.slope = new Float64Array(n);
    this.weight = new Float64Array(n);
    this.low = new Float64Array(n);
    this.high = new Float64Array(n);
    this.start = new Int32Array(n + 1);
    let terms = 0;
    for (let position = 0; position < rows.length; position++) {
      const row = rows[this.order[position]!]!;
      this.bound[position] = row.bound;
      this.isEquality[position] = row.equality ? 1 : 0;
      terms += row.units.length;
      for (let j = 0; j < row.units.length; j++) {
        const i = row.units[j]!;
        this.start[i + 1] = this.start[i + 1]! + 1;
      }
    }
    for (let i = 0; i < n; i++) {
      this.start[i + 1] = this.start[i + 1]! + this.start[i]!;
      this.low[i] = lowest(units[i]!.domain);
      this.high[i] = highest(units[i]!.domain);
    }
    this.row = new Int32Array(terms);
    this.spend = new Float64Array(terms);
    this.outcome = new Float64Array(terms);
    const next = this.start.slice(0, n);
    for (let position = 0; position < rows.length; position++) {
      const row = rows[this.order[position]!]!;
      for (let j = 0; j < row.units.length; j++) {
        const i = row.units[j]!;
        const at = next[i]!;
        next[i] = at + 1;
        this.row[at] = position;
        this.spend[at] = row.spend[j]!;
        this.outcome[at] = row.outcome[j]!;
      }
    }
    this.matrix = new Skyline(
      rows.length <= SMALL ? new Int32Array(rows.length) : firstRows(rows.length, this.start, this.row),
    );
  }

  /** Prices given and taken in the program's order of rows. */
  load(prices: Float64Array): void {
    for (let position = 0; position < this.rows; position++)
      this.prices[position] = prices[this.order[position]!]!;
  }

  /** Asks the same of the market under another bound of a row of the program. */
  setBound(row: number, bound: number): void {
    this.bound[this.order.indexOf(row)] = bound;
  }

  pricesOfProgram(): Float64Array {
    const prices = new Float64Array(this.rows);
    for (let position = 0; position < this.rows; position++)
      prices[this.order[position]!] = this.prices[position]!;
    return prices;
  }

  /** Beyond rounding errors: then no plan at all is worth `floor`. */
  isBelow(floor: number): boolean {
    return this.value < floor - 1e-9 * (this.magnitude + Math.abs(floor));
  }

  /** Every unit's best response to `prices`, with all that follows from it. */
  respond(): void {
    const { program, prices, spends, activity, scale, bound, start, row } = this;
    const { units, objective } = program;
    let value = 0;
    let magnitude = 0;
    for (let k = 0; k < this.rows; k++) {
      activity[k] = 0;
      scale[k] = Math.abs(bound[k]!);
      const term = prices[k]! * bound[k]!;
      value += term;
      magnitude += Math.abs(term);
    }
    for (let i = 0; i < spends.length; i++) {
      let price = -objective.spend[i]!;
      let weight = objective.outcome[i]!;
      const from = start[i]!;
      const to = start[i + 1]!;
      for (let t = from; t < to; t++) {
        const own = prices[row[t]!]!;
        price += own * this.spend[t]!;
        weight -= own * this.outcome[t]!;
      }
      const { response } = units[i]!;
      const low = this.low[i]!;
      const high = this.high[i]!;
      let x: number;
      if (!(weight > 0)) x = price > 0 ? low : high;
      else if (!(price > 0)) x = high;
      else {
        x = response.spendAtSlope(price / weight);
        x = x > high ? high : x > low ? x : low;
      }
      const y = response.value(x);
      spends[i] = x;
      this.weight[i] = weight;
      this.slope[i] = x > low && x < high ? price / weight : 0;
      const net = (weight > 0 ? weight * y : 0) - price * x;
      value += net;
      magnitude += Math.abs(net);
      for (let t = from; t < to; t++) {
        const k = row[t]!;
        const term = this.spend[t]! * x + this.outcome[t]! * y;
        activity[k] = activity[k]! + term;
        scale[k] = scale[k]! + Math.abs(term);
      }
    }
    this.value = value;
    this.magnitude = magnitude;
  }

  /**
   * Newton's step of the prices at the last response: `free` rows are to be brought to their bounds, the others' prices
   * stay. A row whose units all stand at limits tells no distance: its price doubles. Writes into `step`.
   */
  newtonStep(free: Uint8Array, step: Float64Array): void {
    const { matrix, start, row, program } = this;
    matrix.clear();
    for (let i = 0; i < this.spends.length; i++) {
      const slope = this.slope[i]!;
      if (!(slope > 0)) continue;
      const bend = -this.weight[i]! * program.units[i]!.response.curvature(this.spends[i]!);
      if (!(bend > 0)) continue;
      const from = start[i]!;
      const to = start[i + 1]!;
      for (let t = from; t < to; t++) {
        if (!free[row[t]!]) continue;
        const scaled = (this.spend[t]! + this.outcome[t]! * slope) / bend;
        for (let v = from; v <= t; v++) {
          if (free[row[v]!]) {
            matrix.add(row[t]!, row[v]!, scaled * (this.spend[v]! + this.outcome[v]! * slope));
          }
        }
      }
    }
    for (let k = 0; k < this.rows; k++) {
      const excess = free[k] ? this.activity[k]! - this.bound[k]! : 0;
      step[k] = excess;
      if (matrix.diagonal(k) > 0) continue;
      matrix.add(k, k, 1);
      const usual = (0.1 * this.magnitude) / this.scale[k]!;
      if (excess !== 0) step[k] = Math.sign(excess) * Math.max(Math.abs(this.prices[k]!), usual);
    }
    matrix.factorize();
    matrix.solve(step);
  }
}
