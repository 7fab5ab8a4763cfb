import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../api/local/server.ts';
import { createClient, typedDocument } from '../../cli/client/create-client.ts';
import type { ChangeSet } from '../../cli/client/plan-documents.ts';
import { dispatch } from '../../cli/dispatch.ts';
import { fakeIo } from '../cli/fake-io.ts';

const SCRIPT = 'examples/automation/apply-plan.sh';

/** Three campaigns, ten weeks, more conversions for more spend but less and less. */
function tidyCsv(): string {
  const campaigns = [
    { name: 'Brand', channel: 'search', scale: 9 },
    { name: 'Generic', channel: 'search', scale: 5 },
    { name: 'Social', channel: 'social', scale: 3 },
  ];
  const rows = Array.from({ length: 70 }, (_, i) => i).flatMap((i) =>
    campaigns.map(({ name, channel, scale }, c) => {
      const spend = 100 + 60 * Math.sin(i * (0.5 + c)) + 30 * Math.cos(i * (1.3 + c));
      const date = new Date(Date.UTC(2026, 7, 1 + i)).toISOString().slice(0, 10);
      return `${date},${channel},${name},${spend.toFixed(2)},1000,50,${Math.round(scale * Math.log1p(spend / 20))},`;
    }),
  );
  return `date,channel,campaign,spend,impressions,clicks,conversions,revenue\n${rows.join('\n')}\n`;
}

const IMPORT = typedDocument<{ importExports: { __typename: string } }, { input: object }>(
  'mutation($input: ImportExportsInput!) { importExports(input: $input) { __typename ... on Error { message } } }',
);
const WIDEN = typedDocument<{ setGuardRails: { __typename: string } }, { input: object }>(
  'mutation($input: SetGuardRailsInput!) { setGuardRails(input: $input) { __typename ... on Error { message } } }',
);

describe('the automation examples, against the local server', () => {
  let server: LocalServer;
  const env = (role: 'planner' | 'admin') => ({
    EQUIMARGINAL_URL: `${server.url}/graphql`,
    EQUIMARGINAL_TOKEN: server.token(role),
  });
  const command = async (role: 'planner' | 'admin', ...argv: readonly string[]) => {
    const io = fakeIo({ env: env(role) });
    return { exitCode: await dispatch(['plan', ...argv], io), out: io.out(), err: io.err() };
  };
  const script = (...argv: readonly string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const EQUIMARGINAL = `${process.execPath} --import tsx cli/main.ts`;
      const options = { env: { PATH: process.env.PATH, EQUIMARGINAL, ...env('admin') } };
      execFile('sh', [SCRIPT, ...argv], options, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });

  beforeAll(async () => {
    server = await startLocalServer({ port: 0, env: { ...process.env, DYNAMODB_ENDPOINT: '' } });
    const client = createClient({ url: `${server.url}/graphql`, token: server.token('admin') });
    const base64 = Buffer.from(tidyCsv()).toString('base64');
    const imported = await client.request(IMPORT, {
      input: { files: [{ name: 'tidy.csv', base64, currency: 'EUR' }] },
    });
    expect(imported.importExports).toEqual({ __typename: 'ImportExportsSuccess' });
    // The example must run on the last days of a month as well.
    const input = { frozenLastDaysOfMonth: 0, secondPersonAboveRatio: 0.01, maxMovedRatio: 1 };
    expect((await client.request(WIDEN, { input })).setGuardRails.__typename).toBe('SetGuardRailsSuccess');
  }, 120_000);
  afterAll(() => server?.close());

  it('apply a plan end to end, and once however often they run', async () => {
    const created = await command('planner', 'create', '--name', 'Week', '--max-change', '0.15', '--json');
    expect(JSON.parse(created.out).violations).toEqual([]);
    expect(created).toMatchObject({ exitCode: 0, err: '' });
    const plan = JSON.parse(created.out) as ChangeSet;
    expect(plan).toMatchObject({ state: 'PROPOSED', name: 'Week' });
    expect((await command('planner', 'diff', plan.id)).out).toMatch(
      /Plan: \d to raise, \d to lower, in EUR a day/,
    );

    const early = await script(plan.id, plan.planHash);
    expect(early.code).toBe(3);
    const forbidden = await command('planner', 'approve', plan.id, '--plan-hash', plan.planHash);
    expect(forbidden).toMatchObject({ exitCode: 1 });
    const wrong = await command('admin', 'approve', plan.id, '--plan-hash', 'no such hash');
    expect(wrong).toMatchObject({ exitCode: 3 });
    const approved = await command('admin', 'approve', plan.id, '--plan-hash', plan.planHash);
    expect(approved).toMatchObject({ exitCode: 0, err: '' });

    const applied = await script(plan.id, plan.planHash);
    expect(applied.err).toContain('Nothing was.');
    expect(applied.err).toContain('APPLIED, exit code 0');
    expect(applied.code).toBe(0);
    const outcome = JSON.parse(applied.out);
    expect(outcome.changeSet.state).toBe('APPLIED');
    expect(new Set(outcome.application.items.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['APPLIED']),
    );
    const again = await script(plan.id, plan.planHash);
    expect(again).toMatchObject({ code: 0, out: '' });
    expect(again.err).toContain('applied already');
    const repeated = await command('admin', 'apply', plan.id, '--plan-hash', plan.planHash, '--json');
    expect(JSON.parse(repeated.out).application).toEqual(outcome.application);

    const back = await command('planner', 'rollback', plan.id, '--reason', 'A test.');
    expect(back.exitCode).toBe(0);
    expect(back.out).toContain('Rollback of Week');
  }, 120_000);

  it('say in a workflow what the command understands', async () => {
    const workflow = readFileSync('examples/automation/github-actions.yml', 'utf8');
    const calls = [...workflow.matchAll(/equimarginal plan (\w+)(.*)/g)];
    expect(calls.map(([, verb]) => verb)).toEqual(['create', 'diff', 'approve']);
    const { help } = (await import('../../cli/commands/plan.ts')).plan;
    for (const [, verb, options] of calls) {
      expect(help).toContain(`  ${verb} `);
      for (const [option] of options?.matchAll(/--[a-z-]+/g) ?? []) expect(help).toContain(option);
    }
    expect(workflow).toContain(SCRIPT);
  });
});
