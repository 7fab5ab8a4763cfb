import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { environment } from '../environment.ts';
import { PARTS } from './parts.ts';
import { startScipy } from './peers/scipy.ts';
import { type FitReport, markdown, type PartRun } from './report.ts';

const JSON_FILE = new URL('../results/fit.json', import.meta.url);
const PAGE = new URL('../results/fit.md', import.meta.url);

export interface FitRequest {
  readonly part?: string | undefined;
  /** Simulated accounts a row; each part's own number where none is given. */
  readonly accounts?: string | undefined;
}

/**
 * The fit beside SciPy and the truth, and a page about it in bench/results/fit.md. With `part`, that part alone is run
 * anew and takes its place among the others, which are kept as they were.
 *
 * The environment names what is not part of the project, and what it does not name is left out: `PYTHON`, one with
 * SciPy (default python3); `PYTHON_EARLIER`, one with an older SciPy, for its time alone; `PYMC_PYTHON`, one with
 * PyMC-Marketing; `PYMC_EXAMPLE`, the folder with its public example data and their truth.
 */
export async function fitBenchmark({ part, accounts }: FitRequest): Promise<FitReport> {
  const asked = part === undefined ? Object.keys(PARTS) : [part];
  const unknown = asked.find((id) => !Object.hasOwn(PARTS, id));
  if (unknown !== undefined) {
    throw new Error(`No part ${unknown} of fit. There are: ${Object.keys(PARTS).join(', ')}.`);
  }
  const runs = new Map<string, PartRun>(part === undefined ? [] : keptRuns().map((run) => [run.id, run]));
  const scipy = await startScipy();
  try {
    for (const id of asked) {
      console.error(`${id}…`);
      const started = performance.now();
      const result = await PARTS[id]!({
        only: '',
        accounts: accounts === undefined ? undefined : Number(accounts),
        scipy,
      });
      const seconds = (performance.now() - started) / 1000;
      runs.set(id, rounded({ id, environment: environment(), seconds, ...result }));
    }
  } finally {
    scipy.close();
  }
  const report: FitReport = {
    peerVersions: scipy.versions,
    parts: Object.keys(PARTS).flatMap((id) => runs.get(id) ?? []),
  };
  writeFileSync(PAGE, markdown(report));
  return report;
}

function keptRuns(): readonly PartRun[] {
  if (!existsSync(JSON_FILE)) return [];
  // Written by a run before this one.
  const kept = JSON.parse(readFileSync(JSON_FILE, 'utf8')) as { readonly result: FitReport };
  return kept.result.parts;
}

const DIGITS = 4;

/** Fewer digits to read and to keep. */
const rounded = (run: PartRun): PartRun =>
  JSON.parse(
    JSON.stringify(run, (_, value: unknown) =>
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value,
    ),
  ) as PartRun;
