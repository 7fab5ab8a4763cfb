import { expect, it } from 'vitest';
import { firstBrokenEvent } from '../../../planning/apply/ledger-state.ts';
import type { Store } from '../../../store/ports.ts';
import { describeWithDatabase } from '../../store/support/database.ts';
import {
  addCampaigns,
  applyDeps,
  applying,
  approved,
  budgetsOf,
  type Move,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

const movesOf = (first: number, count: number): readonly Move[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `c${String(first + i).padStart(3, '0')}`,
    from: 100,
    to: i % 2 === 0 ? 90 : 110,
  }));

function raceIn(store: Store): void {
  it('applies a chain and what overlaps it, asked for by four clients at once', async () => {
    const deps = applyDeps(store);
    await withGuardRails(deps, { ...WIDE, dailyCaps: [{ currencyCode: 'EUR', micros: '16000000000' }] });
    await addCampaigns(deps, [...movesOf(0, 120), ...movesOf(120, 40)]);
    const chain = await approved(deps, movesOf(0, 120));
    const beside = await approved(deps, movesOf(120, 40));
    const overlapping = await approved(deps, movesOf(100, 40));
    const client = (name: string) => applyDeps(store, undefined, name);
    const outcomes = await Promise.allSettled([
      applying(client('A-'), chain, 'chain'),
      applying(client('B-'), chain, 'chain'),
      applying(client('C-'), beside, 'beside'),
      applying(client('D-'), overlapping, 'overlapping'),
    ]);
    const applied = [chain, chain, beside, overlapping].filter((_, i) => outcomes[i]?.status === 'fulfilled');
    expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).not.toHaveLength(
      4,
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'STALE' });
    }
    const budgets = await budgetsOf(deps);
    for (const { body } of applied) {
      for (const { campaignId, afterMicros } of body.items) {
        expect(budgets[campaignId]).toBe(Number(afterMicros) / 1e6);
      }
    }
    const events = await store.ledger.eventsFrom(WORKSPACE, 1);
    expect(firstBrokenEvent(events)).toBeNull();
    const stored = await store.ledger.budgets(WORKSPACE);
    const total = stored.reduce((sum, { amountMicros }) => sum + amountMicros, 0n);
    expect(events.at(-1)?.body).toMatchObject({ ledger: { dailyTotals: { EUR: total.toString() } } });
    expect(stored.every(({ changes }) => changes.length <= 2)).toBe(true);
  });
}

await describeWithDatabase('applying in DynamoDB', raceIn);
