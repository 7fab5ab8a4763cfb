import { beforeEach, describe, expect, it } from 'vitest';
import { applyChangeSet, dryRun } from '../../../planning/apply/apply-change-set.ts';
import { approveChangeSet, rejectChangeSet, scheduleChangeSet } from '../../../planning/apply/approve.ts';
import { cancelChangeSet } from '../../../planning/apply/cancel.ts';
import { editChangeSet } from '../../../planning/apply/edit.ts';
import { firstBrokenEvent } from '../../../planning/apply/ledger-state.ts';
import { readChangeSet } from '../../../planning/apply/read-change-set.ts';
import { recordCampaignBudgets } from '../../../planning/apply/record-budgets.ts';
import { reportApplied } from '../../../planning/apply/report-applied.ts';
import { orderOf } from '../../../planning/apply/resume.ts';
import { rollBackChangeSet } from '../../../planning/apply/roll-back.ts';
import { stateAt } from '../../../planning/apply/states.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import {
  ADA,
  addCampaigns,
  applyDeps,
  applying,
  approved,
  BOB,
  budgetsOf,
  type Clock,
  type Move,
  micros,
  proposed,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

const MOVES: readonly Move[] = [
  { id: 'a', from: 100, to: 110 },
  { id: 'b', from: 200, to: 190 },
  { id: 'c', from: 700, to: 700 },
];

