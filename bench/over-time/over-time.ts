import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { allocate } from '../../optimizer/allocate/allocate.ts';
import { withoutLimits } from '../../optimizer/over-time/compile-plan.ts';
import { planValue } from '../../optimizer/over-time/plan-program.ts';
import { measurePlanViolations } from '../../optimizer/over-time/plan-violations.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import { type Environment, environment } from '../environment.ts';
import { type Spread, spreadOf, timed } from '../statistics.ts';
import { yearPlan } from './problems.ts';

const SIZES = [
  { units: 8, periods: 12, runs: 30 },
  { units: 20, periods: 26, runs: 20 },
  { units: 50, periods: 52, runs: 15 },
] as const;
const PEER_SECONDS = 300;
/** SLSQP checks its clock between steps only, and one step on thousands of spends takes minutes. */
const GRACE_SECONDS = 60;
const PYTHON = process.env.PYTHON ?? 'python3';
const SCRIPT = new URL('slsqp.py', import.meta.url).pathname;

interface Row {
  readonly units: number;
  readonly periods: number;
  readonly status: string;
  /** Proven on the true curves. */
  readonly relativeGap: number | null;
  readonly value: number | null;
  readonly gainOverCurrent: number | null;
  readonly milliseconds: Spread;
  readonly slsqp: Peer | null;
}

interface Peer {
  readonly message: string;
  readonly iterations: number;
  readonly seconds: number;
  /** How far its plan is below the bound that is proven here; negative would be above it. */
  readonly relativeGap: number | null;
  /** The largest breach of a limit, as a share of the total budget. */
  readonly breach: number | null;
  readonly timesSlower: number;
}

/** Plans over time beside SciPy's SLSQP, and a page about it in bench/results/over-time.md. */
export async function overTime() {
  let scipy: string | null = null;
  const rows: Row[] = SIZES.map(({ units, periods, runs }) => {
    const problem = yearPlan(units, periods, 5);
    const laps = Array.from({ length: runs }, () => timed(() => allocate(problem)));
    const milliseconds = spreadOf(laps.map((lap) => lap.milliseconds));
    const { status, relativeGap, objectiveValue, upperBound, currentValue } = laps[0]!.value;
    const answer = askSlsqp(problem);
    scipy = answer?.scipy ?? scipy;
    return {
      units,
      periods,
      status,
      relativeGap,
      value: objectiveValue,
      gainOverCurrent: objectiveValue === null ? null : objectiveValue / currentValue - 1,
      milliseconds,
      slsqp: answer && judge(problem, answer, upperBound ?? Number.NaN, milliseconds.median),
    };
  });
  await writeFile(new URL('../results/over-time.md', import.meta.url), markdown(environment(), scipy, rows));
  return { scipy, rows };
}

interface SlsqpAnswer {
  readonly scipy: string | null;
  readonly spends: readonly number[] | null;
  readonly seconds: number;
  readonly iterations: number;
  readonly message: string;
}

/** Null where Python or SciPy is missing. */
function askSlsqp(problem: AllocationProblem): SlsqpAnswer | null {
  const { value: child, milliseconds } = timed(() =>
    spawnSync(PYTHON, ['-B', SCRIPT], {
      input: JSON.stringify({ problem, seconds: PEER_SECONDS }),
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
      timeout: 1000 * (PEER_SECONDS + GRACE_SECONDS),
      killSignal: 'SIGKILL',
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    }),
  );
  if (child.status === 0) return JSON.parse(child.stdout) as SlsqpAnswer;
  if (child.signal !== 'SIGKILL') return null;
  const message = 'killed: no step within the time limit';
  return { scipy: null, spends: null, seconds: milliseconds / 1000, iterations: 0, message };
}

function judge(problem: AllocationProblem, answer: SlsqpAnswer, bound: number, ourMs: number): Peer {
  const { message, iterations, seconds, spends } = answer;
  const total = problem.budget?.equal ?? Number.NaN;
  const breaches = spends && Object.values(measurePlanViolations(problem, spends));
  return {
    message,
    iterations,
    seconds,
    relativeGap: spends && (bound - planValue(withoutLimits(problem), spends)) / bound,
    breach: breaches && Math.max(...breaches) / total,
    timesSlower: (1000 * seconds) / ourMs,
  };
}

function markdown(
  { date, cores, cpu, memoryGb, platform, node }: Environment,
  scipy: string | null,
  rows: Row[],
) {
  const small = (value: number | null) => (value === null ? '' : value.toExponential(1));
  const peer = ({ slsqp }: Row) =>
    slsqp
      ? `${small(slsqp.relativeGap)} | ${slsqp.seconds.toFixed(2)} s, ${slsqp.iterations} iterations | ${Math.round(slsqp.timesSlower)} | ${slsqp.message}; limits broken by ${small(slsqp.breach)}`
      : ' | | | no Python or SciPy';
  return `# Plans over time beside SLSQP

${date}. ${cores} cores (${cpu}, ${memoryGb} GB, ${platform}), Node ${node.slice(1)}, SciPy ${scipy ?? 'missing'}.

Made by \`npm run bench over-time\`. Spend by unit and period, concave Hill curves, carry-over of 0 to 0.7, seasons of
response and of cost, a range for every period, a cap for every quarter, a fixed total, a cap on one group's share.
Ours: median of warm runs, the gap proven on the true curves. SLSQP is given its best: shares of the bounds as
variables, scaled rows, analytic gradients through the carry-over, the steady plan to start from, one BLAS thread,
ftol 1e-9; at most ${PEER_SECONDS} s. Its gap is to the bound proven here.

| units × periods | our gap | our time | gain over the steady plan | SLSQP's gap | SLSQP's time | times slower | how it ended |
|---|---|---|---|---|---|---|---|
${rows
  .map(
    (row) =>
      `| ${row.units} × ${row.periods} | ${small(row.relativeGap)} (${row.status}) | ${row.milliseconds.median.toFixed(1)} ms | ${(100 * (row.gainOverCurrent ?? 0)).toFixed(1)} % | ${peer(row)} |`,
  )
  .join('\n')}
`;
}
