import { beforeEach, describe, expect, it } from 'vitest';
import { setGuardRails } from '../../../planning/apply/guard-rails.ts';
import { isSignatureValid, type WebhookAnswer } from '../../../planning/apply/webhook-delivery.ts';
import type { PlanningDeps, ScenarioJob } from '../../../planning/deps.ts';
import { type Job, jobText, parseJob } from '../../../planning/jobs/job.ts';
import { jobsAfter } from '../../../planning/jobs/outbox.ts';
import { refitItems } from '../../../planning/jobs/refit-items.ts';
import { runJob } from '../../../planning/jobs/run-job.ts';
import { jobsOf } from '../../../planning/jobs/tasks.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import { cancelScenario, labelScenario } from '../../../planning/scenario/keep-scenario.ts';
import { runScenario } from '../../../planning/scenario/run-scenario.ts';
import { changeSetId, channel, scenarioId, workspaceId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import { addCampaign, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const JOBS: readonly Job[] = [
  { kind: 'SCENARIO', workspaceId: WORKSPACE, scenarioId: scenarioId('S1') },
  { kind: 'REFIT', workspaceId: WORKSPACE },
  { kind: 'REFIT', workspaceId: WORKSPACE, channel: channel('google_search') },
  { kind: 'APPLY_DUE', workspaceId: WORKSPACE, changeSetId: changeSetId('C1') },
  { kind: 'EXPIRE', workspaceId: WORKSPACE, changeSetId: changeSetId('C1') },
  { kind: 'PACING_CHECK', workspaceId: WORKSPACE },
  { kind: 'WEBHOOK', workspaceId: WORKSPACE, sequence: 7 },
];

describe('a message', () => {
  it.each(JOBS)('of $kind is read as it was written', (job) => {
    expect(parseJob(jobText(job))).toEqual(job);
  });

  it.each([
    ['no JSON', 'hello', 'is not JSON'],
    ['no job', '{}', 'kind'],
    ['a kind that is not known', '{"kind":"DROP_TABLE","workspaceId":"acme"}', 'kind'],
    ['no workspace', '{"kind":"REFIT"}', 'workspaceId'],
    ['a workspace that is no id', '{"kind":"REFIT","workspaceId":"a#b"}', 'workspaceId'],
    ['an event before the first', '{"kind":"WEBHOOK","workspaceId":"acme","sequence":0}', 'sequence'],
  ])('with %s is refused', (_what, text, where) => {
    expect(() => parseJob(text)).toThrow(where);
  });

  it.each(JOBS)('of $kind about what is not there does nothing', async (job) => {
    const deps = testDeps();
    await runJob(deps, job);
    expect(await deps.store.ledger.newestEvent(WORKSPACE)).toBeNull();
  });
});

describe('the lease of a scenario', () => {
  let deps: PlanningDeps;
  let job: ScenarioJob;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2026-11-01T09:00:00Z');
    const enqueue = async (queued: ScenarioJob) => {
      job = queued;
    };
    deps = { ...testDeps(), now: () => now, jobs: { enqueue } };
    const spend = [...steady(400, 20), ...steady(100, 28)];
    const curve = { family: 'LOG', scale: 30, halfSaturation: 100 } as const;
    await addCampaign(deps, { id: 'brand', spend, curve });
    await createScenario(deps, VIEWER, { name: 'Big', objective: 'MAX_CONVERSIONS' }, { inBackground: true });
  });

  const stored = () => deps.store.scenarios.get(WORKSPACE, job.scenarioId);

  /** The worker's world, in which something happens while it computes. */
  const meanwhile = (act: () => Promise<unknown>): PlanningDeps => ({
    ...deps,
    store: {
      ...deps.store,
      curves: {
        ...deps.store.curves,
        all: async (...args) => {
          await act();
          return deps.store.curves.all(...args);
        },
      },
    },
  });

  it('keeps a second worker off, whose message must come again', async () => {
    const second = { ran: false };
    const world = meanwhile(async () => {
      await expect(runScenario(deps, job)).rejects.toMatchObject({ code: 'SCENARIO_LEASED' });
      second.ran = true;
    });
    expect(await runScenario(world, job)).toMatchObject({ state: 'DONE' });
    expect(second.ran).toBe(true);
    expect(await runScenario(deps, job)).toMatchObject({ state: 'DONE' });
  });

  it('runs out, so that a worker that died is taken over from', async () => {
    const dead = runScenario(
      meanwhile(() => Promise.reject(new Error('The process is gone.'))),
      job,
    );
    await expect(dead).rejects.toThrow('gone');
    const running = await stored();
    if (!running) throw new Error('It is there.');
    await deps.store.scenarios.put({ ...running, leaseUntil: '2026-11-01T09:16:00.000Z' });
    await expect(runScenario(deps, job)).rejects.toMatchObject({ code: 'SCENARIO_LEASED' });
    now = new Date('2026-11-01T09:16:00Z');
    expect(await runScenario(deps, job)).toMatchObject({ state: 'DONE' });
  });

  it('is given back by a worker that fails, so that the next need not wait', async () => {
    const failing = runScenario(
      meanwhile(() => Promise.reject(new Error('Throttled.'))),
      job,
    );
    await expect(failing).rejects.toThrow('Throttled.');
    expect(await stored()).toMatchObject({ state: 'RUNNING' });
    expect((await stored())?.leaseUntil).toBeUndefined();
    expect(await runScenario(deps, job)).toMatchObject({ state: 'DONE' });
  });

  it('holds when somebody gives the scenario another name meanwhile: the answer is kept, and the name', async () => {
    const world = meanwhile(() => labelScenario(deps, VIEWER, job.scenarioId, { name: 'June' }));
    expect(await runScenario(world, job)).toMatchObject({ state: 'DONE', name: 'June' });
  });

  it('leaves the workspace known to the clocks', async () => {
    expect(await deps.store.agenda.workspaces()).toEqual([WORKSPACE]);
  });

  it('ends with a cancellation', async () => {
    const world = meanwhile(() => cancelScenario(deps, VIEWER, job.scenarioId));
    expect(await runScenario(world, job)).toMatchObject({ state: 'CANCELLED', result: null });
  });
});

