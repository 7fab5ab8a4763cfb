import { expect, test } from 'vitest';
import type { ChangeSet, PlanItem } from '../../cli/client/plan-documents.ts';
import { renderDiff, renderDryRun } from '../../cli/report/change-set.ts';
import { PLAIN } from '../../cli/terminal/style.ts';

const options = { style: PLAIN, width: 120 };

const item = (i: number): PlanItem => ({
  campaignId: `c${i}`,
  campaignName: `Campaign ${i}`,
  channel: 'google_search',
  before: { amount: '100.00' },
  after: { amount: String(100 + i) },
  change: { amount: String(i) },
  changeRatio: i / 100,
  isBudgetKnown: true,
  expectedBefore: { conversions: 1 },
  expectedAfter: { conversions: 2 },
  reason: '',
});

const changeSet = (changes: Partial<ChangeSet>): ChangeSet => ({
  id: 'id',
  name: 'Large',
  state: 'PROPOSED',
  note: null,
  revision: 1,
  planHash: 'hash',
  currencyCode: 'EUR',
  createdBy: 'ada',
  expiresAt: '2026-11-13T09:00:00Z',
  dueAt: null,
  nextStage: 0,
  stages: [{ share: 1, afterDays: 0 }],
  totalBefore: { amount: '500000.00' },
  totalAfter: { amount: '510000.00' },
  movedRatio: 0.02,
  expectedGain: 1234.5,
  itemCount: 5_000,
  raisedCount: 5_000,
  violations: [],
  approval: null,
  applications: [],
  ...changes,
});

test('a diff of thousands shows the largest changes, the totals of all, and how many are left', () => {
  const nodes = Array.from({ length: 30 }, (_, i) => item(i + 1));
  const text = renderDiff(changeSet({ itemPage: { nodes } }), options);
  expect(text.split('\n').length).toBeLessThan(45);
  expect(text.indexOf('Campaign 30')).toBeLessThan(text.indexOf('Campaign 29'));
  expect(text).toContain('… and 4970 smaller changes; --all shows them.');
  expect(text).toContain('+1,234.50');
  expect(text).toContain('Plan: 5000 to raise, 0 to lower');
});

test('a diff of everything leaves nothing out', () => {
  const items = Array.from({ length: 120 }, (_, i) => item(i + 1));
  const text = renderDiff(changeSet({ items, itemCount: 120, raisedCount: 120 }), options);
  expect(text.match(/Campaign \d+/g)).toHaveLength(120);
  expect(text).not.toContain('smaller changes');
});

test('guard rails that thousands break, and budgets that have drifted, are counted after the first', () => {
  const violations = Array.from({ length: 500 }, (_, i) => ({
    rail: 'MAX_STEP',
    sentence: `Too far: ${i}.`,
  }));
  const drifted = Array.from({ length: 21 }, (_, i) => ({
    campaignId: `c${i}`,
    plannedFromMicros: '1000000',
    foundMicros: null,
  }));
  const told = renderDryRun(
    { wouldApply: false, budgetsToChange: 5_000, drifted, violations, restatedRatio: 0 },
    options,
  );
  expect(told).toContain('… and 1 more have drifted\n');
  expect(told).toContain('… and 480 more guard rails are broken\n');
  expect(told.split('\n')).toHaveLength(44);
});
