import { fork } from 'node:child_process';
import { FUZZ_KINDS, type FuzzKind } from './fuzz-problems.ts';
import type { Finding, FuzzVerdict } from './fuzz-verdict.ts';
import type { FuzzMessage, FuzzRange } from './fuzz-worker.ts';

const HANG_MS = 20_000;
const SHOWN_EXAMPLES = 8;

type Found = Finding | 'WRONG_NEVER_RETURNED';

/**
 * Counts wrong answers over problems whose limits are drawn around a plan, so that an answer exists. A problem that
 * does not come back is killed and counted, and the next one follows.
 */
export async function fuzz({ problems, from }: { problems: number; from: number }) {
  const counts: Partial<Record<Found, number>> = {};
  const byKind: Partial<Record<FuzzKind, number>> = {};
  const statuses: Record<string, number> = {};
  const examples: Partial<Record<Found, string[]>> = {};
  const times: number[] = [];
  const wrong = new Set<number>();
  const note = (seed: number, finding: Found, detail: string) => {
    counts[finding] = (counts[finding] ?? 0) + 1;
    const shown = examples[finding] ?? [];
    examples[finding] = shown;
    const kind = FUZZ_KINDS[seed % FUZZ_KINDS.length]!;
    if (shown.length < SHOWN_EXAMPLES) shown.push(`${seed} ${kind} ${detail}`.trim());
    if (!finding.startsWith('WRONG') || wrong.has(seed)) return;
    wrong.add(seed);
    byKind[kind] = (byKind[kind] ?? 0) + 1;
  };
  const record = (seed: number, { findings, status, milliseconds }: FuzzVerdict) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    times.push(milliseconds);
    for (const { finding, detail } of findings) note(seed, finding, detail);
    if (times.length % 1000 === 0) console.error(`  ${times.length} problems, ${wrong.size} wrong`);
  };

  const end = from + problems;
  for (let next = from; next < end; ) {
    const hung = await runRange({ from: next, to: end }, record);
    if (hung === null) break;
    note(hung, 'WRONG_NEVER_RETURNED', `within ${HANG_MS / 1000} s`);
    next = hung + 1;
  }
  const sorted = times.sort((a, b) => a - b);
  const quantile = (share: number) =>
    Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2));
  return {
    problems,
    from,
    wrongAnswers: wrong.size,
    wrongByKind: byKind,
    findings: counts,
    statuses,
    milliseconds: { median: quantile(0.5), p99: quantile(0.99), max: quantile(1) },
    /** A number makes its problem again: `fuzzProblem(number)`. */
    examples,
  };
}

/**
 * The number of the problem on which the child hung or died; null when the range is done.
 *
 * @throws when the child ends before its first problem: then nothing can be said of any.
 */
function runRange(
  range: FuzzRange,
  record: (seed: number, verdict: FuzzVerdict) => void,
): Promise<number | null> {
  const module = new URL('./fuzz-worker.ts', import.meta.url).pathname;
  const child = fork(module, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let at: number | null = null;
    const stop = () => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
    };
    const giveUp = () => {
      stop();
      if (at === null) reject(new Error('The fuzz worker ended before its first problem; run it by itself.'));
      else resolve(at);
    };
    let timer = setTimeout(giveUp, HANG_MS);
    // Only the worker sends here.
    child.on('message', (value) => {
      const message = value as FuzzMessage;
      clearTimeout(timer);
      timer = setTimeout(giveUp, HANG_MS);
      if ('started' in message) at = message.started;
      else if ('done' in message) record(message.done, message.verdict);
      else {
        stop();
        resolve(null);
      }
    });
    child.on('exit', giveUp);
    child.send(range);
  });
}
