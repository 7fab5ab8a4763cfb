import type { Likelihood } from './likelihood.ts';
import { WEEKDAYS } from './rhythm.ts';

/**
 * The likelihood of one carry-over as a function of f at a few spends alone. Between them f is read linearly in the
 * logarithm of spend, so that the statistics of a curve are sums over these spends instead of over all days: when many
 * curves are asked for, several times as fast.
 */
export interface SpendDesign {
  /** Logarithms of the spends, descending. */
  readonly logs: Float64Array;
  /** f → its quadratic form in the metric V⁻¹: upper triangle by rows, what lies off the diagonal doubled. */
  readonly squares: Float64Array;
  /** f → its products with the columns h and y. */
  readonly withLevel: Float64Array;
  readonly withObserved: Float64Array;
  readonly likelihood: Likelihood;
}

/** Steps in log spend: where most days lie, then below −2.5, then below −6; a curve is hardly bent over them. */
const STEP = 0.12;
const LEAST_STEPS = 16;
const FINE_ABOVE = -2.5;
const COARSE = { step: 0.4, above: -6 };
const COARSER = { step: 1.5, above: -18 };

export function spendDesign(likelihood: Likelihood, logCarried: Float64Array): SpendDesign {
  const { size, factor, wHH, wHY, wHMu, point } = likelihood;
  const { weekday, knot, share, specials } = point.rows;
  const n = logCarried.length;
  const { logs, fine, step } = spendsFor(logCarried);
  const count = logs.length;
  // One row of `size` a spend.
  const columns = new Float64Array(count * size);
  const totals = new Float64Array(count);
  const diagonal = new Float64Array(count);
  const beside = new Float64Array(count);
  const withLevel = new Float64Array(count);
  const withObserved = new Float64Array(count);
  const cell = new Int32Array(n).fill(-1);
  const after = new Float64Array(n);
  const highest = logs[0]!;
  for (let i = 0; i < n; i++) {
    const z = logCarried[i]!;
    // Without spend f is 0.
    if (z === Number.NEGATIVE_INFINITY) continue;
    let k = Math.floor((highest - z) / step);
    if (k >= fine - 1) {
      k = fine - 1;
      while (k < count - 2 && logs[k + 1]! >= z) k++;
    }
    k = Math.max(0, Math.min(k, count - 2));
    const s = Math.max(0, Math.min(1, (logs[k]! - z) / (logs[k]! - logs[k + 1]!)));
    cell[i] = k;
    after[i] = s;
    const r = 1 - s;
    const hh = wHH[i]!;
    diagonal[k]! += hh * r * r;
    diagonal[k + 1]! += hh * s * s;
    beside[k]! += hh * r * s;
    withLevel[k]! += hh * r;
    withLevel[k + 1]! += hh * s;
    withObserved[k]! += wHY[i]! * r;
    withObserved[k + 1]! += wHY[i]! * s;
    const v = wHMu[i]!;
    totals[k]! += v * r;
    totals[k + 1]! += v * s;
    const low = k * size;
    const high = low + size;
    const onDay = weekday[i]!;
    const at = WEEKDAYS + knot[i]!;
    const next = v * share[i]!;
    columns[low + onDay]! += v * r;
    columns[high + onDay]! += v * s;
    columns[low + at]! += (v - next) * r;
    columns[high + at]! += (v - next) * s;
    columns[low + at + 1]! += next * r;
    columns[high + at + 1]! += next * s;
  }
  for (const { column, rows } of specials) {
    for (const i of rows) {
      const k = cell[i]!;
      if (k < 0) continue;
      columns[k * size + column]! += wHMu[i]! * (1 - after[i]!);
      columns[(k + 1) * size + column]! += wHMu[i]! * after[i]!;
    }
  }
  const { level, observed } = likelihood;
  for (let k = 0; k < count; k++) {
    const row = k * size;
    for (let i = 0; i < size; i++) {
      let sum = columns[row + i]! - point.centre[i]! * totals[k]!;
      const before = i * size;
      for (let j = 0; j < i; j++) sum -= factor[before + j]! * columns[row + j]!;
      const solved = sum / factor[before + i]!;
      columns[row + i] = solved;
      withLevel[k]! -= solved * level[i]!;
      withObserved[k]! -= solved * observed[i]!;
    }
  }
  const squares = new Float64Array((count * (count + 1)) / 2);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const row = k * size;
    for (let l = k; l < count; l++) {
      const other = l * size;
      let product = 0;
      for (let j = 0; j < size; j++) product += columns[row + j]! * columns[other + j]!;
      squares[at++] = l === k ? diagonal[k]! - product : 2 * ((l === k + 1 ? beside[k]! : 0) - product);
    }
  }
  return { logs, squares, withLevel, withObserved, likelihood };
}

/** As `statistics` of the likelihood, for the curve whose values at the design's spends are f. */
export function designStatistics(design: SpendDesign, f: Float64Array, out: Float64Array): void {
  const { squares, withLevel, withObserved, likelihood } = design;
  const count = withLevel.length;
  let s12 = 0;
  let s22 = 0;
  let sy = 0;
  let at = 0;
  for (let k = 0; k < count; k++) {
    const value = f[k]!;
    s12 += withLevel[k]! * value;
    sy += withObserved[k]! * value;
    let row = 0;
    for (let l = k; l < count; l++) row += squares[at++]! * f[l]!;
    s22 += row * value;
  }
  out[0] = likelihood.a11;
  out[1] = s12;
  out[2] = s22;
  out[3] = likelihood.g1;
  out[4] = sy;
  out[5] = likelihood.yy;
}

/** Spends for these days, and how many of them, from the highest down, are evenly spaced. */
function spendsFor(logCarried: Float64Array): { logs: Float64Array; fine: number; step: number } {
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (const z of logCarried) {
    if (z > highest) highest = z;
    if (z < lowest && z !== Number.NEGATIVE_INFINITY) lowest = z;
  }
  if (!(lowest <= highest)) return { logs: Float64Array.of(0, -1), fine: 2, step: 1 };
  const fineLow = Math.min(highest, Math.max(lowest, FINE_ABOVE));
  const steps = Math.max(LEAST_STEPS, Math.ceil((highest - fineLow) / STEP));
  const step = Math.max((highest - fineLow) / steps, 1e-6);
  const logs = Array.from({ length: steps + 1 }, (_, k) => highest - k * step);
  const fine = logs.length;
  for (const { step: wider, above } of [COARSE, COARSER]) {
    while (logs[logs.length - 1]! > Math.max(lowest, above) + 1e-9) logs.push(logs[logs.length - 1]! - wider);
  }
  return { logs: Float64Array.from(logs), fine, step };
}
