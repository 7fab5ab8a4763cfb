import { allocate } from '../../optimizer/allocate/allocate.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { timed } from '../statistics.ts';
import { askChild } from './child.ts';
import { judge } from './judge.ts';
import type { AllPythonPeers, Setting } from './python-peers.ts';
import type { GridAnswer, GridRequest } from './static-grid.ts';

/** A peer's entry in a race. */
export interface Peer {
  readonly name: string;
  /** For the first so many problems of the row only; slow peers get few. */
  readonly problems: number;
  readonly seconds: number;
  /** Starts, of which the best feasible answer counts and all the time: 'current', 'equal', seeds. Default none. */
  readonly starts?: readonly string[];
  readonly setting?: Setting;
  /** A method of bench/peers, or the static grid in Node. */
  readonly method: string | { readonly staticGrid: number };
}

/** How one solver did on one problem. */
export interface Lap {
  readonly problem: string;
  /** (bound − value) ÷ |bound|, against the bound that is proven here. Null without an answer. */
  readonly gap: number | null;
  /** As a share of the limit that is broken most. */
  readonly breach: number | null;
  readonly milliseconds: number;
  /** Its time over ours, on this problem in this run. */
  readonly ratio: number;
  readonly message: string;
}

export interface OurLap extends Omit<Lap, 'ratio' | 'message'> {
  readonly status: AllocationResult['status'];
  readonly route: string;
  readonly linearPrograms: number;
  readonly nodes: number;
  readonly firstMs: number;
  readonly bound: number;
  readonly value: number;
}

export interface Race {
  readonly ours: readonly OurLap[];
  readonly peers: readonly { readonly name: string; readonly laps: readonly Lap[] }[];
}

/** Not better than the bound by more than this, unless it breaks a limit by as much. */
export const BELIEVED_BREACH = 1e-6;

/** Every problem: ours, then each peer, then ours again, so that a busy moment of the machine falls on all. */
export async function race(
  problems: readonly AllocationProblem[],
  peers: readonly Peer[],
  python: AllPythonPeers,
): Promise<Race> {
  warmUp(problems[0]!);
  const ours: OurLap[] = [];
  const laps: Lap[][] = peers.map(() => []);
  for (const [index, problem] of problems.entries()) {
    const before = timeOurs(problem);
    const answers: { peer: number; answer: PeerLap }[] = [];
    for (const [peer, { problems: most, ...entry }] of peers.entries()) {
      if (index < most) answers.push({ peer, answer: await runPeer(entry, problem, python) });
    }
    const times = [...before.times, ...(before.times[0]! < SLOW_MS ? timeOurs(problem).times : [])];
    const milliseconds = median(times);
    ours.push({ ...ourLap(problem, before.result), firstMs: before.times[0]!, milliseconds });
    for (const { peer, answer } of answers) {
      const { spends, milliseconds: peerMs, message } = answer;
      const figures = spends === null ? { gap: null, breach: null } : gapOf(problem, before.result, spends);
      laps[peer]!.push({
        ...figures,
        problem: problem.name ?? '',
        milliseconds: peerMs,
        ratio: peerMs / milliseconds,
        message,
      });
    }
  }
  return { ours, peers: peers.map(({ name }, peer) => ({ name, laps: laps[peer]! })) };
}

interface PeerLap {
  readonly spends: readonly number[] | null;
  readonly milliseconds: number;
  readonly message: string;
}

async function runPeer(
  { method, starts, seconds, setting = 'ONE' }: Omit<Peer, 'problems'>,
  problem: AllocationProblem,
  python: AllPythonPeers,
): Promise<PeerLap> {
  if (typeof method !== 'string') return runStaticGrid(method.staticGrid, problem, seconds);
  const runs = starts && starts.length > 1 ? 1 : 5;
  const request = { method, problem, seconds, runs };
  if (!starts) return withMedian(await python[setting].ask(request));
  const answers = [];
  for (const start of starts) answers.push(withMedian(await python[setting].ask({ ...request, start })));
  const best = answers.reduce((a, b) => (worth(problem, b.spends) > worth(problem, a.spends) ? b : a));
  return { ...best, milliseconds: answers.reduce((sum, answer) => sum + answer.milliseconds, 0) };
}

const withMedian = ({
  milliseconds,
  ...answer
}: Awaited<ReturnType<AllPythonPeers['ONE']['ask']>>): PeerLap => ({
  ...answer,
  milliseconds: milliseconds.length > 0 ? median(milliseconds) : Number.NaN,
});

function worth(problem: AllocationProblem, spends: readonly number[] | null): number {
  if (!spends) return Number.NEGATIVE_INFINITY;
  const { value, breach } = judge(problem, spends);
  return breach > BELIEVED_BREACH ? -breach : value;
}

async function runStaticGrid(pieces: number, problem: AllocationProblem, seconds: number): Promise<PeerLap> {
  const request: GridRequest = { problem, pieces };
  const started = performance.now();
  const answer = await askChild<GridAnswer>('./static-grid.ts', request, 1000 * seconds);
  if (!answer) {
    return { spends: null, milliseconds: performance.now() - started, message: 'killed at the time limit' };
  }
  return { ...answer, message: answer.feasible ? 'feasible' : 'called infeasible' };
}

const LEAST_RUNS = 3;
const MOST_RUNS = 30;
const TIMED_MS = 400;
/** Once is enough. */
const SLOW_MS = 3000;

function timeOurs(problem: AllocationProblem) {
  const first = timed(() => allocate(problem));
  const times = [first.milliseconds];
  const most = first.milliseconds > SLOW_MS ? 1 : MOST_RUNS;
  let spent = first.milliseconds;
  while (times.length < most && (times.length < LEAST_RUNS || spent < TIMED_MS)) {
    const { milliseconds } = timed(() => allocate(problem));
    times.push(milliseconds);
    spent += milliseconds;
  }
  return { result: first.value, times };
}

/** Long enough for the compiler to have seen everything, as a server has. */
const WARM_UP_MS = 2000;

function warmUp(problem: AllocationProblem): void {
  const started = performance.now();
  while (performance.now() - started < WARM_UP_MS) allocate(problem);
}

function ourLap(
  problem: AllocationProblem,
  result: AllocationResult,
): Omit<OurLap, 'milliseconds' | 'firstMs'> {
  const { status, relativeGap, solve, units, upperBound } = result;
  const spends = units.map(({ spend }) => spend ?? Number.NaN);
  const { value, breach } = judge(problem, spends);
  const { route, linearPrograms, nodes } = solve;
  return {
    problem: problem.name ?? '',
    gap: relativeGap,
    breach,
    status,
    route,
    linearPrograms,
    nodes,
    bound: upperBound ?? Number.NaN,
    value,
  };
}

/** A peer that leaves some of the budget unspent breaks no limit by it; its value tells what that costs. */
function gapOf(problem: AllocationProblem, { upperBound }: AllocationResult, spends: readonly number[]) {
  const { equal } = problem.budget ?? {};
  const spendable = equal === undefined ? problem : { ...problem, budget: { atMost: equal } };
  const { value, breach } = judge(spendable, spends);
  const bound = upperBound ?? Number.NaN;
  return { gap: (bound - value) / Math.abs(bound), breach };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
