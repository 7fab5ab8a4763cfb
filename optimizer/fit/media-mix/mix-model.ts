import { cholesky, dot, forwardSolve, type Matrix } from '../matrix.ts';
import type { Rows } from '../timeline.ts';
import { type BaselineColumn, LEVEL_MEAN } from './baseline-columns.ts';
import type { MixLayout } from './layout.ts';
import type { Hyper } from './mix-prior.ts';

/**
 * The rows that are fitted, each divided by its noise's relative standard deviation:
 *
 *   y = Z β + Σ_c s_c F_c + noise,   β ~ N(0, P⁻¹),   s_c ≥ 0
 *
 * β is integrated out: of any two vectors u, v what counts is uᵀV⁻¹v = uᵀv/σ² − (Zᵀu)ᵀA⁻¹(Zᵀv)/σ⁴ with
 * A = ZᵀZ/σ² + P.
 */
export interface MixModel {
  readonly layout: MixLayout;
  readonly baseline: readonly BaselineColumn[];
  readonly rows: Rows;
  /** 1 ÷ relative standard deviation of each row's noise. */
  readonly rootWeight: Float64Array;
  readonly y: Float64Array;
  readonly z: readonly Float64Array[];
  readonly gram: Matrix;
}

/** @param weight of each period, 0 for one that is left out */
export function mixModel(
  layout: MixLayout,
  baseline: readonly BaselineColumn[],
  weight: Float64Array,
): MixModel {
  const day = Int32Array.from(
    Array.from(weight.keys()).filter((t) => weight[t]! > 0 && !Number.isNaN(layout.outcome[t]!)),
  );
  const rootWeight = Float64Array.from(day, (t) => Math.sqrt(weight[t]!));
  const z = baseline.map(({ values }) => Float64Array.from(day, (t, i) => values[t]! * rootWeight[i]!));
  const size = z.length;
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) gram[i * size + j] = gram[j * size + i] = dot(z[i]!, z[j]!);
  }
  return {
    layout,
    baseline,
    rows: { day, sinceStart: day, weekday: new Uint8Array(day.length) },
    rootWeight,
    y: Float64Array.from(day, (t, i) => (layout.outcome[t]! - LEVEL_MEAN) * rootWeight[i]!),
    z,
    gram,
  };
}

/** A's Cholesky factor under given hyperparameters. */
export interface BaselineFactor {
  readonly l: Matrix;
  /** −½ log|A| + ½ log|P| − n log σ. */
  readonly logDeterminants: number;
  readonly perVariance: number;
}

export function factorOf({ baseline, gram, rows }: MixModel, hyper: Hyper): BaselineFactor {
  const size = baseline.length;
  const perVariance = Math.exp(-2 * hyper.noise);
  const a = new Float64Array(size * size);
  for (let i = 0; i < a.length; i++) a[i] = gram[i]! * perVariance;
  let logDeterminants = -rows.day.length * hyper.noise;
  baseline.forEach(({ group, sd }, k) => {
    const learned = group === 'TREND' ? hyper.walk : group === 'SEASON' ? hyper.season : 0;
    const logSd = Math.log(sd) + learned;
    a[k * size + k]! += Math.exp(-2 * logSd);
    logDeterminants -= logSd;
  });
  const l = cholesky(a, size);
  for (let k = 0; k < size; k++) logDeterminants -= Math.log(l[k * size + k]!);
  return { l, logDeterminants, perVariance };
}

/** Zᵀv, four columns at a time: one sum alone would wait for each of its additions. */
export function projected({ z }: MixModel, v: Float64Array): Float64Array {
  const out = new Float64Array(z.length);
  let k = 0;
  for (; k + 3 < z.length; k += 4) {
    const [a, b, c, d] = [z[k]!, z[k + 1]!, z[k + 2]!, z[k + 3]!];
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let i = 0; i < v.length; i++) {
      const x = v[i]!;
      sa += x * a[i]!;
      sb += x * b[i]!;
      sc += x * c[i]!;
      sd += x * d[i]!;
    }
    out[k] = sa;
    out[k + 1] = sb;
    out[k + 2] = sc;
    out[k + 3] = sd;
  }
  for (; k < z.length; k++) out[k] = dot(z[k]!, v);
  return out;
}

/** L⁻¹ Zᵀv ÷ σ²: the inner product of two such vectors is what the baseline takes away. */
export const whitened = ({ l, perVariance }: BaselineFactor, zv: Float64Array): Float64Array => {
  const out = new Float64Array(zv.length);
  for (let k = 0; k < zv.length; k++) out[k] = zv[k]! * perVariance;
  return forwardSolve(l, zv.length, out);
};
