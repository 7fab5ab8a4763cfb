import type { CampaignState } from './campaign-state.ts';
import { workingPoint } from './campaign-state.ts';
import type { FitParameters, Posterior } from './fitted-curve.ts';
import { createLikelihood } from './likelihood.ts';
import { cholesky, forwardSolve } from './matrix.ts';
import { addTransposed, logMultipliers, type RhythmBasis, WEEKDAYS } from './rhythm.ts';
import { CURRENT_DAYS } from './spend-range.ts';
import { dateOf } from './timeline.ts';

/** The rhythm as it is published, and what of it belongs to the published curve. */
export interface PublishedRhythm {
  /** The published curve is the model's times this. */
  readonly level: number;
  readonly weekday: readonly number[];
  readonly season: Posterior['season'];
  readonly drift: Posterior['drift'];
  readonly eventDays: Posterior['eventDays'];
  readonly events: FitParameters['events'];
  readonly breaks: FitParameters['breaks'];
}

/** With fewer neighbours a season cannot be told from a drift, and is taken for a season. */
const LEAST_NEIGHBOURS = 2;
/** A drift counts from this many standard errors on. */
const CLEAR = 2;

/** Splits the day's multiplier into weekday × season (mean 1 over the observed days) × drift × breaks × events. */
export function publishRhythm(
  state: CampaignState,
  basis: RhythmBasis,
  eventNames: readonly string[],
  neighbours: number,
): PublishedRhythm {
  const { delta, allRows, centre, own, timeline } = state;
  const drift = neighbours >= LEAST_NEIGHBOURS ? ownDrift(state, basis) : null;
  // Weekdays and the season without drift, events and breaks.
  const steady = delta.slice().fill(0, WEEKDAYS + basis.knots);
  if (drift) for (let k = 0; k < basis.knots; k++) steady[WEEKDAYS + k]! -= drift[k]!;
  const logs = logMultipliers(allRows, centre, steady);
  const level = logs.length === 0 ? 1 : logs.reduce((sum, log) => sum + Math.exp(log), 0) / logs.length;
  const middle = steady.reduce((sum, d, j) => sum + d * centre[j]!, 0);
  const raw = Array.from(delta.subarray(0, WEEKDAYS), Math.exp);
  const weekdayMean = raw.reduce((a, b) => a + b, 0) / WEEKDAYS;
  const dateOfKnot = (k: number) => dateOf(own.start + basis.knotDays[k]!);

  const current = drift ? meanOfLastDays(state, drift) : 0;
  const driftMiddle = drift ? drift.reduce((sum, d, k) => sum + d * centre[WEEKDAYS + k]!, 0) : 0;
  const firstSpecial = WEEKDAYS + basis.knots;
  const events = eventNames.flatMap((name, e) => {
    const isObserved = (allRows.specials[e]?.rows.length ?? 0) > 0;
    return isObserved ? [{ name, multiplier: Math.exp(delta[firstSpecial + e]!) }] : [];
  });
  const eventLogs = new Map<number, number>();
  allRows.specials.slice(0, basis.events).forEach(({ column, rows }) => {
    for (const i of rows) eventLogs.set(i, (eventLogs.get(i) ?? 0) + delta[column]!);
  });
  return {
    level: level * Math.exp(current - driftMiddle),
    weekday: raw.map((w) => w / weekdayMean),
    season: Array.from({ length: basis.knots }, (_, k) => ({
      date: dateOfKnot(k),
      multiplier: (Math.exp(steady[WEEKDAYS + k]! - middle) * weekdayMean) / level,
    })),
    drift: drift
      ? Array.from(drift, (d, k) => ({ date: dateOfKnot(k), multiplier: Math.exp(d - current) }))
      : [],
    eventDays: [...eventLogs]
      .sort(([a], [b]) => a - b)
      .map(([i, log]) => ({
        date: dateOf(own.start + timeline.all.sinceStart[i]!),
        multiplier: Math.exp(log),
      })),
    events,
    breaks: own.breaks.map(({ date }, b) => ({
      date,
      multiplier: Math.exp(-delta[firstSpecial + basis.events + b]!),
    })),
  };
}

/**
 * What the campaign's season deviates from that of its neighbours at each knot, already shrunk by how much campaigns
 * of this workspace do deviate; null unless it moves the level of the last 28 days clearly away from the mean of all.
 */
function ownDrift(state: CampaignState, basis: RhythmBasis): Float64Array | null {
  const { delta, rhythmPrior, centre } = state;
  if (!state.best) return null;
  const own = Float64Array.from(
    { length: basis.knots },
    (_, k) => delta[WEEKDAYS + k]! - rhythmPrior.mean[WEEKDAYS + k]!,
  );
  const contrast = lastDays(state);
  for (let j = 0; j < WEEKDAYS; j++) contrast[j] = 0;
  for (let k = 0; k < basis.knots; k++) contrast[WEEKDAYS + k]! -= centre[WEEKDAYS + k]!;
  let shift = 0;
  for (let k = 0; k < basis.knots; k++) shift += contrast[WEEKDAYS + k]! * own[k]!;
  const size = delta.length;
  const prior = squaredLength(forwardSolve(cholesky(rhythmPrior.precision, size), size, contrast.slice()));
  const posterior = squaredLength(
    forwardSolve(createLikelihood(workingPoint(state)).factor, size, contrast.slice()),
  );
  // Undo the shrinkage to see how far the data themselves are from no drift.
  const information = Math.max(1 - posterior / prior, 1e-6);
  const z2 = shift ** 2 / (posterior * information);
  const kept = Math.max(0, 1 - CLEAR ** 2 / z2);
  return kept > 0 ? own.map((d) => kept * d) : null;
}

/** Mean of the basis' columns over the last days with a known outcome; 0 for events and breaks. */
function lastDays(state: CampaignState): Float64Array {
  const { rows, delta } = state;
  const n = rows.weekday.length;
  const weights = new Float64Array(n);
  const from = Math.max(0, n - CURRENT_DAYS);
  weights.fill(1 / Math.max(1, n - from), from);
  const means = addTransposed(rows, weights, new Float64Array(delta.length));
  for (const { column } of rows.specials) means[column] = 0;
  return means;
}

function meanOfLastDays(state: CampaignState, drift: Float64Array): number {
  const means = lastDays(state);
  return drift.reduce((sum, d, k) => sum + d * means[WEEKDAYS + k]!, 0);
}

function squaredLength(v: Float64Array): number {
  return v.reduce((sum, x) => sum + x * x, 0);
}
