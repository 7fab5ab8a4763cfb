import type { Curve } from '../../../optimizer/curve/curve.ts';
import type { AllocationProblem, Group, Unit } from '../../../optimizer/problem/problem.ts';

/** A small seeded generator (mulberry32), so that a failing problem can be made again from its number. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Shape {
  readonly units: number;
  readonly curves: 'CONCAVE' | 'ANY';
  readonly choices: boolean;
  readonly limits: boolean;
}

/** A random problem with round figures, often with a feasible current plan, sometimes with none. */
export function randomProblem(seed: number, shape: Shape): AllocationProblem {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const chance = (probability: number) => random() < probability;
  const between = (low: number, high: number) => low + (high - low) * random();

  const units = Array.from({ length: shape.units }, (_, i): Unit => {
    const current = chance(0.1) ? 0 : Math.round(between(10, 200));
    const unit: Unit = {
      id: `u${i}`,
      current,
      curve: randomCurve(Math.max(20, current)),
      valuePerConversion: Math.round(between(20, 60)),
      margin: Math.round(between(30, 90)) / 100,
      ...(chance(0.3) ? { min: Math.round(current * between(0, 0.8)) } : {}),
      max: Math.round(Math.max(20, current) * between(1.1, 3)),
    };
    if (chance(0.1)) return { ...unit, locked: true, min: 0, max: Math.max(current, unit.max ?? 0) };
    if (!shape.choices) return unit;
    if (chance(0.25)) return { ...unit, min: 0, minIfOn: Math.round(between(10, 60)) };
    if (chance(0.25)) return { ...unit, step: pick([5, 10, 20]) };
    return unit;
  });
  const total = units.reduce((sum, { current }) => sum + current, 0);

  function randomCurve(size: number): Curve {
    const outcome = size * between(0.02, 0.1);
    const halfSaturation = Math.round(size * between(0.2, 2));
    const family = pick(
      shape.curves === 'CONCAVE'
        ? (['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'LOGISTIC', 'HILL'] as const)
        : (['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'LOGISTIC', 'HILL', 'PIECEWISE_LINEAR'] as const),
    );
    switch (family) {
      case 'POWER': {
        const exponent = between(0.3, 0.9);
        return { family, scale: outcome / size ** exponent, exponent };
      }
      case 'HILL':
        return {
          family,
          scale: 2 * outcome,
          halfSaturation,
          slope: shape.curves === 'CONCAVE' ? between(0.5, 1) : between(0.7, 4),
          baseline: 1,
        };
      case 'PIECEWISE_LINEAR': {
        const gains = Array.from({ length: 4 }, () => random() * outcome);
        let y = 0;
        return {
          family,
          points: [
            [0, 0],
            ...gains.map((gain, k): [number, number] => {
              y += gain;
              return [(k + 1) * size * 0.5, y];
            }),
          ],
        };
      }
      default:
        return { family, scale: 2 * outcome, halfSaturation };
    }
  }

  const groups: Group[] = [];
  if (shape.limits && chance(0.6)) {
    const members = units.filter(() => chance(0.6)).map(({ id }) => id);
    const spent = units
      .filter(({ id }) => members.includes(id))
      .reduce((sum, { current }) => sum + current, 0);
    const limit = pick([
      { max: Math.round(spent * between(0.8, 1.3)) },
      { min: Math.round(spent * between(0.6, 1)) },
      { maxShare: Math.min(1, Math.round(((spent + 5) / (total + 5)) * between(80, 130)) / 100) },
      { minShare: Math.min(1, Math.round((spent / (total + 5)) * between(60, 100)) / 100) },
    ]);
    if (members.length > 0) groups.push({ id: 'g', units: members, ...limit });
  }
  const budget = pick([
    { equal: total },
    { atMost: Math.round(total * between(0.8, 1.3)) },
    { atMost: Math.round(total * 1.2), atLeast: Math.round(total * 0.7) },
  ]);
  return {
    name: `random ${seed}`,
    objective: { maximize: pick(['CONVERSIONS', 'REVENUE', 'PROFIT'] as const) },
    budget,
    units,
    groups,
    ...(shape.limits && shape.choices && chance(0.2) ? { limits: { unitsMoved: pick([1, 2]) } } : {}),
    ...(shape.limits && chance(0.15)
      ? { limits: { totalMoved: Math.round(total * between(0.05, 0.3)) } }
      : {}),
    ...(shape.limits && chance(0.2) ? { targets: { cpaAtMost: Math.round(between(8, 40)) } } : {}),
  };
}
