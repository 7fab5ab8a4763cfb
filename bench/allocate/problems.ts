import { allocate } from '../../optimizer/allocate/allocate.ts';
import type { Curve } from '../../optimizer/curve/curve.ts';
import type { AllocationProblem, Group, Unit } from '../../optimizer/problem/problem.ts';
import { judge } from './judge.ts';
import { type Random, randomFrom } from './random.ts';

const CONCAVE = ['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'HILL', 'LOGISTIC'] as const;
const LOCKED_SHARE = 0.05;

export interface Size {
  readonly seed: number;
  readonly units: number;
  /** Overlapping groups with a floor or a ceiling each. Default 0. */
  readonly groups?: number;
  /** A target CPA that binds and can be met. */
  readonly cpa?: boolean;
}

/** Concave curves of mixed families, spends log-normal, the budget that of today, every unit from 0.2 to 3 times its spend. */
export function concaveProblem(size: Size): AllocationProblem {
  const random = randomFrom(size.seed);
  const units = Array.from({ length: size.units }, (_, i): Unit => {
    const current = cents(random.logNormal(1000, 1));
    return {
      id: `u${i}`,
      current,
      curve: concaveCurve(random, current),
      valuePerConversion: cents(random.logNormal(60, 0.5)),
      ...(random.chance(LOCKED_SHARE) ? { locked: true } : { minChange: -0.8, maxChange: 2 }),
    };
  });
  return constrained(`concave-${size.units}`, units, size, random);
}

/** Hill curves with slopes from 1.5 to 3.5, every unit from nothing to 3 times its spend. */
export function sShapedProblem(size: Size): AllocationProblem {
  const random = randomFrom(size.seed + 500);
  const units = Array.from({ length: size.units }, (_, i): Unit => {
    const current = cents(random.logNormal(1000, 1));
    const halfSaturation = cents(current * random.logNormal(1, 0.5));
    const slope = random.between(1.5, 3.5);
    return {
      id: `u${i}`,
      current,
      curve: through(current, random.logNormal(30, 0.5), (scale) => ({
        family: 'HILL',
        scale,
        halfSaturation,
        slope,
      })),
      valuePerConversion: cents(random.logNormal(60, 0.5)),
      ...(random.chance(LOCKED_SHARE) ? { locked: true } : { minChange: -1, maxChange: 2 }),
    };
  });
  return constrained(`s-shaped-${size.units}`, units, size, random);
}

/**
 * Eight channels as Robyn's allocator meets them: Hill curves with its recommended shapes (0.5 to 3) and inflections,
 * 0.1 to 10 times today's spend, no budget, and its default target: 120 % of today's CPA or 80 % of today's ROAS.
 */
export function targetProblem(seed: number, target: 'CPA' | 'ROAS'): AllocationProblem {
  const random = randomFrom(seed + 900);
  const units = Array.from({ length: 8 }, (_, i): Unit => {
    const current = cents(random.logNormal(1000, 1));
    const halfSaturation = cents(1.5 * current * random.between(0.3, 1));
    const slope = random.between(0.5, 3);
    const cost = target === 'CPA' ? random.logNormal(30, 0.5) : random.logNormal(0.4, 0.5);
    const shape = (scale: number): Curve => ({
      family: 'HILL',
      scale,
      halfSaturation,
      slope,
      ...(target === 'ROAS' ? { outcome: 'REVENUE' as const } : {}),
    });
    return { id: `u${i}`, current, minChange: -0.9, maxChange: 9, curve: through(current, cost, shape) };
  });
  const maximize = target === 'CPA' ? 'CONVERSIONS' : 'REVENUE';
  const free: AllocationProblem = { name: `target-${target}`, objective: { maximize }, units };
  const { spend, conversions, revenue } = judge(free, currentOf(free));
  const targets =
    target === 'CPA' ? { cpaAtMost: (1.2 * spend) / conversions } : { roasAtLeast: (0.8 * revenue) / spend };
  return { ...free, targets };
}

/** Revenue is the aim where a CPA binds: with conversions as the aim and the budget spent, a CPA never would. */
function constrained(name: string, units: Unit[], size: Size, random: Random): AllocationProblem {
  const total = units.reduce((sum, { current }) => sum + current, 0);
  const plan = plantedPlan(units, random);
  const groups = Array.from({ length: size.groups ?? 0 }, (_, g) => groupAround(g, units, plan, random));
  const problem: AllocationProblem = {
    name: `${name}-seed-${size.seed}`,
    objective: { maximize: size.cpa ? 'REVENUE' : 'CONVERSIONS' },
    budget: { equal: cents(total) },
    units,
    ...(groups.length > 0 ? { groups } : {}),
  };
  return size.cpa ? { ...problem, targets: { cpaAtMost: bindingCpa(problem) } } : problem;
}

/** Some plan within the bounds that spends the budget: limits around it can be met. */
function plantedPlan(units: readonly Unit[], random: Random): number[] {
  const wishes = units.map(({ current, locked }) => (locked ? current : current * random.logNormal(1, 0.25)));
  const free = units.reduce((sum, { current, locked }) => sum + (locked ? 0 : current), 0);
  const wished = units.reduce((sum, { locked }, i) => sum + (locked ? 0 : wishes[i]!), 0);
  const scale = free / wished;
  // Between the plan of today and the wish, so that a clipped wish cannot break the total.
  return units.map(({ current, locked }, i) =>
    locked ? current : 0.5 * current + 0.5 * Math.min(2.9 * current, wishes[i]! * scale),
  );
}

function groupAround(g: number, units: readonly Unit[], plan: readonly number[], random: Random): Group {
  const most = Math.min(15, Math.ceil(units.length / 2));
  const members = random.sample(units.length, Math.round(random.between(3, most)));
  const planned = members.reduce((sum, i) => sum + plan[i]!, 0);
  const limit = random.chance(0.7)
    ? { max: cents(planned * random.between(1, 1.08)) + 0.01 }
    : { min: cents(planned * random.between(0.92, 1)) };
  return { id: `g${g}`, units: members.map((i) => units[i]!.id), ...limit };
}

/** Halfway between the lowest CPA that can be had and the one of the best plan without a target. */
function bindingCpa(problem: AllocationProblem): number {
  const roughly = { relativeGap: 1e-3, timeLimitMs: 3000 };
  const cpaOf = (maximize: 'CONVERSIONS' | 'REVENUE') => {
    const result = allocate({ ...problem, objective: { maximize }, solve: roughly });
    const spends = result.units.map(({ spend }) => spend ?? Number.NaN);
    const { spend, conversions } = judge(problem, spends);
    return spend / conversions;
  };
  const cpa = (cpaOf('CONVERSIONS') + cpaOf('REVENUE')) / 2;
  if (!Number.isFinite(cpa)) throw new Error(`${problem.name} has no plan without its CPA`);
  return cpa;
}

function concaveCurve(random: Random, current: number): Curve {
  const cpa = random.logNormal(30, 0.5);
  const halfSaturation = cents(current * random.between(0.3, 2));
  const exponent = random.between(0.3, 0.8);
  const slope = random.between(0.5, 1);
  const family = random.pick(CONCAVE);
  return through(current, cpa, (scale) => {
    if (family === 'POWER') return { family, scale, exponent };
    if (family === 'HILL') return { family, scale, halfSaturation, slope };
    return { family, scale, halfSaturation };
  });
}

/** The curve that brings spend ÷ cost at this spend. */
function through(spend: number, cost: number, shape: (scale: number) => Curve): Curve {
  const unit: Unit = { id: 'one', current: spend, curve: shape(1) };
  const problem: AllocationProblem = { objective: { maximize: 'CONVERSIONS' }, units: [unit] };
  return shape(spend / cost / judge(problem, [spend]).conversions);
}

export const currentOf = ({ units }: AllocationProblem): number[] => units.map(({ current }) => current);

const cents = (amount: number) => Math.round(100 * amount) / 100;
