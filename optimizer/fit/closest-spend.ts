import type { FitDiagnostics } from './fitted-curve.ts';
import type { Timeline } from './timeline.ts';

/** Days that spends move as one: budgets are rarely changed more often. */
const EFFECTIVE_DAYS = 14;
const LEAST_COMMON_DAYS = 42;
/** Beyond this many campaigns only those of the same channel are compared. */
const MOST_COMPARED = 400;
/** A correlation is named when it is surely (95 %, one-sided) above this. */
const CLEARLY_ALIKE = 0.6;

/**
 * For each campaign the other one whose spend moved most like its own, over their common days with weekdays left
 * out; null where none clearly did.
 */
export function closestSpend(timelines: readonly Timeline[]): FitDiagnostics['correlatedSpend'][] {
  const weekly = timelines.map(weeklySpend);
  const isSameChannelOnly = timelines.length > MOST_COMPARED;
  return timelines.map((one, i) => {
    let best: FitDiagnostics['correlatedSpend'] = null;
    timelines.forEach((other, j) => {
      if (i === j || (isSameChannelOnly && one.series.channel !== other.series.channel)) return;
      const { correlation, weeks } = correlate(weekly[i]!, weekly[j]!);
      if (7 * weeks < LEAST_COMMON_DAYS || correlation <= (best?.correlation ?? 0)) return;
      const effective = (7 * weeks) / EFFECTIVE_DAYS;
      // Fisher's transformation.
      const surely = Math.tanh(
        Math.atanh(Math.min(correlation, 0.9999)) - 1.645 / Math.sqrt(Math.max(effective - 3, 0.5)),
      );
      if (surely > CLEARLY_ALIKE) best = { campaign: other.series.campaign, correlation };
    });
    return best;
  });
}

interface WeeklySpend {
  /** Number of the first full week. */
  readonly first: number;
  readonly spend: Float64Array;
}

/** Sums over the weeks of the workspace's calendar: weekdays drop out. */
function weeklySpend({ spend, all }: Timeline): WeeklySpend {
  const start = (all.sinceStart[0] ?? 0) - (all.day[0] ?? 0);
  const first = Math.ceil(start / 7);
  const weeks = Math.max(0, Math.floor((start + spend.length) / 7) - first);
  const sums = new Float64Array(weeks);
  for (let w = 0; w < weeks; w++) {
    for (let d = 0; d < 7; d++) sums[w]! += spend[(first + w) * 7 - start + d]!;
  }
  return { first, spend: sums };
}

function correlate(a: WeeklySpend, b: WeeklySpend): { correlation: number; weeks: number } {
  const from = Math.max(a.first, b.first);
  const to = Math.min(a.first + a.spend.length, b.first + b.spend.length);
  const weeks = Math.max(0, to - from);
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (let w = from; w < to; w++) {
    const x = a.spend[w - a.first]!;
    const y = b.spend[w - b.first]!;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const vx = sxx - (sx * sx) / weeks;
  const vy = syy - (sy * sy) / weeks;
  const isVarying = vx > 1e-9 * sxx && vy > 1e-9 * syy;
  return { correlation: isVarying ? (sxy - (sx * sy) / weeks) / Math.sqrt(vx * vy) : 0, weeks };
}
