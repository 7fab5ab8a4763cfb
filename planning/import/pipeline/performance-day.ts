import type { DailyPerformance, SeenPerformance } from '../../../store/model/entities.ts';
import { type FigureKind, restatements, unitedSeen } from './seen-figures.ts';

const PERFORMANCE: FigureKind<SeenPerformance> = {
  figuresOf: (seen) => [
    seen.conversions,
    seen.revenueMicros,
    seen.spendMicros,
    seen.clicks,
    seen.impressions,
    seen.attribution,
  ],
  joined: (newer, other) => {
    const { firstAsOf: _, lastAsOf: __, ...figures } = newer;
    const isTie = newer.lastAsOf === other.lastAsOf;
    return { ...figures, incomplete: isTie ? newer.incomplete && other.incomplete : newer.incomplete };
  },
};

/** What a day becomes when an export shows it (again). The newer `asOf` wins, in whatever order they are loaded. */
export function mergedPerformance(
  stored: DailyPerformance | undefined,
  incoming: DailyPerformance,
): DailyPerformance {
  if (stored === undefined) return incoming;
  const seen = unitedSeen(seenOf(stored), seenOf(incoming), PERFORMANCE);
  const [newest] = seen;
  // Both hold at least one.
  if (newest === undefined) return stored;
  const { seen: _, ...described } = describedByNewest(stored, incoming, newest);
  const counted = seen.find(({ conversions }) => conversions !== null) ?? newest;
  return {
    ...described,
    spendMicros: newest.spendMicros,
    impressions: firstKnown(seen, ({ impressions }) => impressions),
    clicks: firstKnown(seen, ({ clicks }) => clicks),
    // A figure that the newer export does not report is not taken back; conversions keep the label they came under.
    conversions: counted.conversions,
    attribution: counted.attribution,
    incomplete: counted.incomplete,
    revenueMicros: firstKnown(
      seen.filter(({ attribution }) => attribution === counted.attribution),
      ({ revenueMicros }) => revenueMicros,
    ),
    asOf: newest.lastAsOf,
    revision: restatements(seen, PERFORMANCE),
    ...(newest.firstAsOf === newest.lastAsOf && seen.length === 1 ? {} : { seen }),
  };
}

const seenOf = (day: DailyPerformance): readonly SeenPerformance[] =>
  day.seen ?? [
    {
      firstAsOf: day.asOf,
      lastAsOf: day.asOf,
      incomplete: day.incomplete,
      spendMicros: day.spendMicros,
      impressions: day.impressions,
      clicks: day.clicks,
      conversions: day.conversions,
      revenueMicros: day.revenueMicros,
      attribution: day.attribution,
    },
  ];

/** The day that the newest figures came with: its channel and source are the ones to keep. */
function describedByNewest(
  stored: DailyPerformance,
  incoming: DailyPerformance,
  newest: SeenPerformance,
): DailyPerformance {
  if (stored.asOf !== incoming.asOf) return stored.asOf > incoming.asOf ? stored : incoming;
  const keyOf = (seen: SeenPerformance) => JSON.stringify(PERFORMANCE.figuresOf(seen).map(String));
  const isOf = (day: DailyPerformance) => keyOf(seenOf(day)[0] ?? newest) === keyOf(newest);
  if (isOf(stored) !== isOf(incoming)) return isOf(stored) ? stored : incoming;
  const nameOf = ({ source, channel }: DailyPerformance) => `${source}\n${channel}`;
  return nameOf(stored) >= nameOf(incoming) ? stored : incoming;
}

function firstKnown<T>(
  seen: readonly SeenPerformance[],
  figureOf: (seen: SeenPerformance) => T | null,
): T | null {
  for (const one of seen) {
    const figure = figureOf(one);
    if (figure !== null) return figure;
  }
  return null;
}

/** The figures that a planner sees. */
export const sameFigures = (a: DailyPerformance, b: DailyPerformance): boolean =>
  a.channel === b.channel &&
  a.currencyCode === b.currencyCode &&
  a.spendMicros === b.spendMicros &&
  a.impressions === b.impressions &&
  a.clicks === b.clicks &&
  a.conversions === b.conversions &&
  a.revenueMicros === b.revenueMicros &&
  a.attribution === b.attribution;
