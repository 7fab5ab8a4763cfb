import { beforeEach, describe, expect, it } from 'vitest';
import { applyDue } from '../../../planning/apply/apply-due.ts';
import { scheduleChangeSet } from '../../../planning/apply/approve.ts';
import { cancelChangeSet } from '../../../planning/apply/cancel.ts';
import type { OpenChangeSet } from '../../../planning/apply/change-set-body.ts';
import { firstBrokenEvent } from '../../../planning/apply/ledger-state.ts';
import { readChangeSet } from '../../../planning/apply/read-change-set.ts';
import { recordCampaignBudgets } from '../../../planning/apply/record-budgets.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { runJob } from '../../../planning/jobs/run-job.ts';
import { jobsOf } from '../../../planning/jobs/tasks.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import type { LedgerRepository, LedgerWrite, Store } from '../../../store/ports.ts';
import { describeWithDatabase } from '../../store/support/database.ts';
import {
  ADA,
  addCampaigns,
  applyDeps,
  applying,
  approved,
  BOB,
  budgetsOf,
  type Clock,
  micros,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from '../apply/plans.ts';

const MOVES = [
  { id: 'a', from: 100, to: 110 },
  { id: 'b', from: 200, to: 190 },
];
const BEFORE = { a: 100, b: 200, c: 700 };
const HALFWAY = { a: 105, b: 195, c: 700 };
const AFTER = { a: 110, b: 190, c: 700 };
const BY_ITSELF = { executor: 'STORE', isAllOrNothing: true } as const;
const START = '2026-11-12T06:00:00Z';
const at = (time: string) => new Date(time);

let clock: Clock;
let deps: PlanningDeps;

async function ready(store: Store = createMemoryStore()): Promise<void> {
  clock = { now: at('2026-11-10T09:00:00Z') };
  deps = applyDeps(store, clock);
  await withGuardRails(deps, WIDE);
  await addCampaigns(deps, [...MOVES, { id: 'c', from: 700, to: 700 }]);
}

async function scheduled(
  ramp?: { steps: number; daysBetween: number },
  runs: Parameters<typeof scheduleChangeSet>[2]['runs'] = BY_ITSELF,
): Promise<OpenChangeSet> {
  const { id, body } = await approved(deps, MOVES, { ramp });
  return scheduleChangeSet(deps, BOB, { id, planHash: body.planHash, startsAt: START, runs });
}

/** What the clock does: finds what is due, and does it. */
async function tick(world: PlanningDeps = deps): Promise<readonly string[]> {
  const jobs = [...(await jobsOf(world, 'APPLY_DUE')), ...(await jobsOf(world, 'EXPIRE'))];
  const own = jobs.filter(({ workspaceId }) => workspaceId === WORKSPACE);
  const outcomes: string[] = [];
  for (const job of own) outcomes.push(await runJob(world, job));
  return outcomes;
}

const stateOf = async ({ id }: OpenChangeSet) => (await readChangeSet(deps, WORKSPACE, id)).state;
const log = async () => (await deps.store.ledger.eventsFrom(WORKSPACE, 1)).map(({ kind }) => kind);

describe('a scheduled change set', () => {
  beforeEach(() => ready());

  it('is applied by itself when it is due, not before, and once', async () => {
    const changeSet = await scheduled();
    clock.now = at('2026-11-12T05:59:59Z');
    expect(await tick()).toEqual([]);
    clock.now = at(START);
    expect(await tick()).toEqual(['APPLIED']);
    expect(await tick()).toEqual([]);
    expect(await budgetsOf(deps)).toEqual(AFTER);
    expect(await stateOf(changeSet)).toBe('APPLIED');
    const events = await deps.store.ledger.eventsFrom(WORKSPACE, 1);
    expect(events.slice(-3).map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      'APPLYING bob (by schedule)',
      'BUDGETS_WRITTEN bob (by schedule)',
      'APPLIED bob (by schedule)',
    ]);
    expect(firstBrokenEvent(events)).toBeNull();
  });

  it('goes up its ramp by itself, a stage at a time', async () => {
    const changeSet = await scheduled({ steps: 2, daysBetween: 7 });
    clock.now = at('2026-11-12T06:10:00Z');
    expect(await tick()).toEqual(['APPLIED']);
    expect(await tick()).toEqual([]);
    expect(await budgetsOf(deps)).toEqual(HALFWAY);
    clock.now = at('2026-11-19T06:00:00Z');
    expect(await tick()).toEqual(['APPLIED']);
    expect(await budgetsOf(deps)).toEqual(AFTER);
    expect(await stateOf(changeSet)).toBe('APPLIED');
  });

  it('waits for people where nobody said who applies it', async () => {
    const { id, body } = await approved(deps, MOVES);
    const changeSet = await scheduleChangeSet(deps, BOB, { id, planHash: body.planHash, startsAt: START });
    clock.now = at('2026-11-12T07:00:00Z');
    expect(await tick()).toEqual([]);
    await applying(deps, changeSet, 'by hand');
    expect(await budgetsOf(deps)).toEqual(AFTER);
  });

  it('cannot be left to an executor that waits for someone', async () => {
    const runs = { executor: 'GOOGLE_ADS_REQUESTS', isAllOrNothing: true } as const;
    await expect(scheduled(undefined, runs)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['executor'],
    });
  });

  it('goes on as it began when its first stage was applied by hand', async () => {
    const changeSet = await approved(deps, MOVES, { ramp: { steps: 2, daysBetween: 7 } });
    await applying(deps, changeSet, 'by hand');
    clock.now = at('2026-11-17T09:00:00Z');
    expect(await tick()).toEqual(['APPLIED']);
    expect(await budgetsOf(deps)).toEqual(AFTER);
  });

  it('is left alone once it is called off', async () => {
    const changeSet = await scheduled({ steps: 2, daysBetween: 7 });
    clock.now = at(START);
    await tick();
    await cancelChangeSet(deps, ADA, { id: changeSet.id, reason: 'Enough.' });
    clock.now = at('2026-11-19T06:00:00Z');
    expect(await tick()).toEqual([]);
    expect(await applyDue(deps, WORKSPACE, changeSet.id)).toBe('NOT_DUE');
    expect(await budgetsOf(deps)).toEqual(HALFWAY);
  });

  it('is called off for good while a stage is being applied', async () => {
    const changeSet = await scheduled({ steps: 2, daysBetween: 7 });
    clock.now = at(START);
    // It dies when all budgets of the stage are written and nobody was told.
    await tick({ ...deps, store: dyingAt(deps.store, 2) }).catch(() => {});
    expect(await stateOf(changeSet)).toBe('APPLYING');
    const cancelled = await cancelChangeSet(deps, ADA, { id: changeSet.id, reason: 'Enough.' });
    expect(cancelled.state).toBe('PARTIALLY_APPLIED');
    clock.now = at('2026-11-19T06:00:00Z');
    expect(await tick()).toEqual([]);
    expect(await budgetsOf(deps)).toEqual(HALFWAY);
  });

  it('becomes stale where a budget has drifted, and the log says so', async () => {
    const changeSet = await scheduled();
    await recordCampaignBudgets(deps, ADA, [{ campaignId: 'a', amountMicros: micros(120) }]);
    clock.now = at(START);
    expect(await tick()).toEqual(['STALE']);
    expect(await tick()).toEqual([]);
    expect(await stateOf(changeSet)).toBe('STALE');
    expect((await log()).at(-1)).toBe('STALE');
    expect(await budgetsOf(deps)).toEqual({ ...BEFORE, a: 120 });
  });

  it('is handed to a webhook until it is taken, and then not again', async () => {
    await withGuardRails(deps, { webhookUrl: 'https://hooks.example.com/budgets' });
    const sent: string[] = [];
    let status = 500;
    const world: PlanningDeps = {
      ...deps,
      webhook: {
        secretOf: () => 'secret',
        post: async (_url, headers) => {
          sent.push(headers['equimarginal-delivery'] ?? '');
          return { status, body: '' };
        },
        sleep: async () => {},
        random: () => 0,
      },
    };
    const changeSet = await scheduled(undefined, { executor: 'WEBHOOK', isAllOrNothing: true });
    clock.now = at(START);
    await expect(tick(world)).rejects.toMatchObject({ code: 'WEBHOOK_UNDELIVERED' });
    // The queue delivers the message again; the clock does not find it any more.
    expect(await tick(world)).toEqual([]);
    status = 204;
    expect(await applyDue(world, WORKSPACE, changeSet.id)).toBe('HANDED_OUT');
    const attempts = sent.length;
    expect(await applyDue(world, WORKSPACE, changeSet.id)).toBe('HANDED_OUT');
    expect(sent).toHaveLength(attempts);
    expect(new Set(sent).size).toBe(1);
  });

  it('is held back by a guard rail, which is put down once, and applied when it is gone', async () => {
    const changeSet = await scheduled();
    await withGuardRails(deps, { killSwitch: true });
    clock.now = at(START);
    const events = (await log()).length;
    expect(await tick()).toEqual(['HELD_BACK']);
    expect(await tick()).toEqual(['HELD_BACK']);
    expect((await log()).slice(events)).toEqual(['HELD_BACK']);
    expect(await readChangeSet(deps, WORKSPACE, changeSet.id)).toMatchObject({
      state: 'SCHEDULED',
      body: { note: expect.stringContaining('kill switch') },
    });
    expect(await budgetsOf(deps)).toEqual(BEFORE);
    await withGuardRails(deps, { killSwitch: false });
    expect(await tick()).toEqual(['APPLIED']);
    expect(await readChangeSet(deps, WORKSPACE, changeSet.id)).toMatchObject({
      state: 'APPLIED',
      body: { note: null },
    });
  });

  it('expires where it was held back for too long, and the log says so', async () => {
    const changeSet = await scheduled();
    await withGuardRails(deps, { killSwitch: true });
    clock.now = at(START);
    await tick();
    clock.now = at('2026-11-20T06:00:00Z');
    expect(await tick()).toEqual(['EXPIRED']);
    expect(await tick()).toEqual([]);
    expect((await log()).at(-1)).toBe('EXPIRED');
    expect(await stateOf(changeSet)).toBe('EXPIRED');
  });
});

