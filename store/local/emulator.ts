import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailableError } from '../errors.ts';
import { endWithParent } from './end-with-parent.ts';

export interface Emulator {
  readonly endpoint: string;
  /** Ends the process, and resolves when it has ended. */
  close(): Promise<void>;
}

export interface EmulatorOptions {
  readonly binary: string;
  /** Created if missing. Left out: data lives in memory. */
  readonly dataDir?: string | undefined;
}

const HOST = '127.0.0.1';
const DATABASE_FILE = 'equimarginal.sqlite';
const READY_WITHIN_MS = 10_000;
const PORT_ATTEMPTS = 3;

/** Starts the DynamoDB emulator on a free port and waits until it answers. Throws `DatabaseUnavailableError`. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const storage = options.dataDir === undefined ? [] : ['--db-path', databaseFile(options.dataDir)];
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = spawn(options.binary, ['serve', '--host', HOST, '--port', String(port), ...storage], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // In a group of its own, Ctrl-C does not reach it before our last writes have.
      detached: true,
    });
    const endpoint = `http://${HOST}:${port}`;
    const close = closer(child);
    const failure = await waitUntilReady(child, endpoint);
    if (failure === null) return { endpoint, close };
    await close();
    // Between our look and its start somebody else may have taken the port.
    const portWasTaken = /already in use/i.test(failure);
    if (!portWasTaken || attempt === PORT_ATTEMPTS) {
      throw new DatabaseUnavailableError(
        `The DynamoDB emulator ${options.binary} did not start: ${failure}. Set DYNAMODB_ENDPOINT to use another DynamoDB.`,
      );
    }
  }
}

function databaseFile(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnavailableError(
      `The data folder ${dataDir} cannot be made: ${why}. Choose one that can be written to.`,
      { cause: error },
    );
  }
  return join(dataDir, DATABASE_FILE);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('No port is free.')),
      );
    });
  });
}

/** Null when it answers, else what it said or did instead. */
async function waitUntilReady(child: ChildProcess, endpoint: string): Promise<string | null> {
  let said = '';
  let failure: string | null = null;
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('close', (code) => {
    failure ??= said.trim().replace(/^error:\s*/, '') || `it ended with code ${code}`;
  });
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (failure !== null) return failure;
    if (await answers(endpoint)) return null;
    await sleep(10);
  }
  return failure ?? `it did not answer within ${READY_WITHIN_MS / 1000} s`;
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(endpoint, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

const KILL_AFTER_MS = 3_000;

function closer(child: ChildProcess): () => Promise<void> {
  const forget = endWithParent(child);
  const hasEnded = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return async () => {
    child.kill('SIGTERM');
    const lastResort = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await hasEnded;
    clearTimeout(lastResort);
    forget();
  };
}
