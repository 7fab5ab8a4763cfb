/** A seeded source of random figures: the same seed gives the same problem on every machine. */
export interface Random {
  /** Uniform, from `low` up to `high`. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `size` different numbers below `n`, in ascending order. */
  sample(n: number, size: number): number[];
  /** exp(N(ln median, spread²)). */
  logNormal(median: number, spread: number): number;
}

export function randomFrom(seed: number): Random {
  const uniform = mulberry32(seed);
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const below = (n: number) => Math.floor(n * uniform());
  return {
    between,
    chance: (probability) => uniform() < probability,
    pick: (items) => items[below(items.length)]!,
    sample: (n, size) => {
      const chosen = new Set<number>();
      while (chosen.size < Math.min(n, size)) chosen.add(below(n));
      return [...chosen].sort((a, b) => a - b);
    },
    logNormal: (median, spread) => median * Math.exp(spread * gaussian(uniform)),
  };
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough for test data. */
function mulberry32(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal, by Box and Muller. */
function gaussian(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