describe('a proposal that nobody decided on', () => {
  beforeEach(() => ready());

  it('is put down as expired, once', async () => {
    const { id, body } = await approved(deps, MOVES);
    clock.now = at(body.expiresAt);
    expect(await tick()).toEqual([]);
    clock.now = new Date(clock.now.getTime() + 1);
    expect(await tick()).toEqual(['EXPIRED']);
    expect(await tick()).toEqual([]);
    expect(await readChangeSet(deps, WORKSPACE, id)).toMatchObject({
      state: 'EXPIRED',
      body: { approval: null },
    });
    expect((await log()).filter((kind) => kind === 'EXPIRED')).toHaveLength(1);
  });
});

/** The process dies after its `deadly`th write, before anyone is told. */
function dyingAt(store: Store, deadly: number): Store {
  let writes = 0;
  const write = async (given: LedgerWrite) => {
    writes += 1;
    if (writes > deadly) throw new Error('It is dead already.');
    const isWritten = await store.ledger.write(given);
    if (writes === deadly) throw new Error('The process died.');
    return isWritten;
  };
  const ledger: LedgerRepository = { ...store.ledger, write };
  return { ...store, ledger };
}

describe('a clock that dies while it applies', () => {
  beforeEach(() => ready());

  it.each([1, 2, 3])('after write %s is taken over by the next tick', async (deadly) => {
    const changeSet = await scheduled();
    clock.now = at(START);
    await tick({ ...deps, store: dyingAt(deps.store, deadly) }).catch(() => {});
    await tick();
    expect(await budgetsOf(deps)).toEqual(AFTER);
    expect(await stateOf(changeSet)).toBe('APPLIED');
    const kinds = await log();
    for (const kind of ['APPLYING', 'BUDGETS_WRITTEN', 'APPLIED']) {
      expect(kinds.filter((found) => found === kind)).toHaveLength(1);
    }
  });
});

const race = (store: Store) => {
  it('changes every budget once, however many clocks tick and people press the button', async () => {
    await ready(store);
    const changeSet = await scheduled();
    clock.now = at(START);
    const clocks = ['A-', 'B-', 'C-'].map((name) => tick(applyDeps(store, clock, name)));
    const person = applying(applyDeps(store, clock, 'D-'), changeSet, 'by hand');
    await Promise.allSettled([...clocks, person]);
    await tick();
    expect(await budgetsOf(deps)).toEqual(AFTER);
    expect((await log()).filter((kind) => kind === 'BUDGETS_WRITTEN')).toHaveLength(1);
    const budgets = await store.ledger.budgets(WORKSPACE);
    const applied = budgets.flatMap(({ changes }) => changes.filter((change) => change.applicationId));
    expect(applied).toHaveLength(MOVES.length);
  });
};

describe('clocks that race in memory', () => race(createMemoryStore()));

await describeWithDatabase('clocks that race in DynamoDB', race);
