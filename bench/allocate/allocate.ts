import { writeFile } from 'node:fs/promises';
import { allocate } from '../../optimizer/allocate/allocate.ts';
import { environment } from '../environment.ts';
import { askChild } from './child.ts';
import { behindBy } from './dynamic-program.ts';
import { type Goal, goalsOf } from './goals.ts';
import type { ManyAnswer, ManyRequest } from './many-campaigns.ts';
import { type AllPythonPeers, startAllPythonPeers } from './python-peers.ts';
import { median, type Peer, type Race, race } from './race.ts';
import { markdown, type Report } from './report.ts';
import { ROWS, type Row } from './rows.ts';

const MANY = [1_000, 10_000, 100_000];
const GRID_CELLS = 2000;
/** Time per n · log n at the most campaigns, against the fewest: the cache and the collector take their share. */
const MOST_GROWTH = 1.5;

/**
 * The allocator beside its peers, row by row, and a page about it in bench/results/allocate.md. `isQuick` takes one
 * problem of a row and short limits.
 */
export async function allocateBenchmark({ isQuick = false }: { isQuick?: boolean }) {
  const python = await startAllPythonPeers();
  try {
    const races = new Map<string, Race>();
    const rows: Report['rows'][number][] = [];
    const goals: Goal[] = [];
    for (const full of ROWS) {
      const row = isQuick ? quick(full) : full;
      const started = performance.now();
      const problems = row.problems();
      const run = await race(problems, present(row.peers, python), python);
      races.set(row.id, run);
      rows.push({ row, race: run, gridBehind: row.id.match(/^s-shaped-20+$/) ? checkByGrid(problems) : [] });
      goals.push(...goalsOf(row, run, races));
      console.error(`  ${row.title}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
    const many = await manyCampaigns(isQuick ? MANY.slice(0, 2) : MANY);
    goals.push(...manyGoals(many));
    const report: Report = {
      environment: environment(),
      peerVersions: python.ONE.versions,
      rows,
      many,
      goals,
      isQuick,
    };
    await writeFile(new URL('../results/allocate.md', import.meta.url), markdown(report));
    return {
      peerVersions: report.peerVersions,
      isQuick,
      rows: rows.map(({ row, race: { ours, peers }, gridBehind }) => ({
        id: row.id,
        title: row.title,
        ours,
        peers,
        gridBehind,
      })),
      many,
      goals,
    };
  } finally {
    for (const peers of Object.values(python)) peers.close();
  }
}

function quick(row: Row): Row {
  return {
    ...row,
    problems: () => row.problems().slice(0, 1),
    peers: row.peers.map((peer) => ({
      ...peer,
      seconds: Math.min(3, peer.seconds),
      ...(peer.starts ? { starts: peer.starts.slice(0, 3) } : {}),
    })),
  };
}

/** Peers in Python only where their interpreter has what they need. */
const present = (peers: readonly Peer[], python: AllPythonPeers) =>
  peers.filter(
    ({ method, setting = 'ONE' }) => typeof method !== 'string' || python[setting].versions !== null,
  );

/** On the first two problems: enough to catch a wrong optimum, and dynamic programming takes its time. */
function checkByGrid(problems: ReturnType<Row['problems']>): number[] {
  return problems.slice(0, 2).map((problem) =>
    behindBy(
      problem,
      allocate(problem).units.map(({ spend }) => spend ?? Number.NaN),
      GRID_CELLS,
    ),
  );
}

async function manyCampaigns(sizes: readonly number[]): Promise<(ManyAnswer | null)[]> {
  const answers: (ManyAnswer | null)[] = [];
  for (const units of sizes) {
    const request: ManyRequest = { units, runs: 5 };
    answers.push(await askChild<ManyAnswer>('./many-campaigns.ts', request, 120_000));
  }
  return answers;
}

function manyGoals(many: readonly (ManyAnswer | null)[]): Goal[] {
  const row = 'many campaigns, one budget';
  const solved = many.filter((answer) => answer !== null);
  const failed = { row, wanted: 'an answer at every size', seen: `${solved.length} of ${many.length}` };
  const first = solved[0];
  const last = solved.at(-1);
  if (solved.length < many.length || !first || !last) return [{ ...failed, isReached: false }];
  const worst = Math.max(...solved.map(({ gap }) => gap ?? Number.POSITIVE_INFINITY));
  const perWork = ({ milliseconds, units }: ManyAnswer) => median(milliseconds) / (units * Math.log(units));
  const growth = perWork(last) / perWork(first);
  return [
    { row, wanted: 'proven gap ≤ 1e-9', seen: worst.toExponential(1), isReached: worst <= 1e-9 },
    {
      row,
      wanted: `time grows no faster than n log n, within a factor of ${MOST_GROWTH}`,
      seen: `${growth.toPrecision(2)} from ${first.units} to ${last.units}`,
      isReached: growth <= MOST_GROWTH,
    },
  ];
}
