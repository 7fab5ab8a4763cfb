import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Curve } from '../../../optimizer/curve/curve.ts';
import type { SimulatedCampaign } from '../truth.ts';

/** The terms that SciPy's model has beside the curve. It is told the truth: just those that the data were made with. */
export interface Terms {
  readonly baseline: boolean;
  readonly carryOver: boolean;
  readonly weekday: boolean;
  /** One sine of a year. */
  readonly season: boolean;
  /** Of Hill curves; else 1. */
  readonly slope: boolean;
}

export interface ScipyFit {
  /** Mean daily outcome at a steady daily spend, over the days' rhythm. */
  readonly curve: Curve;
  readonly carryOver: number;
  /** Mean daily outcome had every day's spend been multiplied, at each factor asked for. */
  readonly means: readonly number[];
}

export interface ScipyAnswer {
  /** Of fitting alone. */
  readonly seconds: number;
  /** Processor time of the same. */
  readonly processorSeconds: number;
  /** Null where curve_fit failed. */
  readonly fits: readonly (ScipyFit | null)[];
}

export interface Scipy {
  /** Null where there is no Python with SciPy: then nothing is answered. */
  readonly versions: Readonly<Record<string, string>> | null;
  fit(
    truths: readonly SimulatedCampaign[],
    terms: Terms,
    factors?: readonly number[],
  ): Promise<ScipyAnswer | null>;
  close(): void;
}

const SCRIPT = new URL('scipy_peer.py', import.meta.url).pathname;

/** In the Python that `PYTHON` names, unless another is given; its BLAS runs on one thread, as the fit here does. */
export async function startScipy(python = process.env.PYTHON ?? 'python3'): Promise<Scipy> {
  const child = spawn(python, ['-B', SCRIPT], {
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout });
  const nextLine = () =>
    new Promise<string | null>((resolve) => {
      const done = (line: string | null) => {
        lines.off('line', done);
        lines.off('close', ended);
        resolve(line);
      };
      const ended = () => done(null);
      lines.on('line', done);
      lines.on('close', ended);
    });
  const hello = await nextLine();
  const versions = hello === null ? null : (JSON.parse(hello) as Record<string, string>);
  return {
    versions,
    async fit(truths, terms, factors = []) {
      if (!versions) return null;
      const cases = truths.map(({ series, curve }) => ({
        family: curve.family,
        spend: series.days.map(({ spend }) => spend),
        outcome: series.days.map(({ outcome }) => outcome),
        weekday: series.days.map((_, t) => t % 7),
        terms,
        factors,
      }));
      child.stdin.write(`${JSON.stringify({ cases })}\n`);
      const line = await nextLine();
      return line === null ? null : (JSON.parse(line) as ScipyAnswer);
    },
    close: () => {
      child.kill();
    },
  };
}
