import type { Rows } from './timeline.ts';

/**
 * Weekday and season as one vector δ of log multipliers: seven weekdays, then the season at knots, linear between.
 * A day's multiplier is exp(Z̃ δ), where Z̃ is the basis less its mean over the reported days, so that scale and
 * baseline always mean "on an average observed day".
 */
export interface RhythmBasis {
  /** Days since the workspace's first day at which the season's knots lie, ascending. */
  readonly knotDays: readonly number[];
  readonly knots: number;
  /** 7 + knots. */
  readonly size: number;
}

export const WEEKDAYS = 7;
/** Knots lie this far apart unless the days show something shorter. */
export const KNOT_SPACING_DAYS = 14;
const MOST_REGULAR_KNOTS = 60;

/** Basis for a workspace whose days span `days`. */
export function rhythmBasis(days: number): RhythmBasis {
  const step = Math.max(KNOT_SPACING_DAYS, Math.ceil(days / MOST_REGULAR_KNOTS));
  const knots = Math.max(2, Math.ceil(Math.max(0, days - 1) / step) + 1);
  return basisWith(Array.from({ length: knots }, (_, k) => k * step));
}

export function basisWith(knotDays: readonly number[]): RhythmBasis {
  return { knotDays, knots: knotDays.length, size: WEEKDAYS + knotDays.length };
}

/** δ on another basis: the season is read off at the new knots. */
export function rebase(delta: Float64Array, from: RhythmBasis, to: RhythmBasis): Float64Array {
  const moved = new Float64Array(to.size);
  moved.set(delta.subarray(0, WEEKDAYS));
  to.knotDays.forEach((day, k) => {
    const { knot, share } = locate(day, from.knotDays);
    moved[WEEKDAYS + k] = (1 - share) * delta[WEEKDAYS + knot]! + share * delta[WEEKDAYS + knot + 1]!;
  });
  return moved;
}

/** The knot before a day and how far the day lies on the way to the next, both ends held constant. */
export function locate(day: number, knotDays: readonly number[]): { knot: number; share: number } {
  let knot = 0;
  while (knot < knotDays.length - 2 && knotDays[knot + 1]! <= day) knot++;
  const from = knotDays[knot]!;
  const share = (day - from) / ((knotDays[knot + 1] ?? from + 1) - from);
  return { knot, share: Math.min(1, Math.max(0, share)) };
}

/** Where the rows touch the basis: one weekday and two neighbouring knots each. */
export interface RhythmRows {
  readonly weekday: Uint8Array;
  readonly knot: Int32Array;
  /** Share of the knot after `knot`. */
  readonly share: Float64Array;
}

export function rhythmRows(rows: Rows, basis: RhythmBasis): RhythmRows {
  const n = rows.day.length;
  const knot = new Int32Array(n);
  const share = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = locate(rows.sinceStart[i]!, basis.knotDays);
    knot[i] = at.knot;
    share[i] = at.share;
  }
  return { weekday: rows.weekday, knot, share };
}

/** out += Zᵀ v */
export function addTransposed(rows: RhythmRows, v: Float64Array, out: Float64Array): Float64Array {
  const { weekday, knot, share } = rows;
  for (let i = 0; i < v.length; i++) {
    const value = v[i]!;
    const k = WEEKDAYS + knot[i]!;
    const next = value * share[i]!;
    out[weekday[i]!]! += value;
    out[k]! += value - next;
    out[k + 1]! += next;
  }
  return out;
}

/** Mean of each column of Z over the rows. */
export function columnMeans(rows: RhythmRows, basis: RhythmBasis): Float64Array {
  const n = Math.max(1, rows.weekday.length);
  return addTransposed(rows, new Float64Array(rows.weekday.length).fill(1 / n), new Float64Array(basis.size));
}

/** Z̃ δ, a log multiplier for each row. */
export function logMultipliers(rows: RhythmRows, centre: Float64Array, delta: Float64Array): Float64Array {
  let mean = 0;
  for (let j = 0; j < delta.length; j++) mean += centre[j]! * delta[j]!;
  const out = new Float64Array(rows.weekday.length);
  for (let i = 0; i < out.length; i++) {
    const k = WEEKDAYS + rows.knot[i]!;
    const s = rows.share[i]!;
    out[i] = delta[rows.weekday[i]!]! + (1 - s) * delta[k]! + s * delta[k + 1]! - mean;
  }
  return out;
}

/** Zᵀ D Z for a diagonal D. */
export function weightedGram(rows: RhythmRows, d: Float64Array, size: number): Float64Array {
  const gram = new Float64Array(size * size);
  for (let i = 0; i < d.length; i++) {
    const w = rows.weekday[i]!;
    const a = WEEKDAYS + rows.knot[i]!;
    const b = a + 1;
    const value = d[i]!;
    const sb = rows.share[i]!;
    const sa = 1 - sb;
    gram[w * size + w]! += value;
    gram[a * size + a]! += value * sa * sa;
    gram[b * size + b]! += value * sb * sb;
    const ab = value * sa * sb;
    gram[a * size + b]! += ab;
    gram[b * size + a]! += ab;
    const wa = value * sa;
    gram[w * size + a]! += wa;
    gram[a * size + w]! += wa;
    const wb = value * sb;
    gram[w * size + b]! += wb;
    gram[b * size + w]! += wb;
  }
  return gram;
}
