import type { Curve } from '../../../optimizer/curve/curve.ts';
import type {
  AllocationProblem,
  Group,
  Period,
  PeriodBudget,
  Unit,
} from '../../../optimizer/problem/problem.ts';
import { randomOf } from '../allocate/random-problems.ts';

export interface PlanShape {
  readonly units: number;
  readonly periods: number;
  readonly curves: 'CONCAVE' | 'S_SHAPED' | 'PIECEWISE';
  /** Limits on change from period to period, groups, targets, budgets per period. */
  readonly limits: boolean;
}

/** A random plan over time with round figures, often with a feasible steady plan, sometimes with none. */
export function randomPlan(seed: number, shape: PlanShape): AllocationProblem {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const chance = (probability: number) => random() < probability;
  const between = (low: number, high: number) => low + (high - low) * random();
  const hundredths = (value: number) => Math.round(100 * value) / 100;

  const periods: Period[] = Array.from({ length: shape.periods }, (_, t) => ({
    id: `p${t}`,
    ...(chance(0.6) ? { response: hundredths(between(0.5, 1.6)) } : {}),
    ...(chance(0.4) ? { cost: hundredths(between(0.7, 1.5)) } : {}),
  }));

  const curveOf = (size: number): Curve => {
    const outcome = size * between(0.02, 0.1);
    const halfSaturation = Math.round(size * between(0.3, 2));
    if (shape.curves === 'PIECEWISE') {
      const gains = Array.from({ length: 4 }, () => random() * outcome).sort((a, b) => b - a);
      let y = 0;
      const points = gains.map((gain, k): [number, number] => {
        y += gain;
        return [(k + 1) * size * 0.5, y];
      });
      return { family: 'PIECEWISE_LINEAR', points: [[0, 0], ...points] };
    }
    if (shape.curves === 'S_SHAPED' && chance(0.7))
      return { family: 'HILL', scale: 2 * outcome, halfSaturation, slope: hundredths(between(1.2, 3)) };
    const family = pick(['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'LOGISTIC', 'HILL'] as const);
    if (family === 'POWER') {
      const exponent = hundredths(between(0.3, 0.9));
      return { family, scale: outcome / size ** exponent, exponent };
    }
    if (family === 'HILL')
      return { family, scale: 2 * outcome, halfSaturation, slope: hundredths(between(0.5, 1)), baseline: 1 };
    return { family, scale: 2 * outcome, halfSaturation };
  };

  const units = Array.from({ length: shape.units }, (_, i): Unit => {
    const current = chance(0.1) ? 0 : Math.round(between(10, 200));
    const size = Math.max(20, current);
    const unit: Unit = {
      id: `u${i}`,
      current,
      curve: curveOf(size),
      valuePerConversion: Math.round(between(20, 60)),
      margin: hundredths(between(0.3, 0.9)),
      max: Math.round(size * between(1.1, 3)),
      ...(chance(0.7) ? { carryOver: hundredths(between(0, 0.8)) } : {}),
      ...(chance(0.3) ? { carryIn: Math.round(between(0, 200)) } : {}),
      ...(chance(0.3) ? { min: Math.round(current * between(0, 0.8)) } : {}),
    };
    if (!shape.limits) return unit;
    if (chance(0.1)) return { ...unit, locked: true, min: 0, max: Math.max(current, unit.max ?? 0) };
    return {
      ...unit,
      ...(chance(0.3) ? { maxPeriodChange: pick([0, 0.1, 0.3, 0.6]) } : {}),
      ...(chance(0.2)
        ? { byPeriod: [{ period: pick(periods).id, response: 1.5, max: Math.round(size * between(1, 2)) }] }
        : {}),
    };
  });
  const each = units.reduce((sum, { current }) => sum + current, 0);
  const total = each * shape.periods;
  const budget = pick([
    { equal: total },
    { atMost: Math.round(total * between(0.8, 1.3)) },
    { atMost: Math.round(total * 1.2), atLeast: Math.round(total * 0.7) },
  ]);
  if (!shape.limits)
    return { name: `plan ${seed}`, objective: { maximize: 'CONVERSIONS' }, budget, units, periods };

  const groups: Group[] = [];
  const members = units.filter(() => chance(0.6));
  if (chance(0.5) && members.length > 0) {
    const spent = members.reduce((sum, { current }) => sum + current, 0) * shape.periods;
    const limit = pick([
      { max: Math.round(spent * between(0.8, 1.3)) },
      { min: Math.round(spent * between(0.6, 1)) },
      { maxShare: Math.min(1, hundredths(((spent + 5) / (total + 5)) * between(0.8, 1.3))) },
      { minShare: Math.min(1, hundredths((spent / (total + 5)) * between(0.6, 1))) },
    ]);
    groups.push({ id: 'g', units: members.map(({ id }) => id), ...limit });
  }
  const budgeted = chance(0.5)
    ? periods.map((period) =>
        chance(0.6) ? { ...period, budget: { atMost: Math.round(each * between(0.9, 1.4)) } } : period,
      )
    : periods;
  const half = periods.slice(0, Math.ceil(shape.periods / 2)).map(({ id }) => id);
  const periodBudgets: PeriodBudget[] = chance(0.4)
    ? [{ id: 'first half', periods: half, atMost: Math.round(each * half.length * between(0.9, 1.2)) }]
    : [];
  return {
    name: `plan ${seed}`,
    objective: { maximize: pick(['CONVERSIONS', 'REVENUE', 'PROFIT'] as const) },
    budget,
    units,
    periods: budgeted,
    groups,
    periodBudgets,
    ...(chance(0.2) ? { targets: { cpaAtMost: Math.round(between(8, 40)) } } : {}),
  };
}
