import type { IsoDate } from '../../../store/model/day.ts';

/**
 * A day that several exports show is kept as the set of different figures they gave, each with the oldest and newest
 * `asOf` it was given at. Uniting such sets is commutative, associative and idempotent, so the state after any number
 * of loads does not depend on their order or on repetition. (A join semilattice; Shapiro et al. 2011, "Conflict-free
 * replicated data types".)
 */
export interface SeenSpan {
  readonly firstAsOf: IsoDate;
  readonly lastAsOf: IsoDate;
}

export interface FigureKind<Seen extends SeenSpan> {
  /** The figures in the order in which they decide between two exports of one `asOf`: the larger is the later. */
  readonly figuresOf: (seen: Seen) => readonly Figure[];
  /** Two sightings of the same figures as one, `newer` being the one with the newer `asOf`. */
  readonly joined: (newer: Seen, other: Seen) => Omit<Seen, keyof SeenSpan>;
}

export type Figure = number | bigint | string | null;

/** Beyond this many different values of one day the oldest are forgotten. */
const MOST_SEEN = 64;

/** The union, newest first. */
export function unitedSeen<Seen extends SeenSpan>(
  a: readonly Seen[],
  b: readonly Seen[],
  kind: FigureKind<Seen>,
): readonly Seen[] {
  const byFigures = new Map<string, Seen>();
  for (const seen of [...a, ...b]) {
    const key = JSON.stringify(kind.figuresOf(seen).map(String));
    const same = byFigures.get(key);
    byFigures.set(key, same === undefined ? seen : joined(same, seen, kind));
  }
  return [...byFigures.values()].sort((x, y) => -order(x, y, kind)).slice(0, MOST_SEEN);
}

function joined<Seen extends SeenSpan>(a: Seen, b: Seen, kind: FigureKind<Seen>): Seen {
  const [newer, other] = a.lastAsOf >= b.lastAsOf ? [a, b] : [b, a];
  return {
    ...newer,
    ...kind.joined(newer, other),
    firstAsOf: a.firstAsOf < b.firstAsOf ? a.firstAsOf : b.firstAsOf,
    lastAsOf: newer.lastAsOf,
  };
}

/**
 * Negative where `a` is the older. Two exports of the same `asOf` may still differ: conversions keep coming in after
 * the period has ended, so the one with more of them is the later one.
 */
function order<Seen extends SeenSpan>(a: Seen, b: Seen, kind: FigureKind<Seen>): number {
  if (a.lastAsOf !== b.lastAsOf) return a.lastAsOf < b.lastAsOf ? -1 : 1;
  const [figuresA, figuresB] = [kind.figuresOf(a), kind.figuresOf(b)];
  for (const [i, figure] of figuresA.entries()) {
    const other = figuresB[i] ?? null;
    if (figure === other) continue;
    if (figure === null) return -1;
    if (other === null) return 1;
    return figure < other ? -1 : 1;
  }
  return 0;
}

/**
 * How often the figures were restated, from the oldest to the newest. A figure that an export leaves out is not taken
 * back by it, so only a different value counts.
 */
export function restatements<Seen extends SeenSpan>(
  newestFirst: readonly Seen[],
  kind: FigureKind<Seen>,
): number {
  let known: readonly Figure[] = [];
  let count = 0;
  for (const seen of newestFirst.toReversed()) {
    const given = kind.figuresOf(seen);
    const before = known;
    if (given.some((figure, i) => figure !== null && (before[i] ?? null) !== null && figure !== before[i])) {
      count += 1;
    }
    known = given.map((figure, i) => figure ?? before[i] ?? null);
  }
  return count;
}
