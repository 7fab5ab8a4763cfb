import { spawn } from 'node:child_process';

interface Summary {
  readonly mean: number;
  /** 10 % and 90 % quantile. */
  readonly low: number;
  readonly high: number;
}

export interface PymcAnswer {
  readonly version: string;
  /** Of sampling alone. */
  readonly seconds: number;
  readonly carryOver: Readonly<Record<string, Summary>>;
  readonly contribution: Readonly<Record<string, Summary>>;
  readonly response: Readonly<Record<string, readonly (Summary & { readonly spend: number })[]>>;
}

const SCRIPT = new URL('pymc_peer.py', import.meta.url).pathname;
const LIMIT_MS = 600_000;

/** Null where `PYMC_PYTHON` names no Python with PyMC-Marketing, or it fails. */
export function askPymc(folder: string): Promise<PymcAnswer | null> {
  const python = process.env.PYMC_PYTHON;
  if (!python) return Promise.resolve(null);
  const child = spawn(python, ['-B', SCRIPT, folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LIMIT_MS,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? answerIn(text) : null));
  });
}

/** The last line: libraries may say something before. */
function answerIn(text: string): PymcAnswer | null {
  try {
    // Our own script wrote it.
    return JSON.parse(text.trim().split('\n').at(-1) ?? '') as PymcAnswer;
  } catch {
    return null;
  }
}
