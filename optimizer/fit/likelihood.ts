import { add, backwardSolve, cholesky, dot, forwardSolve, type Matrix } from './matrix.ts';
import { addTransposed, type RhythmRows, weightedGram } from './rhythm.ts';

/**
 * The linear mixed model around a working point, for one campaign:
 *
 *   y = h·(b + s·f) + μ·Z̃ d + ε,   d ~ N(0, P⁻¹),   Var ε = W⁻¹
 *
 * h is the present rhythm, μ the present mean, d what the rhythm may still move. Integrating d out leaves
 * V⁻¹ = W − Wμ Z̃ (Z̃ᵀ μWμ Z̃ + P)⁻¹ Z̃ᵀ μW, so that a season in the data is never mistaken for an effect of spend
 * beyond what the prior of the season allows.
 */
export interface WorkingPoint {
  readonly rows: RhythmRows;
  /** Means of the basis columns, subtracted from Z. */
  readonly centre: Float64Array;
  readonly h: Float64Array;
  readonly mu: Float64Array;
  readonly weight: Float64Array;
  readonly response: Float64Array;
  readonly precision: Matrix;
}

export interface Likelihood {
  readonly size: number;
  /** Cholesky factor of Z̃ᵀ μWμ Z̃ + P. */
  readonly factor: Matrix;
  readonly gram: Matrix;
  readonly point: WorkingPoint;
  /** μW, W h², W h y and μ W h, day by day. */
  readonly muWeight: Float64Array;
  readonly wHH: Float64Array;
  readonly wHY: Float64Array;
  readonly wHMu: Float64Array;
  /** Ends of the runs of days between the same two knots. */
  readonly stretches: Int32Array;
  /** L⁻¹ Z̃ᵀ μW of the columns h and y. */
  readonly level: Float64Array;
  readonly observed: Float64Array;
  /** The entries that do not depend on f. */
  readonly a11: number;
  readonly g1: number;
  readonly yy: number;
  readonly scratch: Float64Array;
}

export function createLikelihood(point: WorkingPoint): Likelihood {
  const { rows, centre, h, mu, weight, response, precision } = point;
  const size = centre.length;
  const n = mu.length;
  const muWeight = new Float64Array(n);
  const muWeightMu = new Float64Array(n);
  const wHH = new Float64Array(n);
  const wHY = new Float64Array(n);
  const wHMu = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    muWeight[i] = mu[i]! * weight[i]!;
    muWeightMu[i] = mu[i]! * muWeight[i]!;
    const weighted = weight[i]! * h[i]!;
    wHH[i] = weighted * h[i]!;
    wHY[i] = weighted * response[i]!;
    wHMu[i] = muWeight[i]! * h[i]!;
  }

  const gram = weightedGram(rows, muWeightMu, size);
  centreGram(gram, addTransposed(rows, muWeightMu, new Float64Array(size)), centre, sum(muWeightMu));
  const factor = cholesky(add(gram, precision), size);
  const level = forwardSolve(factor, size, projectColumn(point, muWeight, h));
  const observed = forwardSolve(factor, size, projectColumn(point, muWeight, response));

  return {
    size,
    factor,
    gram,
    point,
    muWeight,
    wHH,
    wHY,
    wHMu,
    stretches: stretchesOf(rows.knot),
    level,
    observed,
    a11: sum(wHH) - dot(level, level),
    g1: sum(wHY) - dot(level, observed),
    yy: weightedDot(weight, response, response) - dot(observed, observed),
    scratch: new Float64Array(size),
  };
}

/** Writes [A11, A12, A22, g1, g2, yy] of columns h and h·f and the response, all in the metric V⁻¹. */
export function statistics(likelihood: Likelihood, f: Float64Array, out: Float64Array): void {
  const { size, factor, wHH, wHY, wHMu, stretches, level, observed, scratch: z } = likelihood;
  const { weekday, knot, share, specials } = likelihood.point.rows;
  const { centre } = likelihood.point;
  z.fill(0);
  let s12 = 0;
  let s22 = 0;
  let sy = 0;
  let total = 0;
  let i = 0;
  for (let s = 0; s < stretches.length; s++) {
    const end = stretches[s]!;
    const k = 7 + knot[i]!;
    let inStretch = 0;
    let towardsNext = 0;
    for (; i < end; i++) {
      const value = f[i]!;
      const hf = wHH[i]! * value;
      s12 += hf;
      s22 += hf * value;
      sy += wHY[i]! * value;
      const v = wHMu[i]! * value;
      inStretch += v;
      towardsNext += v * share[i]!;
      z[weekday[i]!]! += v;
    }
    z[k]! += inStretch - towardsNext;
    z[k + 1]! += towardsNext;
    total += inStretch;
  }
  for (const { column, rows } of specials) {
    let inColumn = 0;
    for (let r = 0; r < rows.length; r++) inColumn += wHMu[rows[r]!]! * f[rows[r]!]!;
    z[column] = inColumn;
  }
  for (let j = 0; j < size; j++) z[j]! -= centre[j]! * total;
  forwardSolve(factor, size, z);
  for (let j = 0; j < size; j++) {
    s12 -= z[j]! * level[j]!;
    s22 -= z[j]! * z[j]!;
    sy -= z[j]! * observed[j]!;
  }
  out[0] = likelihood.a11;
  out[1] = s12;
  out[2] = s22;
  out[3] = likelihood.g1;
  out[4] = sy;
  out[5] = likelihood.yy;
}