describe('a change set', () => {
  let clock: Clock;
  let deps: PlanningDeps;
  const stateOf = async (id: string) => stateAt(await readChangeSet(deps, WORKSPACE, id), clock.now);

  beforeEach(async () => {
    clock = { now: new Date('2026-11-10T09:00:00Z') };
    deps = applyDeps(undefined, clock);
    await addCampaigns(deps, MOVES);
  });

  it('goes from a scenario to changed budgets, each transition in the log', async () => {
    const changeSet = await approved(deps, MOVES);
    expect(changeSet.body.items.map(({ campaignId }) => campaignId)).toEqual(['a', 'b']);
    expect(changeSet.body.items[0]).toMatchObject({
      beforeMicros: '100000000',
      afterMicros: '110000000',
      expected: { before: { conversions: 10 }, after: { conversions: 11 } },
    });
    const { body, state } = await applying(deps, changeSet, 'key');
    expect(state).toBe('DONE');
    expect(body.orders.map(({ campaignId }) => campaignId)).toEqual(['b', 'a']);
    expect(body.results).toMatchObject([
      { status: 'APPLIED', observedBeforeMicros: '200000000', observedAfterMicros: '190000000' },
      { status: 'APPLIED', observedBeforeMicros: '100000000', observedAfterMicros: '110000000' },
    ]);
    expect(await budgetsOf(deps)).toEqual({ a: 110, b: 190, c: 700 });
    const events = await deps.store.ledger.eventsFrom(WORKSPACE, 1);
    expect(events.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      'BUDGETS_RECORDED ada',
      'PROPOSED ada',
      'APPROVED bob',
      'APPLYING bob',
      'BUDGETS_WRITTEN bob',
      'APPLIED bob',
    ]);
    expect(firstBrokenEvent(events)).toBeNull();
  });

  it('has a log whose hashes give away any change of any event', async () => {
    await applying(deps, await approved(deps, MOVES), 'key');
    const events = await deps.store.ledger.eventsFrom(WORKSPACE, 1);
    events.forEach((event, i) => {
      for (const change of [{ actor: 'eve' }, { body: {} }, { at: '2020-01-01T00:00:00.000Z' }]) {
        expect(firstBrokenEvent(events.with(i, { ...event, ...change }))).toBe(event.sequence);
      }
      if (i + 1 < events.length) expect(firstBrokenEvent(events.toSpliced(i, 1))).not.toBeNull();
    });
  });

  it('is approved by hash: an edit voids the approval and has another hash', async () => {
    const first = await approved(deps, MOVES);
    const second = await editChangeSet(deps, ADA, {
      id: first.id,
      planHash: first.body.planHash,
      set: [],
      remove: ['b'],
    });
    expect(second).toMatchObject({ state: 'PROPOSED', body: { revision: 2, approval: null } });
    expect(second.body.planHash).not.toBe(first.body.planHash);
    await expect(applying(deps, first, 'key')).rejects.toMatchObject({ code: 'PLAN_HASH_MISMATCH' });
    await expect(applying(deps, second, 'key')).rejects.toMatchObject({ code: 'WRONG_STATE' });
    const stale = approveChangeSet(deps, BOB, { id: first.id, planHash: first.body.planHash });
    await expect(stale).rejects.toMatchObject({
      code: 'PLAN_HASH_MISMATCH',
      currentHash: second.body.planHash,
    });
  });

  it('needs a second person above a threshold', async () => {
    await withGuardRails(deps, { secondPersonAboveRatio: 0.005 });
    const { id, body } = await proposed(deps, MOVES);
    await expect(approveChangeSet(deps, ADA, { id, planHash: body.planHash })).rejects.toMatchObject({
      code: 'GUARD_RAIL',
      violations: [{ rail: 'SECOND_PERSON' }],
    });
    expect((await approveChangeSet(deps, BOB, { id, planHash: body.planHash })).state).toBe('APPROVED');
    await withGuardRails(deps, { secondPersonAboveRatio: 0.5 });
    const small = await proposed(deps, MOVES);
    const own = await approveChangeSet(deps, ADA, { id: small.id, planHash: small.body.planHash });
    expect(own.state).toBe('APPROVED');
  });

  it('is not written over drift, not one budget of it', async () => {
    const changeSet = await approved(deps, MOVES);
    await recordCampaignBudgets(deps, ADA, [{ campaignId: 'a', amountMicros: micros(120) }]);
    const dry = await dryRun(deps, BOB, { id: changeSet.id, planHash: changeSet.body.planHash });
    expect(dry.drifted).toEqual([
      { campaignId: 'a', plannedFromMicros: '100000000', foundMicros: '120000000' },
    ]);
    await expect(applying(deps, changeSet, 'key')).rejects.toMatchObject({
      code: 'STALE',
      drifted: [{ campaignId: 'a' }],
    });
    expect(await budgetsOf(deps)).toEqual({ a: 120, b: 200, c: 700 });
    expect(await stateOf(changeSet.id)).toBe('STALE');
    const { planHash } = changeSet.body;
    const revived = await editChangeSet(deps, ADA, { id: changeSet.id, planHash, set: [], remove: [] });
    expect(revived).toMatchObject({ state: 'PROPOSED' });
    expect(revived.body.items[0]).toMatchObject({ beforeMicros: '120000000', afterMicros: '110000000' });
  });

  it('leaves drifted budgets alone and changes the others, where that was chosen', async () => {
    await withGuardRails(deps, WIDE);
    const changeSet = await approved(deps, MOVES);
    await recordCampaignBudgets(deps, ADA, [{ campaignId: 'a', amountMicros: micros(120) }]);
    const { body } = await applying(deps, changeSet, 'key', { isAllOrNothing: false });
    expect(body.results).toMatchObject([
      { campaignId: 'b', status: 'APPLIED' },
      { campaignId: 'a', status: 'DRIFTED', observedBeforeMicros: '120000000' },
    ]);
    expect(await budgetsOf(deps)).toEqual({ a: 120, b: 190, c: 700 });
    expect(await stateOf(changeSet.id)).toBe('PARTIALLY_APPLIED');
  });

  it('hands out no file or request for a budget that has drifted', async () => {
    await withGuardRails(deps, WIDE);
    const changeSet = await approved(deps, MOVES);
    await recordCampaignBudgets(deps, ADA, [{ campaignId: 'a', amountMicros: micros(120) }]);
    const more = { isAllOrNothing: false, executor: 'GOOGLE_ADS_EDITOR_FILE' } as const;
    const application = await applying(deps, changeSet, 'key', more);
    expect(application.body.results.map(({ status }) => status)).toEqual(['PENDING', 'DRIFTED']);
    const { items } = await orderOf(deps, BOB, application);
    expect(items.map(({ campaignId }) => campaignId)).toEqual(['b']);
  });

  it('raises nothing beyond the cap when what should make room has drifted', async () => {
    await withGuardRails(deps, { ...WIDE, dailyCaps: [{ currencyCode: 'EUR', micros: '1000000000' }] });
    const changeSet = await approved(deps, MOVES);
    await recordCampaignBudgets(deps, ADA, [{ campaignId: 'b', amountMicros: micros(195) }]);
    const { body } = await applying(deps, changeSet, 'key', { isAllOrNothing: false });
    expect(body.results.map(({ status }) => status)).toEqual(['DRIFTED', 'CAP_REACHED']);
    expect(await stateOf(changeSet.id)).toBe('FAILED');
  });

  it('counts a campaign without a budget on record as having none', async () => {
    const fresh = applyDeps();
    await addCampaigns(fresh, MOVES, { isBudgetKnown: false });
    const changeSet = await approved(fresh, MOVES);
    expect(changeSet.body.items[0]).toMatchObject({ isBudgetKnown: false, beforeMicros: '100000000' });
    await applying(fresh, changeSet, 'key');
    expect(await budgetsOf(fresh)).toEqual({ a: 110, b: 190 });
  });

  it('is stale when a budget appears that was not known', async () => {
    const fresh = applyDeps();
    await addCampaigns(fresh, MOVES, { isBudgetKnown: false });
    const changeSet = await approved(fresh, MOVES);
    await recordCampaignBudgets(fresh, ADA, [{ campaignId: 'a', amountMicros: micros(100) }]);
    await expect(applying(fresh, changeSet, 'key')).rejects.toMatchObject({ code: 'STALE' });
  });

  it('expires, and comes back to life by an edit', async () => {
    const changeSet = await approved(deps, MOVES);
    clock.now = new Date('2026-11-13T09:00:01Z');
    expect(await stateOf(changeSet.id)).toBe('EXPIRED');
    await expect(applying(deps, changeSet, 'key')).rejects.toMatchObject({ state: 'EXPIRED' });
    const { planHash } = changeSet.body;
    await editChangeSet(deps, ADA, { id: changeSet.id, planHash, set: [], remove: [] });
    expect(await stateOf(changeSet.id)).toBe('PROPOSED');
  });

  it('waits for its time, and goes in steps where it is a ramp', async () => {
    const changeSet = await approved(deps, MOVES, { ramp: { steps: 2, daysBetween: 7 } });
    const { id, body } = changeSet;
    await scheduleChangeSet(deps, BOB, { id, planHash: body.planHash, startsAt: '2026-11-12T06:00:00Z' });
    await expect(applying(deps, changeSet, 'one')).rejects.toMatchObject({
      violations: [{ rail: 'NOT_DUE' }],
    });
    clock.now = new Date('2026-11-12T06:00:00Z');
    const first = await applying(deps, changeSet, 'one');
    expect(await budgetsOf(deps)).toEqual({ a: 105, b: 195, c: 700 });
    expect(await stateOf(id)).toBe('SCHEDULED');
    expect(await applying(deps, changeSet, 'one')).toEqual(first);
    await expect(applying(deps, changeSet, 'two')).rejects.toMatchObject({ code: 'GUARD_RAIL' });
    clock.now = new Date('2026-11-19T06:00:00Z');
    await applying(deps, changeSet, 'two');
    expect(await budgetsOf(deps)).toEqual({ a: 110, b: 190, c: 700 });
    expect(await stateOf(id)).toBe('APPLIED');
  });

  it('is rolled back by another one, which is approved and applied as any', async () => {
    const changeSet = await approved(deps, MOVES);
    await applying(deps, changeSet, 'key');
    const back = await rollBackChangeSet(deps, ADA, { id: changeSet.id, reason: 'Less came than hoped.' });
    expect(back).toMatchObject({ state: 'PROPOSED', body: { rollbackOf: changeSet.id } });
    expect(await budgetsOf(deps)).toEqual({ a: 110, b: 190, c: 700 });
    expect(await stateOf(changeSet.id)).toBe('APPLIED');
    await approveChangeSet(deps, BOB, { id: back.id, planHash: back.body.planHash });
    await applying(deps, back, 'back');
    expect(await budgetsOf(deps)).toEqual({ a: 100, b: 200, c: 700 });
    expect(await stateOf(changeSet.id)).toBe('ROLLED_BACK');
  });

  it('is executed by a script that reports item by item, also twice', async () => {
    const changeSet = await approved(deps, MOVES);
    const handed = await applying(deps, changeSet, 'key', { executor: 'SCRIPT' });
    expect(handed.state).toBe('AWAITING_REPORTS');
    expect(await budgetsOf(deps)).toEqual({ a: 100, b: 200, c: 700 });
    const report = (campaignId: string, before: number, after: number) => ({
      campaignId,
      observedBeforeMicros: micros(before),
      observedAfterMicros: micros(after),
      requestId: `request-${campaignId}`,
    });
    const lowered = [report('b', 200, 190)];
    await reportApplied(deps, BOB, { applicationId: handed.id, items: lowered });
    expect(await budgetsOf(deps)).toEqual({ a: 100, b: 190, c: 700 });
    await reportApplied(deps, BOB, { applicationId: handed.id, items: lowered });
    const done = await reportApplied(deps, BOB, {
      applicationId: handed.id,
      items: [...lowered, report('a', 100, 109)],
    });
    expect(done).toMatchObject({
      state: 'DONE',
      body: { results: [{ status: 'APPLIED' }, { status: 'FAILED' }] },
    });
    expect(await budgetsOf(deps)).toEqual({ a: 109, b: 190, c: 700 });
    expect(await stateOf(changeSet.id)).toBe('PARTIALLY_APPLIED');
    const contrary = reportApplied(deps, BOB, { applicationId: handed.id, items: [report('b', 200, 200)] });
    await expect(contrary).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('keeps others from budgets that a script was handed and has not reported', async () => {
    const [first, second] = [await approved(deps, MOVES), await approved(deps, MOVES)];
    await applying(deps, first, 'one', { executor: 'SCRIPT' });
    await expect(applying(deps, second, 'two')).rejects.toMatchObject({
      violations: [{ rail: 'SHARED_BUDGET' }, { rail: 'SHARED_BUDGET' }],
    });
    await cancelChangeSet(deps, ADA, { id: first.id, reason: 'The script is gone.' });
    expect(await stateOf(first.id)).toBe('CANCELLED');
    expect((await applying(deps, second, 'two')).state).toBe('DONE');
  });

  it('is superseded by the one that takes its place', async () => {
    const old = await proposed(deps, MOVES);
    const next = await proposed(deps, MOVES, { supersedes: old.id });
    expect(await readChangeSet(deps, WORKSPACE, old.id)).toMatchObject({
      state: 'SUPERSEDED',
      body: { supersededBy: next.id },
    });
  });

  it('can be turned down, and is then at its end', async () => {
    const { id, body } = await proposed(deps, MOVES);
    const asked = { id, planHash: body.planHash };
    expect((await rejectChangeSet(deps, BOB, { ...asked, reason: 'Not now.' })).state).toBe('REJECTED');
    await expect(approveChangeSet(deps, BOB, asked)).rejects.toMatchObject({ state: 'REJECTED' });
    await expect(cancelChangeSet(deps, BOB, { id, reason: 'x' })).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
  });

  it('takes no key that could be part of a database key', async () => {
    const changeSet = await approved(deps, MOVES);
    for (const idempotencyKey of ['', 'a#b', 'x'.repeat(201)]) {
      const { id, body } = changeSet;
      const apply = applyChangeSet(deps, BOB, {
        id,
        planHash: body.planHash,
        idempotencyKey,
        executor: 'STORE',
        isAllOrNothing: true,
      });
      await expect(apply).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['idempotencyKey'] });
    }
  });

  it('changes a shared budget once, by what its campaigns change together', async () => {
    const fresh = applyDeps();
    await addCampaigns(fresh, MOVES, { isBudgetKnown: false });
    await recordCampaignBudgets(fresh, ADA, [
      { campaignId: 'a', amountMicros: micros(800), sharedWith: ['c'] },
      { campaignId: 'b', amountMicros: micros(200) },
    ]);
    const changeSet = await proposed(fresh, [
      { id: 'a', from: 100, to: 110 },
      { id: 'c', from: 700, to: 680 },
    ]);
    expect(changeSet.body.items).toMatchObject([
      { campaignId: 'a', sharedWith: ['c'], beforeMicros: '800000000', afterMicros: '790000000' },
    ]);
    const second = recordCampaignBudgets(fresh, ADA, [{ campaignId: 'c', amountMicros: micros(5) }]);
    await expect(second).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