describe('what follows from a write', () => {
  const URL = 'https://hooks.example.com/events';
  const SECRET = 'the secret of acme';

  const written = { kind: 'AUDIT_EVENT', workspaceId: WORKSPACE, sequence: 1 } as const;

  it('is a message for each event, where someone wants to hear of them', async () => {
    const deps = testDeps();
    expect(await jobsAfter(deps, written)).toEqual([]);
    await setGuardRails(deps, VIEWER, { eventWebhookUrl: URL });
    expect(await jobsAfter(deps, written)).toEqual([
      { kind: 'WEBHOOK', workspaceId: WORKSPACE, sequence: 1 },
    ]);
  });

  const told = async (answers: readonly WebhookAnswer[]) => {
    const sent: { headers: Readonly<Record<string, string>>; body: string }[] = [];
    const deps: PlanningDeps = {
      ...testDeps(),
      webhook: {
        secretOf: async () => SECRET,
        post: async (_url, headers, body) => {
          sent.push({ headers, body });
          return answers[Math.min(sent.length, answers.length) - 1] ?? { status: 500, body: '' };
        },
        sleep: async () => {},
        random: () => 0,
      },
    };
    await setGuardRails(deps, VIEWER, { eventWebhookUrl: URL });
    return { sent, outcome: runJob(deps, { kind: 'WEBHOOK', workspaceId: WORKSPACE, sequence: 1 }), deps };
  };

  it('is sent signed, under the id of the event, without the state of the ledger', async () => {
    const { sent, outcome, deps } = await told([{ status: 204, body: '' }]);
    expect(await outcome).toBe('DELIVERED');
    const [request] = sent;
    const event = await deps.store.ledger.event(WORKSPACE, 1);
    expect(request?.headers['equimarginal-delivery']).toBe(event?.id);
    const seconds = deps.now().getTime() / 1000;
    const signature = request?.headers['equimarginal-signature'] ?? '';
    expect(isSignatureValid(SECRET, signature, request?.body ?? '', seconds)).toBe(true);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      type: 'audit.event',
      id: event?.id,
      sequence: 1,
      at: event?.at,
      actor: 'ada',
      kind: 'GUARD_RAILS_SET',
      changeSetId: null,
      applicationId: null,
      details: { changes: { eventWebhookUrl: URL } },
      hash: event?.hash,
    });
  });

  it('is tried again while the receiver is in trouble', async () => {
    const { sent, outcome } = await told([
      { status: 503, body: '' },
      { status: 429, body: '' },
      { status: 200, body: '' },
    ]);
    expect(await outcome).toBe('DELIVERED');
    expect(sent.map(({ headers }) => headers['equimarginal-delivery'])).toHaveLength(3);
  });

  it('goes back to the queue where the receiver stays in trouble', async () => {
    const { outcome } = await told([{ status: 500, body: '' }]);
    await expect(outcome).rejects.toMatchObject({ code: 'WEBHOOK_UNDELIVERED' });
  });
});

describe('a task', () => {
  const known = async (...workspaces: string[]): Promise<Store> => {
    const { store } = testDeps();
    for (const name of workspaces) await store.agenda.addWorkspace(workspaceId(name));
    return store;
  };
  const now = () => new Date('2026-11-01T09:00:00Z');

  it.each([
    ['PACING_CHECK', 'PACING_CHECK'],
    ['NIGHTLY_REFIT', 'REFIT'],
  ] as const)('of %s is a job for every workspace', async (task, kind) => {
    const store = await known('acme', 'zeta');
    expect(await jobsOf({ store, now }, task)).toEqual([
      { kind, workspaceId: 'acme' },
      { kind, workspaceId: 'zeta' },
    ]);
  });

  it('of fitting anew leaves alone what is fitted', async () => {
    const deps = testDeps();
    await addCampaign(deps, { id: 'brand', spend: [...steady(100, 30), ...steady(140, 30)] });
    const job: Job = { kind: 'REFIT', workspaceId: WORKSPACE };
    expect(await runJob(deps, job)).toBe('FITTED');
    expect(await runJob(deps, job)).toBe('UNCHANGED');
    expect(await refitItems({ store: await known('acme') })).toEqual([{ workspaceId: 'acme' }]);
  });
});
