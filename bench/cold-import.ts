import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleLambda } from './lambda-bundle.ts';
import { spreadOf, timed } from './statistics.ts';

const RUNS = 15;

/** What importing the Lambda bundle costs a fresh process, as a ratio to a process that does nothing. */
export async function coldImport() {
  const folder = await mkdtemp(join(tmpdir(), 'equimarginal-bench-'));
  try {
    const { file } = await bundleLambda(join(folder, 'function'));
    const bare = () => start(['-e', '0']);
    const imported = () =>
      // What it begins for later, such as fetching the issuer's keys, is not waited for: Lambda does not either.
      start([
        '--input-type=module',
        '-e',
        `await import(${JSON.stringify(pathToFileURL(file).href)}); process.exit(0)`,
      ]);
    bare();
    imported();
    // In turn, so that a busy moment of the machine falls on both.
    const pairs = Array.from({ length: RUNS }, () => ({ bareMs: bare(), importedMs: imported() }));
    return {
      overBareMs: spreadOf(pairs.map(({ bareMs, importedMs }) => importedMs - bareMs)),
      ratioToBareNode: spreadOf(pairs.map(({ bareMs, importedMs }) => importedMs / bareMs)),
      importedMs: spreadOf(pairs.map(({ importedMs }) => importedMs)),
      bareMs: spreadOf(pairs.map(({ bareMs }) => bareMs)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The entry reads its configuration as it is loaded; nothing here is ever called. */
const LAMBDA_ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  TABLE_NAME: 'bench',
  JWT_ISSUER: 'https://issuer.invalid/',
  JWT_AUDIENCE: 'bench',
  STAGE: 'dev',
};

function start(args: readonly string[]): number {
  const env = { ...process.env, ...LAMBDA_ENVIRONMENT };
  return timed(() => execFileSync(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }))
    .milliseconds;
}
