import type { CampaignState } from './campaign-state.ts';
import { rowWeights } from './noise.ts';
import { basisWith, type RhythmBasis } from './rhythm.ts';

/** Days over which residuals of all campaigns are added up to look for something shorter than the knots' spacing. */
const STRETCH_DAYS = 4;
/** A stretch stands out when its sum is this many standard deviations from zero. */
const STANDS_OUT = 4;
const MOST_EXTRA_KNOTS = 32;

/**
 * Knots closer together where the campaigns deviate jointly from the season as it can be drawn so far, such as around
 * a sale or a holiday that lasts a few days.
 */
export function finerBasis(states: readonly CampaignState[], basis: RhythmBasis): RhythmBasis {
  const last = basis.knotDays[basis.knots - 1]!;
  const stretches = Math.ceil((last + 1) / STRETCH_DAYS);
  const score = new Float64Array(stretches);
  const information = new Float64Array(stretches);
  for (const { timeline, mu, noise } of states) {
    const weight = rowWeights(timeline.outcome, mu, noise, timeline.trust);
    timeline.fitted.sinceStart.forEach((day, i) => {
      const s = Math.floor(day / STRETCH_DAYS);
      score[s]! += weight[i]! * mu[i]! * (timeline.outcome[i]! - mu[i]!);
      information[s]! += weight[i]! * mu[i]! ** 2;
    });
  }
  const strength = score.map((value, s) =>
    information[s]! > 0 ? Math.abs(value) / Math.sqrt(information[s]!) : 0,
  );
  const standing = Array.from(strength.keys())
    .filter((s) => strength[s]! > STANDS_OUT)
    .sort((a, b) => strength[b]! - strength[a]! || a - b);

  const knotDays = new Set(basis.knotDays);
  const isFree = (day: number) =>
    day > 0 && day < last && ![...knotDays].some((other) => Math.abs(other - day) < 3);
  let extra = 0;
  for (const s of standing) {
    for (let edge = s - 1; edge <= s + 2; edge++) {
      if (extra < MOST_EXTRA_KNOTS && isFree(edge * STRETCH_DAYS)) {
        knotDays.add(edge * STRETCH_DAYS);
        extra++;
      }
    }
  }
  return extra === 0
    ? basis
    : basisWith(
        [...knotDays].sort((a, b) => a - b),
        basis.events,
      );
}
