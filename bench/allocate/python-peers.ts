import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';

export interface PeerRequest {
  readonly method: string;
  readonly problem: AllocationProblem;
  /** After these the peer is asked to stop, and soon after stopped. */
  readonly seconds: number;
  readonly runs: number;
  /** 'current', 'equal', or the seed of a random start. */
  readonly start?: string;
}

export interface PeerAnswer {
  /** Null when the peer was killed or failed. */
  readonly spends: readonly number[] | null;
  readonly milliseconds: readonly number[];
  readonly message: string;
  readonly success: boolean;
}

/**
 * How many threads NumPy's BLAS takes. Its default, one per core, makes SLSQP's small matrices many times slower on a
 * busy machine, so the peers run on one, as the optimizer does, unless the default is what is asked about.
 */
export type Threads = 'ONE' | 'DEFAULT';

/** 'EARLIER' is SciPy 1.10, whose SLSQP was still Fortran's, on one thread: the interpreter named by PYTHON_EARLIER. */
export type Setting = Threads | 'EARLIER';

export type AllPythonPeers = Readonly<Record<Setting, PythonPeers>>;

/** The peers in Python, behind one process that is started again whenever it had to be killed. */
export interface PythonPeers {
  /** Null where Python or a package is missing. */
  readonly versions: Readonly<Record<string, string>> | null;
  ask(request: PeerRequest): Promise<PeerAnswer>;
  close(): void;
}

const SCRIPT = new URL('../peers/main.py', import.meta.url).pathname;
const PYTHON = process.env.PYTHON ?? 'python3';
const GRACE_MS = 10_000;

export async function startAllPythonPeers(): Promise<AllPythonPeers> {
  const earlier = process.env.PYTHON_EARLIER;
  return {
    ONE: await startPythonPeers('ONE', PYTHON),
    DEFAULT: await startPythonPeers('DEFAULT', PYTHON),
    EARLIER: earlier ? await startPythonPeers('ONE', earlier) : NO_PEERS,
  };
}

const NO_PEERS: PythonPeers = {
  versions: null,
  ask: async () => ({ spends: null, milliseconds: [], message: 'no such interpreter', success: false }),
  close: () => {},
};

async function startPythonPeers(threads: Threads, python: string): Promise<PythonPeers> {
  let session = open(threads, python);
  const hello = await nextLine(session, 60_000);
  const versions = hello.line === null ? null : (JSON.parse(hello.line) as Record<string, string>);

  const ask = async (request: PeerRequest): Promise<PeerAnswer> => {
    if (session.process.exitCode !== null || session.process.killed) {
      session = open(threads, python);
      await nextLine(session, 60_000);
    }
    const asked = performance.now();
    session.process.stdin?.write(`${JSON.stringify(request)}\n`);
    const { line } = await nextLine(session, 1000 * request.seconds + GRACE_MS);
    if (line === null) {
      session.process.kill('SIGKILL');
      const milliseconds = [performance.now() - asked];
      return { spends: null, milliseconds, message: 'killed at the time limit', success: false };
    }
    const answer = JSON.parse(line) as PeerAnswer & { readonly error?: string };
    if (answer.error) return { spends: null, milliseconds: [], message: answer.error, success: false };
    const isWhole = answer.spends?.every((spend) => spend !== null);
    return isWhole ? answer : { ...answer, spends: null };
  };
  return { versions, ask, close: () => session.process.kill() };
}

interface Session {
  readonly process: ChildProcess;
  readonly lines: Interface;
}

function open(threads: Threads, python: string): Session {
  const env =
    threads === 'ONE' ? { ...process.env, OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' } : process.env;
  const child = spawn(python, ['-B', SCRIPT], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  return { process: child, lines: createInterface({ input: child.stdout }) };
}

function nextLine({ process: child, lines }: Session, limitMs: number): Promise<{ line: string | null }> {
  return new Promise((resolve) => {
    const done = (line: string | null) => {
      clearTimeout(timer);
      lines.off('line', done);
      lines.off('close', ended);
      child.off('error', ended);
      resolve({ line });
    };
    const ended = () => done(null);
    const timer = setTimeout(ended, limitMs);
    lines.on('line', done);
    lines.on('close', ended);
    child.on('error', ended);
  });
}
