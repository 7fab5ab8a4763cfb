import type { AllocationProblem, SolveOptions } from '../../optimizer/problem/problem.ts';
import { concaveProblem, type Size, sShapedProblem, targetProblem } from './problems.ts';
import type { Peer } from './race.ts';

/** What a row has to reach; absent where the figure is only stated. */
export interface Aim {
  /** Proven, relative to the bound. */
  readonly gap: number;
  readonly linearPrograms?: number;
  /** Times faster, by the name of a peer. */
  readonly faster?: Readonly<Record<string, number>>;
  /** Peers whose answer must never be better. */
  readonly neverWorseThan?: readonly string[];
  /** Our time over that of another row. */
  readonly timesRow?: { readonly row: string; readonly atMost: number };
  /** A target is met when nothing is broken by more than this. */
  readonly breach?: number;
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly problems: () => readonly AllocationProblem[];
  readonly peers: readonly Peer[];
  readonly aim: Aim;
  readonly note?: string;
}

const SCALED = 'SLSQP, scaled, from current';
const GRID = 'static 50-piece grid, javascript-lp-solver';
const BEST_OF_20 = 'SLSQP, scaled, best of 20 starts';

const scaledFrom = (name: string, start: string, problems: number, seconds: number): Peer => ({
  name,
  method: 'slsqp-scaled',
  starts: [start],
  problems,
  seconds,
});
const scaled = (problems: number, seconds = 60) => scaledFrom(SCALED, 'current', problems, seconds);
const scaledEqual = (problems: number, seconds = 60) =>
  scaledFrom('SLSQP, scaled, from equal split', 'equal', problems, seconds);
const scaledDefaultThreads = (problems: number, seconds = 60): Peer => ({
  ...scaledFrom('the same, default BLAS threads', 'current', problems, seconds),
  setting: 'DEFAULT',
});
const scaledEarlier = (problems: number, seconds = 60): Peer => ({
  ...scaledFrom('the same, SciPy 1.10', 'current', problems, seconds),
  setting: 'EARLIER',
});
const bestOf20 = (problems: number, seconds: number): Peer => ({
  name: BEST_OF_20,
  method: 'slsqp-scaled',
  starts: ['current', 'equal', ...Array.from({ length: 18 }, (_, seed) => String(seed))],
  problems,
  seconds,
});
const pymc = (problems: number, seconds = 60): Peer => ({
  name: 'PyMC-Marketing: SLSQP, raw, from equal split',
  method: 'slsqp-pymc',
  problems,
  seconds,
});
const lightweight = (problems: number, seconds = 60): Peer => ({
  name: 'LightweightMMM: SLSQP, raw, 3-point',
  method: 'slsqp-lightweight',
  problems,
  seconds,
});
const robyn = (problems: number, seconds = 30): Peer => ({
  name: 'Robyn: AUGLAG + SLSQP',
  method: 'auglag-robyn',
  problems,
  seconds,
});
const robynCorrected = (problems: number, seconds = 30): Peer => ({
  name: 'Robyn, Jacobian corrected',
  method: 'auglag-corrected',
  problems,
  seconds,
});
const meridian = (problems: number, seconds = 30): Peer => ({
  name: 'Meridian: greedy on a grid',
  method: 'greedy-meridian',
  problems,
  seconds,
});
const staticGrid = (problems: number): Peer => ({
  name: GRID,
  method: { staticGrid: 50 },
  problems,
  seconds: 60,
});

const seeds = (count: number) => Array.from({ length: count }, (_, k) => k + 1);
const series =
  (
    make: (size: Size) => AllocationProblem,
    count: number,
    size: Omit<Size, 'seed'>,
    solve: SolveOptions = {},
  ) =>
  () =>
    seeds(count).map((seed) => ({ ...make({ ...size, seed }), solve }));

const linearProgramming = (units: number, problems: number): Row => ({
  id: `linear-programming-${units}`,
  title: `linear-programming route alone, ${units} units, ${units / 5} groups, CPA`,
  problems: series(
    concaveProblem,
    problems,
    { units, groups: units / 5, cpa: true },
    { route: 'LINEAR_PROGRAMMING', relativeGap: 1e-6 },
  ),
  peers: [],
  aim: { gap: 1e-6, linearPrograms: 6 },
});

