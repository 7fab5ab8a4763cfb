import type { Curve } from '../../optimizer/curve/curve.ts';
import type {
  AllocationProblem,
  Budget,
  Group,
  Limits,
  Objective,
  Targets,
  Unit,
} from '../../optimizer/problem/problem.ts';
import { judge } from './judge.ts';
import { type Random, randomFrom } from './random.ts';

/** A problem and a plan that is known to keep all its limits, since they were drawn around it. */
export interface Planted {
  readonly problem: AllocationProblem;
  readonly plan: readonly number[];
  /** What is odd about it. */
  readonly kind: FuzzKind;
}

export const FUZZ_KINDS = [
  'CONCAVE',
  'S_SHAPED',
  'CHOICES',
  'MICROS',
  'TINY_MONEY',
  'HUGE_BUDGET_TINY_OUTCOME',
  'UNLIKE_UNITS',
  'DUPLICATES',
  'ZERO_CURVES',
  'LINEAR',
  'ALL_LOCKED',
  'EDGE',
  'ONE_UNIT',
] as const;
export type FuzzKind = (typeof FUZZ_KINDS)[number];

const TIME_LIMIT_MS = 500;

/** Kinds take turns, so that any run of numbers has its share of each. */
export function fuzzProblem(seed: number): Planted {
  const kind = FUZZ_KINDS[seed % FUZZ_KINDS.length]!;
  const random = randomFrom(seed + 7_000_000);
  const [money, outcome] = scalesOf(kind, random);
  const count = kind === 'ONE_UNIT' ? 1 : Math.round(random.logNormal(6, 0.5)) + 1;
  const drawn = Array.from({ length: count }, (_, i) => unitOf(kind, i, random, money, outcome));
  const units = kind === 'DUPLICATES' ? drawn.map((unit, i) => ({ ...drawn[i % 2]!, id: unit.id })) : drawn;
  const plan = units.map((unit) => plantedSpend(unit, random));
  const slack = slackOf(kind, random);
  const limits = limitsAround(units, plan, random, slack);
  const objective = objectiveFor(units, plan, random, slack);
  const problem: AllocationProblem = {
    name: `fuzz ${seed} ${kind}`,
    objective,
    budget: budgetAround(sum(plan), kind, random, slack),
    units,
    groups: groupsAround(units, plan, random, slack),
    ...(limits ? { limits } : {}),
    targets: targetsAround({ objective, units }, plan, random, slack),
    solve: { timeLimitMs: TIME_LIMIT_MS },
  };
  return { problem, plan, kind };
}

/** Of money and of outcome. */
function scalesOf(kind: FuzzKind, random: Random): [number, number] {
  switch (kind) {
    case 'MICROS':
      return [1e6, random.pick([1, 1e6, 1e-6])];
    case 'TINY_MONEY':
      return [1e-6, random.pick([1, 1e6, 1e-6])];
    case 'HUGE_BUDGET_TINY_OUTCOME':
      return [1e7, 1e-6];
    default:
      return [1, 1];
  }
}

function unitOf(kind: FuzzKind, i: number, random: Random, money: number, outcome: number): Unit {
  const size = kind === 'UNLIKE_UNITS' ? money * 10 ** random.between(-3, 3) : money;
  const current = random.chance(0.1) ? 0 : round(size * random.logNormal(100, 0.8));
  const base = current || size * 20;
  const unit: Unit = {
    id: `u${i}`,
    current,
    curve: curveOf(kind, random, base, outcome),
    valuePerConversion: round((base / outcome) * random.between(0.005, 0.05) + 1e-9),
    margin: round(random.between(0.3, 0.9)),
  };
  if (kind === 'ALL_LOCKED' || random.chance(0.05)) return { ...unit, locked: true };
  const max = round(base * random.between(1, 3));
  if (kind === 'CHOICES' && random.chance(0.35)) {
    return random.chance(0.5)
      ? { ...unit, max, minIfOn: round(base * random.between(0.2, 0.9)) }
      : { ...unit, max, step: round(base * random.pick([0.05, 0.1, 0.25])) };
  }
  const min = round(current * random.between(0, 0.9));
  return random.pick<Unit>([
    { ...unit, min, max },
    { ...unit, max },
    { ...unit, max, minChange: -0.5 },
    current > 0
      ? { ...unit, minChange: round(random.between(-1, 0)), maxChange: round(random.between(0, 2)) }
      : { ...unit, max },
    // Just wide enough to be a choice at all.
    { ...unit, min: base, max: base * (1 + 1e-9) },
  ]);
}

