import { slopeAt } from '../curve/evaluate.ts';
import type { CampaignSeries, FittedCurve } from './fitted-curve.ts';

export type MoveCause =
  | 'NEW_DAYS'
  | 'RESTATED_DAYS'
  | 'EXPERIMENT'
  | 'LEVEL_BREAK'
  | 'LEVEL_DRIFT'
  | 'FAMILY'
  | 'NEIGHBOURS';

export interface CurveMove {
  /** Marginal return at the present spend by the new curve ÷ by the old one − 1. */
  readonly share: number;
  /** The old interval no longer holds the new value. */
  readonly isBeyondInterval: boolean;
  /** What changed between the two fits, the weightiest first. */
  readonly causes: readonly MoveCause[];
  /** For a planner: how far it moved and why. */
  readonly sentence: string;
}

/** Moves of the marginal return below this share need no explanation. */
export const NOTABLE_MOVE = 0.1;
const NOTABLE_DRIFT = 0.05;
const NAMED_CAUSES = 2;

/**
 * Why a refit of one campaign moved its curve; null when its marginal return at the present spend moved by less than
 * a tenth.
 *
 * @param series what the two fits were made of, where it is at hand: tells restated days from new ones
 */
export function explainMove(
  before: FittedCurve,
  after: FittedCurve,
  series?: { readonly before: CampaignSeries; readonly after: CampaignSeries },
): CurveMove | null {
  const { current, mean } = after.diagnostics.spend;
  const at = Math.max(current, 0.01 * mean);
  if (!(at > 0)) return null;
  const was = slopeAt(before.curve, at);
  const is = slopeAt(after.curve, at);
  if (!(was > 0) || !(is > 0) || !Number.isFinite(was + is)) return null;
  const share = is / was - 1;
  if (Math.abs(share) < NOTABLE_MOVE) return null;
  const drawn = before.posterior.draws.map(({ curve }) => slopeAt(curve, at)).sort((a, b) => a - b);
  const low = drawn[Math.floor(0.1 * drawn.length)] ?? was;
  const high = drawn[Math.floor(0.9 * drawn.length)] ?? was;
  const reasons = reasonsOf(before, after, series);
  const side = share > 0 ? 'rose' : 'fell';
  const why = reasons.slice(0, NAMED_CAUSES).map(({ text }) => text);
  return {
    share,
    isBeyondInterval: is < low || is > high,
    causes: reasons.map(({ cause }) => cause),
    sentence: `The return of the next unit of money ${side} by ${Math.round(100 * Math.abs(share))} %: ${why.join('; ')}.`,
  };
}

interface Reason {
  readonly cause: MoveCause;
  readonly text: string;
}

function reasonsOf(
  before: FittedCurve,
  after: FittedCurve,
  series: { readonly before: CampaignSeries; readonly after: CampaignSeries } | undefined,
): Reason[] {
  const reasons: Reason[] = [];
  const add = (cause: MoveCause, text: string) => reasons.push({ cause, text });
  const known = new Set(before.calibration.map(({ id }) => id));
  const experiments = after.calibration.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const removed = before.calibration.filter(({ id }) => !after.calibration.some((check) => check.id === id));
  if (experiments.length > 0) add('EXPERIMENT', `a new experiment (${experiments.join(', ')}) tells of it`);
  if (removed.length > 0) {
    add('EXPERIMENT', `an experiment was taken away (${removed.map(({ id }) => id).join(', ')})`);
  }
  const marked = new Set(before.parameters.breaks.map(({ date }) => date));
  const breaks = after.parameters.breaks.filter(({ date }) => !marked.has(date));
  for (const { date, multiplier } of breaks) {
    const change = Math.round(100 * (multiplier - 1));
    add('LEVEL_BREAK', `the level stepped by ${change > 0 ? '+' : ''}${change} % on ${date}`);
  }
  const restated = series ? restatedDays(series.before, series.after) : 0;
  if (restated > 0) add('RESTATED_DAYS', `${days(restated)} restated`);
  const newDays = after.diagnostics.observations - before.diagnostics.observations;
  if (newDays > 0) add('NEW_DAYS', `${days(newDays)} new, up to ${after.diagnostics.lastDay}`);
  const drift = driftOf(after) - driftOf(before);
  if (Math.abs(drift) > NOTABLE_DRIFT) {
    add('LEVEL_DRIFT', `its level ${drift > 0 ? 'rises' : 'falls'} away from that of its neighbours`);
  }
  if (before.family !== after.family) {
    add('FAMILY', `another family of curves is now the likeliest (${before.family} to ${after.family})`);
  }
  const isOwnUnchanged = reasons.every(({ cause }) => cause === 'FAMILY');
  if (isOwnUnchanged) reasons.unshift({ cause: 'NEIGHBOURS', text: 'what its neighbours say has changed' });
  return reasons;
}

/** Log of the present level over that of the first days. */
function driftOf({ posterior }: FittedCurve): number {
  const first = posterior.drift[0];
  return first ? -Math.log(first.multiplier) : 0;
}

/** Days in both series whose spend or outcome is another now, or whose outcome is complete only now. */
function restatedDays(before: CampaignSeries, after: CampaignSeries): number {
  const old = new Map(before.days.map((day) => [day.date, day]));
  return after.days.filter((day) => {
    const was = old.get(day.date);
    if (!was || was.incomplete === true) return false;
    return was.spend !== day.spend || was.outcome !== day.outcome;
  }).length;
}

const days = (count: number) => (count === 1 ? 'one day' : `${count} days`);
