import type { DaySpans } from './special-days.ts';
import type { Rows } from './timeline.ts';

/**
 * The rhythm as one vector δ of log multipliers: seven weekdays, the season at knots, linear between, the events, and
 * last the breaks of the campaign itself. A day's multiplier is exp(Z̃ δ), where Z̃ is the basis less its mean over
 * the reported days, events and breaks excepted, so that scale and baseline always mean "on an average observed day
 * without event, at the newest level".
 */
export interface RhythmBasis {
  /** Days since the workspace's first day at which the season's knots lie, ascending. */
  readonly knotDays: readonly number[];
  readonly knots: number;
  readonly events: number;
  /** 7 + knots + events: what campaigns share. Breaks come after it. */
  readonly size: number;
}

export const WEEKDAYS = 7;
/** Knots lie this far apart unless the days show something shorter. */
export const KNOT_SPACING_DAYS = 14;
const MOST_REGULAR_KNOTS = 60;

/** Basis for a workspace whose days span `days`, with so many events. */
export function rhythmBasis(days: number, events: number): RhythmBasis {
  const step = Math.max(KNOT_SPACING_DAYS, Math.ceil(days / MOST_REGULAR_KNOTS));
  const knots = Math.max(2, Math.ceil(Math.max(0, days - 1) / step) + 1);
  return basisWith(
    Array.from({ length: knots }, (_, k) => k * step),
    events,
  );
}

export function basisWith(knotDays: readonly number[], events: number): RhythmBasis {
  return { knotDays, knots: knotDays.length, events, size: WEEKDAYS + knotDays.length + events };
}

/** δ on another basis: the season is read off at the new knots. */
export function rebase(delta: Float64Array, from: RhythmBasis, to: RhythmBasis): Float64Array {
  const moved = new Float64Array(delta.length + to.knots - from.knots);
  moved.set(delta.subarray(0, WEEKDAYS));
  moved.set(delta.subarray(WEEKDAYS + from.knots), WEEKDAYS + to.knots);
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

/** Where the rows touch the basis: one weekday and two neighbouring knots each, and events and breaks now and then. */
export interface RhythmRows {
  readonly weekday: Uint8Array;
  readonly knot: Int32Array;
  /** Share of the knot after `knot`. */
  readonly share: Float64Array;
  /** For each event and break: its column, and the rows on which it is 1. */
  readonly specials: readonly SpecialColumn[];
}

export interface SpecialColumn {
  readonly column: number;
  readonly rows: Int32Array;
}

export function rhythmRows(rows: Rows, basis: RhythmBasis, specialDays: readonly DaySpans[]): RhythmRows {
  const n = rows.day.length;
  const knot = new Int32Array(n);
  const share = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = locate(rows.sinceStart[i]!, basis.knotDays);
    knot[i] = at.knot;
    share[i] = at.share;
  }
  const first = WEEKDAYS + basis.knots;
  const specials = specialDays.map((spans, e) => ({
    column: first + e,
    rows: Int32Array.from(rows.sinceStart.keys()).filter((i) => isWithin(rows.sinceStart[i]!, spans)),
  }));
  return { weekday: rows.weekday, knot, share, specials };
}

/** The rows from one to before another. */
export function sliceRows(rows: RhythmRows, from: number, to: number): RhythmRows {
  return {
    weekday: rows.weekday.subarray(from, to),
    knot: rows.knot.subarray(from, to),
    share: rows.share.subarray(from, to),
    specials: rows.specials.map(({ column, rows: at }) => ({
      column,
      rows: at.filter((i) => i >= from && i < to).map((i) => i - from),
    })),
  };
}

function isWithin(day: number, spans: DaySpans): boolean {
  return spans.some(([from, to]) => day >= from && day <= to);
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
  for (const { column, rows: at } of rows.specials) for (const i of at) out[column]! += v[i]!;
  return out;
}

/** Mean over the rows of each weekday's and knot's column; 0 for events and breaks. */
export function columnMeans(rows: RhythmRows, basis: RhythmBasis): Float64Array {
  const n = Math.max(1, rows.weekday.length);
  const size = WEEKDAYS + basis.knots + rows.specials.length;
  const means = addTransposed(
    rows,
    new Float64Array(n).fill(1 / n).subarray(0, rows.weekday.length),
    new Float64Array(size),
  );
  return means.fill(0, WEEKDAYS + basis.knots);
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
  for (const { column, rows: at } of rows.specials) for (const i of at) out[i]! += delta[column]!;
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
  for (const special of rows.specials) addSpecial(rows, d, special, gram, size);
  return gram;
}

function addSpecial(
  rows: RhythmRows,
  d: Float64Array,
  { column, rows: at }: SpecialColumn,
  gram: Float64Array,
  size: number,
): void {
  const weighted = new Float64Array(d.length);
  for (const i of at) weighted[i] = d[i]!;
  const cross = addTransposed(rows, weighted, new Float64Array(size));
  for (let j = 0; j < size; j++) {
    gram[column * size + j] = cross[j]!;
    gram[j * size + column] = cross[j]!;
  }
}
