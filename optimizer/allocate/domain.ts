/**
 * Where a unit's spend may lie: ascending disjoint closed intervals, a point being an interval of no width, and of
 * those only the multiples of `step` where there is one.
 */
export interface Domain {
  readonly intervals: readonly Interval[];
  readonly step: number | null;
}

export type Interval = readonly [from: number, to: number];

export const pointDomain = (x: number): Domain => ({ intervals: [[x, x]], step: null });

export const isEmpty = (domain: Domain): boolean => domain.intervals.length === 0;

export const lowest = (domain: Domain): number => domain.intervals[0]![0];

export const highest = (domain: Domain): number => domain.intervals[domain.intervals.length - 1]![1];

export const isFixed = (domain: Domain): boolean => lowest(domain) === highest(domain);

export function clip(domain: Domain, from: number, to: number): Domain {
  const intervals: Interval[] = [];
  for (const [a, b] of domain.intervals) {
    const low = Math.max(a, from);
    const high = Math.min(b, to);
    if (low <= high) intervals.push([low, high]);
  }
  return onGrid({ intervals, step: domain.step });
}

export function intersect(domain: Domain, allowed: readonly Interval[]): Domain {
  const intervals = domain.intervals.flatMap((interval) =>
    allowed.flatMap(([from, to]): Interval[] => {
      const low = Math.max(interval[0], from);
      const high = Math.min(interval[1], to);
      return low <= high ? [[low, high]] : [];
    }),
  );
  return onGrid({ intervals, step: domain.step });
}

/** Interval ends moved inward to multiples of the step, within a rounding error of them; empty intervals dropped. */
export function onGrid(domain: Domain): Domain {
  const { step } = domain;
  if (step === null) return domain;
  const intervals = domain.intervals.flatMap(([a, b]): Interval[] => {
    const low = Math.ceil(a / step - 1e-9);
    const high = Math.floor(b / step + 1e-9);
    return low <= high ? [[low * step, high * step]] : [];
  });
  return { intervals, step };
}

export function contains(domain: Domain, x: number, tolerance = 0): boolean {
  const inInterval = domain.intervals.some(([a, b]) => x >= a - tolerance && x <= b + tolerance);
  if (!inInterval || domain.step === null) return inInterval;
  const steps = x / domain.step;
  return Math.abs(steps - Math.round(steps)) * domain.step <= Math.max(tolerance, 1e-9 * domain.step);
}

/** The allowed spend nearest to x. */
export function nearest(domain: Domain, x: number): number {
  let best = Number.NaN;
  for (const [a, b] of domain.intervals) {
    const inside = Math.min(
      b,
      Math.max(a, domain.step === null ? x : Math.round(x / domain.step) * domain.step),
    );
    if (!(Math.abs(inside - x) >= Math.abs(best - x))) best = inside;
  }
  return best;
}

/** The lowest allowed spend that is not below x; the highest where there is none. */
export function nextAllowed(domain: Domain, x: number): number {
  for (const [a, b] of domain.intervals) {
    if (x > b) continue;
    if (x <= a || domain.step === null) return Math.max(a, x);
    return Math.min(b, Math.ceil(x / domain.step - 1e-9) * domain.step);
  }
  return highest(domain);
}
