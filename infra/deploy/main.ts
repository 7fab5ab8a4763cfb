import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { deploy, type World } from './deploy.ts';

const projectRoot = join(import.meta.dirname, '..', '..');
const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');

const cdk: World['cdk'] = (args, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(dirname(manifest), 'bin', 'cdk'), ...args], {
      cwd: projectRoot,
      env: { ...env },
      stdio: ['inherit', 'inherit', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

process.exitCode = await deploy(process.argv.slice(2), {
  env: process.env,
  home: homedir(),
  exists: existsSync,
  fetch,
  cdk,
  ask: process.stdin.isTTY ? ask : null,
  readOutputs: (file) => JSON.parse(readFileSync(join(projectRoot, file), 'utf8')),
  say: (line) => console.error(line),
  sleep,
});
