import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExampleQueries } from '../../../api/local/example-queries.ts';
import type { ExampleView } from '../../../cli/report/view.ts';

const WORKS_OUT_THE_EXAMPLE_MS = 180_000;

const run = promisify(execFile);
const withTsx = (program: string, ...args: readonly string[]) => ['--import', 'tsx', program, ...args];
const dataDir = mkdtempSync(join(tmpdir(), 'equimarginal-'));
const children: ChildProcess[] = [];

afterAll(() => {
  // What a failed expectation left running.
  for (const child of children) child.kill('SIGTERM');
  rmSync(dataDir, { recursive: true });
});

/** `npm start` without npm, up to the moment when it has nothing more to print. */
async function start(env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, withTsx('api/local/main.ts'), {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let printed = '';
  let complained = '';
  child.stderr.on('data', (chunk) => {
    complained += chunk;
  });
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('Ctrl-C stops the server.')) resolve();
    });
  });
  const after = (label: string) => new RegExp(`^${label} +(\\S+)$`, 'm').exec(printed)?.[1] ?? '';
  return { child, printed, complained, url: /\S+\/graphql/.exec(printed)?.[0] ?? '', token: after('Token') };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals) {
  const ended = new Promise((resolve) => child.once('exit', (code, by) => resolve({ code, by })));
  child.kill(signal);
  return ended;
}

async function post(url: string, token: string, query: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('the example', () => {
  let demo: { readonly stdout: string; readonly stderr: string };
  let example: ExampleView;
  let server: Awaited<ReturnType<typeof start>>;

  beforeAll(async () => {
    [demo, server] = await Promise.all([run('node', withTsx('api/local/demo.ts', '--json')), start()]);
    example = JSON.parse(demo.stdout);
  }, WORKS_OUT_THE_EXAMPLE_MS);

  it('is one object of `npm run demo -- --json`, with nothing beside it', () => {
    expect(demo.stderr).toBe('');
    expect(example.files.flatMap(({ refusals }) => refusals)).toEqual([]);
    expect(example.plan.status).toBe('OPTIMAL');
    expect(example.plan.moves.length).toBeGreaterThan(5);
    expect(example.curves.length).toBeGreaterThanOrEqual(example.plan.moves.length);
    expect(example.steps.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
  });

  it('is printed by `npm start` with its proof and the addresses', () => {
    expect(server.complained).toBe('');
    expect(server.printed).toContain('OPTIMAL');
    expect(server.url).toMatch(/^http:\/\/localhost:\d+\/graphql$/);
  });

  it('has the same figures in the answers to the ready-made queries', async () => {
    const answers: Record<string, unknown> = {};
    for (const { name, document } of readExampleQueries()) {
      const { data, errors } = await post(server.url, server.token, document);
      expect({ name, errors }).toEqual({ name, errors: undefined });
      Object.assign(answers, data);
    }
    const { moves, currentSpend, outcomeBefore, outcomeAfter, upperBound } = example.plan;
    expect(answers).toMatchObject({
      campaigns: { nodes: expect.arrayContaining([expect.objectContaining({ name: moves[0]?.campaign })]) },
      responseCurves: { nodes: expect.objectContaining({ length: example.curves.length }) },
      createScenario: {
        scenario: {
          status: 'OPTIMAL',
          upperBound,
          before: { spend: { amount: currentSpend.toFixed(2) }, expectedConversions: outcomeBefore },
          after: { spend: { amount: currentSpend.toFixed(2) }, expectedConversions: outcomeAfter },
        },
      },
    });
    const proposed = (rows: readonly { campaignName: string; proposed: { amount: string } }[]) =>
      Object.fromEntries(rows.map((row) => [row.campaignName, Number(row.proposed.amount)]));
    const { scenario } = answers.createScenario as { scenario: { id: string; rows: [] } };
    expect(proposed(scenario.rows)).toEqual(
      Object.fromEntries(moves.map((move) => [move.campaign, move.proposedSpend])),
    );
    expect(answers.scenarios).toMatchObject({ nodes: [{ id: scenario.id }] });
  });

  it(
    'is still there after the server was stopped and started again',
    async () => {
      expect(await stop(server.child, 'SIGINT')).toEqual({ code: 0, by: null });
      const again = await start({ PORT: new URL(server.url).port });
      expect(again.complained).toBe('');
      const query = '{ scenarios(first: 10) { nodes { name } } campaigns { nodes { name } } }';
      const { data } = await post(again.url, server.token, query);
      expect(data.campaigns.nodes).toHaveLength(example.curves.length);
      // One at each start, two by the ready-made queries.
      expect(data.scenarios.nodes).toHaveLength(4);
      expect(await stop(again.child, 'SIGTERM')).toEqual({ code: 0, by: null });
    },
    WORKS_OUT_THE_EXAMPLE_MS,
  );
});

it('`npm start` says in one line what is wrong, and ends', async () => {
  const { child, printed, complained } = await start({ PORT: 'http' });
  expect(complained).toBe('PORT is "http"; wanted a whole number from 0 to 65535.\n');
  expect(printed).toBe('');
  expect(child.exitCode).toBe(2);
});