/** Z̃ᵀ μW c for a column c. */
function projectColumn(
  { rows, centre }: WorkingPoint,
  muWeight: Float64Array,
  column: Float64Array,
): Float64Array {
  const v = new Float64Array(column.length);
  for (let i = 0; i < v.length; i++) v[i] = muWeight[i]! * column[i]!;
  const z = addTransposed(rows, v, new Float64Array(centre.length));
  const total = sum(v);
  for (let j = 0; j < z.length; j++) z[j]! -= centre[j]! * total;
  return z;
}

/** Posterior mean of d given the residual y − h·(b + s·f). */
export function rhythmShift(likelihood: Likelihood, residual: Float64Array): Float64Array {
  const { factor, size } = likelihood;
  return backwardSolve(
    factor,
    size,
    forwardSolve(factor, size, projectColumn(likelihood.point, likelihood.muWeight, residual)),
  );
}

/**
 * What the campaign alone says of d, as information (H, q), with the nuisance columns X integrated out under the
 * given prior precisions: the message that is pooled with its neighbours'.
 */
export function rhythmInformation(
  likelihood: Likelihood,
  residual: Float64Array,
  columns: readonly Float64Array[],
  columnPrecision: readonly number[],
): { H: Matrix; q: Float64Array } {
  const { size, point, muWeight } = likelihood;
  const m = columns.length;
  const projected = columns.map((c) => projectColumn(point, muWeight, c));
  const q = projectColumn(point, muWeight, residual);
  const xx = new Float64Array(m * m);
  const xr = new Float64Array(m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) xx[a * m + b] = weightedDot(point.weight, columns[a]!, columns[b]!);
    xx[a * m + a] = xx[a * m + a]! * (1 + 1e-9) + columnPrecision[a]!;
    xr[a] = weightedDot(point.weight, columns[a]!, residual);
  }
  const l = cholesky(xx, m);
  const H = likelihood.gram.slice();
  forwardSolve(l, m, xr);
  const rowsOf = new Float64Array(m * size);
  const column = new Float64Array(m);
  for (let j = 0; j < size; j++) {
    for (let a = 0; a < m; a++) column[a] = projected[a]![j]!;
    forwardSolve(l, m, column);
    for (let a = 0; a < m; a++) {
      rowsOf[a * size + j] = column[a]!;
      q[j]! -= column[a]! * xr[a]!;
    }
  }
  for (let a = 0; a < m; a++) {
    for (let i = 0; i < size; i++) {
      const left = rowsOf[a * size + i]!;
      for (let j = 0; j < size; j++) H[i * size + j]! -= left * rowsOf[a * size + j]!;
    }
  }
  return { H, q };
}

/** How many parameters' worth of the data the rhythm takes up: tr[(G + P)⁻¹ G]. */
export function effectiveParameters(likelihood: Likelihood): number {
  const { size, factor, gram } = likelihood;
  const column = new Float64Array(size);
  let trace = 0;
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) column[i] = gram[i * size + j]!;
    backwardSolve(factor, size, forwardSolve(factor, size, column));
    trace += column[j]!;
  }
  return trace;
}

function stretchesOf(knot: Int32Array): Int32Array {
  const ends: number[] = [];
  for (let i = 0; i < knot.length; i++) if (knot[i] !== knot[i + 1]) ends.push(i + 1);
  return Int32Array.from(ends);
}

/** Zᵀ D Z → Z̃ᵀ D Z̃ with Z̃ = Z − 1·centreᵀ. */
function centreGram(gram: Matrix, zd: Float64Array, centre: Float64Array, total: number): void {
  const size = centre.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      gram[i * size + j]! += centre[i]! * centre[j]! * total - centre[i]! * zd[j]! - zd[i]! * centre[j]!;
    }
  }
}

function sum(v: Float64Array): number {
  let total = 0;
  for (let i = 0; i < v.length; i++) total += v[i]!;
  return total;
}

function weightedDot(w: Float64Array, a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < w.length; i++) total += w[i]! * a[i]! * b[i]!;
  return total;
}
