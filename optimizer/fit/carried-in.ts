import { carriedOver, thetaOf } from './carry-over.ts';
import { type Shape, valueAt } from './shape.ts';
import type { Timeline } from './timeline.ts';

/** What spend before the first day may have left, as multiples of the mean spend of the first week. */
export function possibleStarts({ spend, firstWeekSpend }: Timeline): readonly number[] {
  const first = spend[0] ?? 0;
  // As the week, from nothing, as the first day.
  return firstWeekSpend > 0 && first > 0 ? [1, 0, first / firstWeekSpend] : [1, 0];
}

const WEEK = 7;
const LEAST_SHARE = 1e-3;

/**
 * What is carried into the first day is not known. It is off by about as much as spend carried over differs from the
 * week after it, later in the same series, and that error dies out at the pace of the carry-over.
 *
 * @returns variance of each fitted day's b + s·f by it; shorter than the days where nothing is left of it
 */
export function startVariances(timeline: Timeline, psi: number, shape: Shape, scale: number): Float64Array {
  const theta = thetaOf(psi);
  const { day } = timeline.fitted;
  let count = 0;
  while (count < day.length && theta ** (day[count]! + 1) > LEAST_SHARE) count++;
  const out = new Float64Array(count);
  if (count === 0) return out;
  const deviation = deviationFromWeekAhead(timeline.spend, theta);
  const carried = carriedOver(timeline.spend, theta, timeline.firstWeekSpend, timeline.fitted);
  for (let i = 0; i < count; i++) {
    const a = Math.max(carried[i]!, 0.05);
    const slope = (valueAt(shape, 1.02 * a) - valueAt(shape, 0.98 * a)) / (0.04 * a);
    out[i] = (scale * slope * theta ** (day[i]! + 1) * deviation) ** 2;
  }
  return out;
}

/** Root mean square of spend carried over less the mean spend of the seven days after, in spend units. */
function deviationFromWeekAhead(spend: Float64Array, theta: number): number {
  let carried = spend[0] ?? 0;
  let squares = 0;
  let count = 0;
  for (let t = 0; t + WEEK < spend.length; t++) {
    carried = (1 - theta) * spend[t]! + theta * carried;
    let ahead = 0;
    for (let k = 1; k <= WEEK; k++) ahead += spend[t + k]! / WEEK;
    squares += (carried - ahead) ** 2;
    count++;
  }
  return count === 0 ? 0 : Math.sqrt(squares / count);
}
