import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { dryRun } from '../../../planning/apply/apply-change-set.ts';
import { approveChangeSet } from '../../../planning/apply/approve.ts';
import type { OpenChangeSet } from '../../../planning/apply/change-set-body.ts';
import { editChangeSet } from '../../../planning/apply/edit.ts';
import { RENDERINGS } from '../../../planning/apply/executors/executors.ts';
import { firstBrokenEvent } from '../../../planning/apply/ledger-state.ts';
import { proposeChangeSet } from '../../../planning/apply/propose.ts';
import { readChangeSet } from '../../../planning/apply/read-change-set.ts';
import { reportApplied } from '../../../planning/apply/report-applied.ts';
import { orderOf } from '../../../planning/apply/resume.ts';
import { rollBackChangeSet } from '../../../planning/apply/roll-back.ts';
import type { LedgerRepository, LedgerWrite, Store } from '../../../store/ports.ts';
import { describeWithDatabase } from '../../store/support/database.ts';
import {
  ADA,
  addCampaigns,
  addScenario,
  applyDeps,
  applying,
  BOB,
  budgetsOf,
  type Clock,
  type Move,
  micros,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

const COUNT = 1_500;
const STEPS = Math.ceil(COUNT / 99);

/** Text that hardly compresses, the same each time. */
const noise = (seed: number, hashes: number): string =>
  Array.from({ length: hashes }, (_, i) =>
    createHash('sha256').update(`${seed} ${i}`).digest('base64url'),
  ).join('');

/**
 * Amounts as they are in an account: no two alike, each raise paid for by a cut. With names as long as platforms take
 * them, the plan outgrows an item compressed.
 */
const MOVES: readonly Move[] = Array.from({ length: COUNT }, (_, i) => {
  const pair = Math.floor(i / 2);
  const change = ((pair * 7_919) % 2_999) / 100 + 1;
  const from = 40 + ((i * 104_729) % 99_991) / 100;
  return {
    id: `google_ads:-:${noise(-1 - i, 1)}`,
    name: noise(i, 5),
    from: Number(from.toFixed(2)),
    to: Number((from + (i % 2 === 0 ? -change : change)).toFixed(2)),
  };
});
const [FIRST, ...OTHERS] = MOVES as readonly [Move, ...Move[]];
const TOTAL = MOVES.reduce((sum, { from }) => sum + micros(from), 0n);

/** The process dies at this write, told or not whether it was written. */
function dyingAt(store: Store, deadly: number, isWritten: boolean): Store {
  let writes = 0;
  const write = async (given: LedgerWrite) => {
    writes += 1;
    if (writes < deadly) return store.ledger.write(given);
    if (writes === deadly && isWritten) await store.ledger.write(given);
    throw new Error('Killed.');
  };
  const ledger: LedgerRepository = { ...store.ledger, write };
  return { ...store, ledger };
}

function lifeOfThousands(store: Store): void {
  const clock: Clock = { now: new Date('2026-11-10T09:00:00Z') };
  const deps = applyDeps(store, clock);
  let changeSet: OpenChangeSet;
  const hashed = () => ({ id: changeSet.id, planHash: changeSet.body.planHash });
  const expectBudgets = async (side: 'from' | 'to') =>
    expect(await budgetsOf(deps)).toEqual(Object.fromEntries(MOVES.map((move) => [move.id, move[side]])));

  beforeAll(async () => {
    // Not a coin above what there is: any raise before its cut would break it.
    await withGuardRails(deps, { ...WIDE, dailyCaps: [{ currencyCode: 'EUR', micros: TOTAL.toString() }] });
    await addCampaigns(deps, MOVES);
    const scenario = await addScenario(deps, [{ ...FIRST, to: FIRST.to + 0.5 }, ...OTHERS]);
    changeSet = await proposeChangeSet(deps, ADA, { scenarioId: scenario });
  });

  it('is proposed, and edited until it keeps the guard rails', async () => {
    expect(changeSet.state).toBe('DRAFT');
    expect(changeSet.body.items).toHaveLength(COUNT);
    expect(changeSet.body.violations).toMatchObject([{ rail: 'DAILY_CAP' }]);
    changeSet = await editChangeSet(deps, ADA, {
      ...hashed(),
      set: [{ campaignId: FIRST.id, afterMicros: micros(FIRST.to) }],
      remove: [],
    });
    expect(changeSet.state).toBe('PROPOSED');
    expect(await readChangeSet(deps, WORKSPACE, changeSet.id)).toEqual(changeSet);
  });

  it('is approved, and a dry run says what would happen', async () => {
    changeSet = await approveChangeSet(deps, BOB, hashed());
    const dry = await dryRun(deps, BOB, hashed());
    expect(dry.items).toHaveLength(COUNT);
    expect([dry.drifted, dry.violations, dry.restated]).toEqual([[], [], 0]);
    await expectBudgets('from');
  });

  it('is applied once, whoever dies in the middle, cuts first, and never above the cap', async () => {
    const totals: bigint[] = [];
    const observed: Store = {
      ...store,
      ledger: {
        ...store.ledger,
        async write(given) {
          const isWritten = await store.ledger.write(given);
          const { ledger } = given.event.body as { ledger: { dailyTotals: Record<string, string> } };
          if (isWritten) totals.push(BigInt(ledger.dailyTotals.EUR ?? '0'));
          return isWritten;
        },
      },
    };
    for (const [deadly, isWritten] of [
      [1, true],
      [Math.floor(STEPS / 2), false],
      [3, true],
    ] as const) {
      const dying = { ...applyDeps(dyingAt(observed, deadly, isWritten), clock, `D${deadly}-`) };
      await expect(applying(dying, changeSet, 'key')).rejects.toThrow('Killed.');
    }
    const application = await applying(applyDeps(observed, clock, 'RE-'), changeSet, 'key');
    expect(application.state).toBe('DONE');
    expect(new Set(application.body.results.map(({ status }) => status))).toEqual(new Set(['APPLIED']));
    expect(await applying(deps, changeSet, 'key')).toEqual(application);
    await expectBudgets('to');
    expect(totals).toHaveLength(STEPS + 2);
    const lowest = totals.indexOf(totals.reduce((a, b) => (a < b ? a : b)));
    expect(totals.slice(0, lowest)).toEqual(totals.slice(0, lowest).toSorted((a, b) => (a > b ? -1 : 1)));
    expect(totals.every((total) => total <= TOTAL)).toBe(true);

    const events = await store.ledger.eventsFrom(WORKSPACE, 1);
    expect(firstBrokenEvent(events)).toBeNull();
    const written = events
      .filter(({ kind }) => kind === 'BUDGETS_WRITTEN')
      .flatMap(({ body }) => (body as { results: { campaignId: string }[] }).results);
    expect(written.map(({ campaignId }) => campaignId).sort()).toEqual(MOVES.map(({ id }) => id).sort());
    expect(await readChangeSet(deps, WORKSPACE, changeSet.id)).toMatchObject({ state: 'APPLIED' });
  });

  it('is rolled back by a script, which reports item by item', async () => {
    clock.now = new Date('2026-11-20T09:00:00Z');
    const back = await rollBackChangeSet(deps, ADA, { id: changeSet.id, reason: 'Too much at once.' });
    expect(back.body.items).toHaveLength(COUNT);
    const { body } = await approveChangeSet(deps, BOB, { id: back.id, planHash: back.body.planHash });
    const application = await applying(deps, { ...back, body }, 'back', { executor: 'SCRIPT' });
    expect(application.state).toBe('AWAITING_REPORTS');
    const order = await orderOf(deps, BOB, application);
    const files = RENDERINGS.GOOGLE_ADS_EDITOR_FILE(order).artefacts;
    expect(files.flatMap(({ campaignIds }) => campaignIds)).toHaveLength(COUNT);

    const reports = application.body.orders.map(({ campaignId, beforeMicros, afterMicros }) => ({
      campaignId,
      observedBeforeMicros: BigInt(beforeMicros),
      observedAfterMicros: BigInt(afterMicros),
    }));
    const [some, others] = [reports.slice(0, 900), reports.slice(900)];
    const half = await reportApplied(deps, BOB, { applicationId: application.id, items: some });
    expect(half.body.results.filter(({ status }) => status === 'APPLIED')).toHaveLength(900);
    const done = await reportApplied(deps, BOB, { applicationId: application.id, items: others });
    expect(done.state).toBe('DONE');
    await expectBudgets('from');
    expect(await readChangeSet(deps, WORKSPACE, changeSet.id)).toMatchObject({ state: 'ROLLED_BACK' });
  });

  it('is listed without being read whole', async () => {
    const { items } = await store.ledger.changeSets(WORKSPACE, { first: 10 });
    expect(items).toHaveLength(2);
    for (const { item } of items) expect(JSON.stringify(item).length).toBeLessThan(4_000);
    expect(items[1]?.item.body).toMatchObject({ summary: { itemCount: COUNT, raisedCount: COUNT / 2 } });
  });
}

await describeWithDatabase('a change set of thousands of campaigns in DynamoDB', lifeOfThousands);