const targets = (target: 'CPA' | 'ROAS'): Row => ({
  id: `target-${target.toLowerCase()}`,
  title: `target ${target}, 8 units, budget free`,
  problems: () => seeds(8).map((seed) => targetProblem(seed, target)),
  peers: [robyn(8, 5), robynCorrected(8, 5)],
  aim: { gap: 1e-4, breach: 1e-6 },
});

export const ROWS: readonly Row[] = [
  {
    id: 'concave-20',
    title: '20 units, 4 groups, CPA',
    problems: series(concaveProblem, 5, { units: 20, groups: 4, cpa: true }),
    peers: [
      scaled(5),
      scaledEqual(5),
      scaledEarlier(5),
      scaledDefaultThreads(2),
      pymc(5),
      lightweight(5),
      robyn(5),
      staticGrid(5),
    ],
    aim: { gap: 1e-9, faster: { [SCALED]: 15, [GRID]: 500 } },
  },
  {
    id: 'concave-200',
    title: '200 units, 40 groups, CPA',
    problems: series(concaveProblem, 3, { units: 200, groups: 40, cpa: true }),
    peers: [scaled(3), scaledEarlier(3), scaledDefaultThreads(1, 30), pymc(1), robyn(1), staticGrid(1)],
    aim: { gap: 1e-9, faster: { [SCALED]: 1000 }, neverWorseThan: [SCALED] },
  },
  {
    id: 'concave-2000',
    title: '2,000 units, 400 groups, CPA',
    problems: series(concaveProblem, 3, { units: 2000, groups: 400, cpa: true }),
    peers: [],
    aim: { gap: 1e-9, timesRow: { row: 'concave-200', atMost: 40 } },
    note: 'SLSQP is left out: its work grows with the cube of the units, a thousand times that at 200.',
  },
  linearProgramming(20, 3),
  linearProgramming(50, 2),
  linearProgramming(100, 2),
  {
    id: 's-shaped-20',
    title: '20 S-shaped units, one budget',
    problems: series(sShapedProblem, 5, { units: 20 }, { relativeGap: 1e-6 }),
    peers: [scaled(5), scaledEqual(5), bestOf20(5, 10), pymc(5), robyn(5), meridian(5)],
    aim: { gap: 1e-6, neverWorseThan: [BEST_OF_20] },
  },
  {
    id: 's-shaped-200',
    title: '200 S-shaped units, one budget',
    problems: series(sShapedProblem, 3, { units: 200 }, { relativeGap: 1e-6 }),
    peers: [scaled(3), scaledEarlier(2), scaledEqual(2), bestOf20(1, 10), meridian(1)],
    aim: { gap: 1e-6, faster: { [SCALED]: 100 }, neverWorseThan: [SCALED, BEST_OF_20] },
  },
  {
    id: 's-shaped-2000',
    title: '2,000 S-shaped units, one budget',
    problems: series(sShapedProblem, 3, { units: 2000 }, { relativeGap: 1e-6 }),
    peers: [],
    aim: { gap: 1e-6 },
  },
  {
    id: 's-shaped-groups-20',
    title: '20 S-shaped units, 4 groups, CPA',
    problems: series(sShapedProblem, 5, { units: 20, groups: 4, cpa: true }, { relativeGap: 5e-4 }),
    peers: [scaled(5), bestOf20(3, 10)],
    aim: { gap: 5e-4, neverWorseThan: [BEST_OF_20] },
  },
  {
    id: 's-shaped-groups-60',
    title: '60 S-shaped units, 12 groups, CPA',
    problems: series(sShapedProblem, 4, { units: 60, groups: 12, cpa: true }, { relativeGap: 5e-4 }),
    peers: [scaled(4)],
    aim: { gap: 5e-4 },
  },
  targets('CPA'),
  targets('ROAS'),
];
