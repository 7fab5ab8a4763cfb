/**
 * Rounds an allocation to whole coins by largest remainder, so that the total ties exactly and every bound holds.
 * All amounts are counts of coins; bounds and the total's range are integers.
 */
export interface RoundingProblem {
  readonly spends: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly total: { readonly min: number; readonly max: number };
  readonly groups: readonly RoundingGroup[];
}

export interface RoundingGroup {
  /** Indexes of its members. */
  readonly members: readonly number[];
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Of the total, 0 to 1. */
  readonly minShare?: number | undefined;
  readonly maxShare?: number | undefined;
}

/** A share of the total may fall between two coins; a solver's answer is this close to its limits, in coins. */
const TOLERANCE = 1e-4;

/**
 * Integers within their bounds whose sum is within the total's range, each close to its spend. Group limits hold
 * wherever whole coins can meet them. Ties are broken by position.
 */
export function roundToCoins(problem: RoundingProblem): readonly number[] {
  const { spends, lower, upper, total } = problem;
  const rounded = spends.map((spend, i) =>
    clamp(Math.floor(spend + TOLERANCE), lower[i] ?? 0, upper[i] ?? 0),
  );
  const target = clamp(Math.round(sum(spends)), total.min, total.max);
  handOutRemainder(problem, rounded, target);
  repairGroups(problem, rounded, integerGroups(problem.groups, sum(rounded)));
  return rounded;
}

function handOutRemainder(
  { spends, lower, upper }: RoundingProblem,
  rounded: number[],
  target: number,
): void {
  let missing = target - sum(rounded);
  while (missing !== 0) {
    const step = Math.sign(missing);
    const canMove = rounded.flatMap((coins, i) =>
      step > 0 ? (coins < (upper[i] ?? 0) ? [i] : []) : coins > (lower[i] ?? 0) ? [i] : [],
    );
    if (canMove.length === 0) return;
    const remainder = (i: number) => step * ((spends[i] ?? 0) - (rounded[i] ?? 0));
    canMove.sort((a, b) => remainder(b) - remainder(a) || a - b);
    for (const i of canMove.slice(0, Math.abs(missing))) {
      rounded[i] = (rounded[i] ?? 0) + step;
      missing -= step;
    }
  }
}

interface IntegerGroup {
  readonly members: ReadonlySet<number>;
  readonly min: number;
  readonly max: number;
}

function integerGroups(groups: readonly RoundingGroup[], total: number): readonly IntegerGroup[] {
  return groups.map(({ members, min = 0, max = Infinity, minShare = 0, maxShare = Infinity }) => ({
    members: new Set(members),
    min: Math.ceil(Math.max(min, minShare * total) - TOLERANCE),
    max: Math.floor(Math.min(max, maxShare === Infinity ? Infinity : maxShare * total) + TOLERANCE),
  }));
}

/** Moves single coins between units while that lessens the breach of the groups. */
function repairGroups(problem: RoundingProblem, rounded: number[], groups: readonly IntegerGroup[]): void {
  const spendOf = groups.map(({ members }) => sum([...members].map((i) => rounded[i] ?? 0)));
  const breachOf = (g: number, change = 0) => {
    const spend = (spendOf[g] ?? 0) + change;
    const { min = 0, max = 0 } = groups[g] ?? {};
    return Math.max(0, min - spend, spend - max);
  };
  for (;;) {
    if (groups.every((_, g) => breachOf(g) === 0)) return;
    const move = bestMove(problem, rounded, groups, breachOf);
    if (move === null) return;
    rounded[move.from] = (rounded[move.from] ?? 0) - 1;
    rounded[move.to] = (rounded[move.to] ?? 0) + 1;
    groups.forEach(({ members }, g) => {
      spendOf[g] = (spendOf[g] ?? 0) + Number(members.has(move.to)) - Number(members.has(move.from));
    });
  }
}

/** The move of one coin that lessens the groups' breach the most, at the least distance; null when none does. */
function bestMove(
  { spends, lower, upper }: RoundingProblem,
  rounded: readonly number[],
  groups: readonly IntegerGroup[],
  breachOf: (group: number, change?: number) => number,
): { readonly from: number; readonly to: number } | null {
  const givers = rounded.flatMap((coins, i) => (coins > (lower[i] ?? 0) ? [i] : []));
  const takers = rounded.flatMap((coins, i) => (coins < (upper[i] ?? 0) ? [i] : []));
  const distance = (i: number, change: number) => {
    const off = (rounded[i] ?? 0) - (spends[i] ?? 0);
    return Math.abs(off + change) - Math.abs(off);
  };
  let best: { from: number; to: number; relief: number; cost: number } | null = null;
  for (const from of givers) {
    for (const to of takers) {
      if (from === to) continue;
      let relief = 0;
      groups.forEach(({ members }, g) => {
        const change = Number(members.has(to)) - Number(members.has(from));
        if (change !== 0) relief += breachOf(g) - breachOf(g, change);
      });
      const cost = distance(from, -1) + distance(to, 1);
      const isBetter = best === null || relief > best.relief || (relief === best.relief && cost < best.cost);
      if (relief > 0 && isBetter) best = { from, to, relief, cost };
    }
  }
  return best;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
