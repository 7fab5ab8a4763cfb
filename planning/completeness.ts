import { dayNumber } from '../store/model/day.ts';
import type { DailyPerformance, SeenPerformance } from '../store/model/entities.ts';
import type { Channel } from '../store/model/ids.ts';

/**
 * What share of a day's final conversions is usually reported at which age, learned from days that were seen again
 * later. The direct estimate of claims development in insurance: the sum reported at an age over the sum that it
 * became, then made non-decreasing (pool adjacent violators; Ayer et al. 1955).
 */
export interface CompletenessCurve {
  /** Ordered by age in days (`asOf` − date); shares rise, from 0 to 1. Linear in between, 1 from `SETTLED_AGE` on. */
  readonly points: readonly { readonly age: number; readonly share: number }[];
  /** Days it was learned from. */
  readonly days: number;
}

/** Platforms restate the last 28 to 30 days; what a day says at three weeks is close to its last word. */
const SETTLED_AGE = 21;
/** Fewer conversions at an age say little about the share at that age. */
const LEAST_CONVERSIONS = 30;
/** From this share on a day counts as complete. */
export const COMPLETE_SHARE = 0.95;

/** One curve a channel, of the channels where days were seen again when they had settled. */
export function completenessByChannel(
  rows: Iterable<DailyPerformance>,
): ReadonlyMap<Channel, CompletenessCurve> {
  const evidence = new Map<Channel, Evidence>();
  for (const row of rows) {
    const [final] = row.seen ?? [];
    if (final === undefined || final.conversions === null || ageOf(row, final.lastAsOf) < SETTLED_AGE)
      continue;
    const ofChannel = evidence.get(row.channel) ?? { byAge: new Map<number, AgeSums>(), days: 0 };
    evidence.set(row.channel, ofChannel);
    ofChannel.days += 1;
    for (const seen of row.seen ?? []) addSighting(ofChannel.byAge, row, seen, final.conversions);
  }
  const curves = [...evidence].map(([channel, of]) => [channel, curveOf(of)] as const);
  return new Map(curves.filter(([, curve]) => curve.points.length > 0));
}

interface AgeSums {
  reported: number;
  final: number;
}

interface Evidence {
  readonly byAge: Map<number, AgeSums>;
  days: number;
}

/** Figures under another label are another count, and say nothing of how this one grew. */
function addSighting(
  byAge: Map<number, AgeSums>,
  row: DailyPerformance,
  { conversions, attribution, firstAsOf, lastAsOf }: SeenPerformance,
  final: number,
): void {
  if (conversions === null || attribution !== row.attribution) return;
  for (const age of new Set([ageOf(row, firstAsOf), ageOf(row, lastAsOf)])) {
    if (age < 0 || age >= SETTLED_AGE) continue;
    const sums = byAge.get(age) ?? { reported: 0, final: 0 };
    byAge.set(age, { reported: sums.reported + conversions, final: sums.final + final });
  }
}

const ageOf = ({ date }: DailyPerformance, asOf: DailyPerformance['asOf']): number =>
  dayNumber(asOf) - dayNumber(date);

function curveOf({ byAge, days }: Evidence): CompletenessCurve {
  const learned = [...byAge]
    .filter(([, { final }]) => final >= LEAST_CONVERSIONS)
    .sort(([a], [b]) => a - b)
    .map(([age, { reported, final }]) => ({
      ages: [age],
      share: Math.min(1, reported / final),
      weight: final,
    }));
  const blocks: typeof learned = [];
  for (const point of learned) {
    let block = point;
    for (let last = blocks.at(-1); last !== undefined && last.share > block.share; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      const share = (last.share * last.weight + block.share * block.weight) / weight;
      block = { ages: [...last.ages, ...block.ages], share, weight };
    }
    blocks.push(block);
  }
  return { points: blocks.flatMap(({ ages, share }) => ages.map((age) => ({ age, share }))), days };
}

/** The share reported at an age; null where nothing was learned for so young a day. */
export function shareReported(curve: CompletenessCurve | undefined, age: number): number | null {
  if (curve === undefined) return null;
  if (age >= SETTLED_AGE) return 1;
  const after = curve.points.find((point) => point.age >= age) ?? { age: SETTLED_AGE, share: 1 };
  const before = curve.points.findLast((point) => point.age <= age);
  if (before === undefined) return null;
  if (after.age === before.age) return before.share;
  return before.share + ((age - before.age) / (after.age - before.age)) * (after.share - before.share);
}

/** A day as it counts in a fit. */
export interface MarkedDay extends DailyPerformance {
  /** The share of its conversions that is usually reported by now; left out where that was not learned. */
  readonly completeness?: number;
}

/**
 * The days with `incomplete` as their channel's own curve says, where one was learned; else as the export said. A day
 * that no export has settled yet is young by its `asOf`, whatever today is.
 */
export function markedDays(
  rows: readonly DailyPerformance[],
  curves: ReadonlyMap<Channel, CompletenessCurve>,
): readonly MarkedDay[] {
  return rows.map((row) => {
    const share = shareReported(curves.get(row.channel), ageOf(row, row.asOf));
    if (share === null) return row;
    const incomplete = share < COMPLETE_SHARE;
    return { ...row, incomplete, ...(incomplete ? { completeness: share } : {}) };
  });
}