function curveOf(kind: FuzzKind, random: Random, size: number, outcome: number): Curve {
  const scale = outcome * random.logNormal(5, 0.7);
  const halfSaturation = round(size * random.logNormal(0.8, 0.8));
  if (kind === 'LINEAR') {
    return random.chance(0.5)
      ? { family: 'POWER', scale: scale / size, exponent: 1 }
      : {
          family: 'PIECEWISE_LINEAR',
          points: [
            [0, 0],
            [4 * size, scale],
          ],
        };
  }
  if (kind === 'ZERO_CURVES' && random.chance(0.5)) {
    return random.pick<Curve>([
      { family: 'LOG', scale: 0, halfSaturation },
      {
        family: 'PIECEWISE_LINEAR',
        points: [
          [0, 0],
          [size, 0],
        ],
      },
      { family: 'HILL', scale: 0, halfSaturation, slope: 2 },
    ]);
  }
  const canBend = kind === 'S_SHAPED' || kind === 'CHOICES' || kind === 'UNLIKE_UNITS';
  const family = random.pick([
    'POWER',
    'LOG',
    'NEGATIVE_EXPONENTIAL',
    'LOGISTIC',
    'HILL',
    ...(canBend ? (['HILL', 'PIECEWISE_LINEAR'] as const) : []),
  ] as const);
  switch (family) {
    case 'POWER': {
      const exponent = random.between(0.2, 1);
      return { family, scale: scale / size ** exponent, exponent };
    }
    case 'HILL':
      return {
        family,
        scale,
        halfSaturation,
        slope: canBend ? random.between(0.5, 6) : random.between(0.4, 1),
      };
    case 'PIECEWISE_LINEAR': {
      let y = 0;
      const points = Array.from({ length: 5 }, (_, k): [number, number] => {
        if (k > 0) y += scale * random.between(0, 0.4);
        return [k * 0.6 * size, y];
      });
      return { family, points };
    }
    default:
      return { family, scale, halfSaturation };
  }
}

function plantedSpend(unit: Unit, random: Random): number {
  const { current, min = 0, max, minChange = -1, maxChange, locked, minIfOn, step } = unit;
  if (locked) return current;
  const low = Math.max(min, current * (1 + minChange));
  const high = Math.min(
    max ?? Number.POSITIVE_INFINITY,
    maxChange === undefined ? Number.POSITIVE_INFINITY : current * (1 + maxChange),
  );
  if (step !== undefined) return step * Math.floor(random.between(low, high) / step);
  if (minIfOn !== undefined) return random.chance(0.4) ? 0 : random.between(minIfOn, high);
  return Math.min(high, random.between(low, high));
}

/** How much room a limit leaves the planted plan: at the edge none, else sometimes none and mostly some. */
type Slack = () => number;
const slackOf =
  (kind: FuzzKind, random: Random): Slack =>
  () =>
    kind === 'EDGE' || random.chance(0.1) ? 0 : random.between(0, 0.3);

function budgetAround(spent: number, kind: FuzzKind, random: Random, slack: Slack): Budget {
  if (kind === 'EDGE')
    return random.pick<Budget>([{ equal: spent }, { atMost: spent }, { atLeast: spent, atMost: spent }]);
  return random.pick<Budget>([
    { equal: spent },
    { equal: spent },
    { atMost: spent * (1 + slack()) },
    { atMost: spent * (1 + slack()), atLeast: spent * (1 - slack()) },
    {},
  ]);
}

function groupsAround(
  units: readonly Unit[],
  plan: readonly number[],
  random: Random,
  slack: Slack,
): Group[] {
  const total = sum(plan);
  return Array.from({ length: random.pick([0, 0, 1, 2, 3]) }, (_, g): Group => {
    const members = random.sample(units.length, 1 + Math.floor(random.between(0, units.length)));
    const spent = sum(members.map((i) => plan[i]!));
    const share = total > 0 ? Math.min(1, spent / total) : 0;
    const limit = random.pick<Partial<Group>>([
      { max: spent * (1 + slack()) },
      { min: spent * (1 - slack()) },
      { maxShare: Math.min(1, share * (1 + slack())) },
      { minShare: share * (1 - slack()) },
      { min: spent * (1 - slack()), max: spent * (1 + slack()) },
    ]);
    return { id: `g${g}`, units: members.map((i) => units[i]!.id), ...limit };
  });
}

function limitsAround(
  units: readonly Unit[],
  plan: readonly number[],
  random: Random,
  slack: Slack,
): Limits | null {
  const moves = units.map(({ current }, i) => Math.abs(plan[i]! - current));
  if (random.chance(0.1)) return { totalMoved: (sum(moves) / 2) * (1 + slack()) };
  if (random.chance(0.05)) return { unitsMoved: moves.filter((move) => move > 0).length };
  return null;
}

function objectiveFor(
  units: readonly Unit[],
  plan: readonly number[],
  random: Random,
  slack: Slack,
): Objective {
  if (random.chance(0.12)) {
    const problem: AllocationProblem = { objective: { maximize: 'CONVERSIONS' }, units };
    const { conversions, revenue } = judge(problem, plan);
    const floors = random.pick([
      { conversionsAtLeast: conversions * (1 - slack()) },
      { revenueAtLeast: revenue * (1 - slack()) },
    ]);
    return { minimize: 'SPEND', subjectTo: floors };
  }
  return { maximize: random.pick(['CONVERSIONS', 'CONVERSIONS', 'REVENUE', 'PROFIT', 'ROI'] as const) };
}

function targetsAround(
  problem: AllocationProblem,
  plan: readonly number[],
  random: Random,
  slack: Slack,
): Targets {
  const { spend, conversions, revenue } = judge(problem, plan);
  if (spend <= 0 || conversions <= 0 || revenue <= 0) return {};
  if (random.chance(0.2)) return { cpaAtMost: (spend / conversions) * (1 + slack()) };
  if (random.chance(0.1)) return { roasAtLeast: (revenue / spend) * (1 - slack()) };
  return {};
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Six digits, as people type them. */
const round = (value: number) => Number(value.toPrecision(6));
