import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { fitWorkspace } from '../../planning/fit-workspace.ts';
import { readSales } from '../../planning/sales-series.ts';
import { addDays } from '../../store/model/day.ts';
import { campaignId } from '../../store/model/ids.ts';
import type { DailyOutcomes, OutcomeKey } from '../../store/model/outcomes.ts';
import { addCampaign, FIRST_DAY, steady, testDeps, WORKSPACE } from './workspace.ts';

describe('what a CRM counts', () => {
  let deps: PlanningDeps;
  const A = campaignId('a');
  const B = campaignId('b');

  beforeEach(async () => {
    deps = testDeps();
    for (const id of ['a', 'b', 'unnamed']) await addCampaign(deps, { id, name: id, spend: steady(100, 40) });
    for (const name of ['a', 'b']) {
      const days = Array.from({ length: 40 }, (_, i) => i).filter((i) => name === 'a' || i % 2 === 0);
      await report(name, days);
    }
  });

  async function report(campaignName: string, days: readonly number[]): Promise<void> {
    const key = campaignName as OutcomeKey;
    const source = {
      workspaceId: WORKSPACE,
      key,
      campaignExternalId: null,
      campaignName,
      utmSource: null,
      utmMedium: null,
      utmCampaign: null,
    };
    const rows = days.map(
      (i): DailyOutcomes => ({
        workspaceId: WORKSPACE,
        key,
        date: addDays(FIRST_DAY, i),
        currencyCode: null,
        leads: 3,
        orders: null,
        newCustomers: null,
        revenueMicros: null,
        marginMicros: null,
        source: 'TEST',
        asOf: addDays(FIRST_DAY, 60),
        revision: 0,
      }),
    );
    await deps.store.outcomes.putSources(WORKSPACE, [source]);
    const months = [...new Set(rows.map(({ date }) => date.slice(0, 7)))];
    const changes = months.map((month) => ({
      before: [],
      after: rows.filter(({ date }) => date.startsWith(month)),
    }));
    await deps.store.outcomes.replaceMonths(WORKSPACE, changes);
  }

  const sales = async () => readSales(deps, WORKSPACE, await deps.store.campaigns.all(WORKSPACE), 'LEADS');

  it('is none on a day that it reported for others, and unknown on a day that it reported for nobody', async () => {
    const { on } = await sales();
    expect(on(A, addDays(FIRST_DAY, 1))).toBe(3);
    expect(on(B, addDays(FIRST_DAY, 1))).toBe(0);
    expect(on(B, addDays(FIRST_DAY, 50))).toBeNull();
  });

  it('has a curve for each campaign that it names, and for no other', async () => {
    const leads = await fitWorkspace(deps, WORKSPACE, 'LEADS');
    expect(leads.campaigns.map(({ campaign, outcome }) => [campaign.id, outcome])).toEqual([
      ['a', 'LEADS'],
      ['b', 'LEADS'],
    ]);
    const orders = await fitWorkspace(deps, WORKSPACE, 'ORDERS');
    expect(orders.campaigns).toEqual([]);
  });
});
