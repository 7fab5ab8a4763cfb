import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { InsufficientDataError } from '../../../planning/errors.ts';
import { setGoal } from '../../../planning/goals/set-goal.ts';
import { htmlOf } from '../../../planning/report/html.ts';
import { markdownOf } from '../../../planning/report/markdown.ts';
import { type MonthlyReportRequest, monthlyReport } from '../../../planning/report/monthly-report.ts';
import type { AppliedMoves } from '../../../planning/report/moves.ts';
import { reportDocument } from '../../../planning/report/report-document.ts';
import { day } from '../../../store/model/day.ts';
import type { ApplicationId } from '../../../store/model/ids.ts';
import type { CampaignBudget } from '../../../store/model/ledger.ts';
import type { OutcomeKey } from '../../../store/model/outcomes.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from '../workspace.ts';

const NASTY = `<script>alert("1")</script> | **bold** & 'q'`;
const MILLION = 1_000_000n;

describe('the monthly report', () => {
  let deps: PlanningDeps;
  const report = (request: Partial<MonthlyReportRequest> = {}, moves?: AppliedMoves) =>
    monthlyReport(deps, WORKSPACE, { month: '2026-03', ...request }, moves);
  const markdown = async (request = {}) => markdownOf(reportDocument(await report(request)));
  const html = async () => htmlOf(reportDocument(await report()));

  beforeEach(async () => {
    deps = testDeps();
    const twoMonths = (february: number, march: number) => [...steady(february, 59), ...steady(march, 31)];
    await addCampaign(deps, { id: 'brand', name: NASTY, spend: twoMonths(100, 160) });
    await addCampaign(deps, {
      id: 'reels',
      name: 'Reels',
      channel: 'meta_social',
      spend: twoMonths(100, 60),
      row: (i) => (i >= 59 ? { conversions: 2, revenueMicros: 100n * MILLION } : {}),
    });
    await setGoal(deps, WORKSPACE, {
      month: '2026-03',
      scope: { kind: 'ACCOUNT' },
      currencyCode: 'EUR',
      revenueBasis: 'PLATFORM',
      spendMicros: 6_200n * MILLION,
      conversions: 310,
      revenueMicros: 24_800n * MILLION,
      cpaMicros: null,
      cpcMicros: null,
      roas: null,
      romi: null,
      version: null,
    });
  });

  it('says what was planned, what came and why, which channels did best, and what was moved', async () => {
    const { goals, ranking, shifts, months, days } = await report();
    expect(goals.goals[0]?.lines.map(({ metric, fact }) => [metric, fact])).toEqual([
      ['SPEND', 6820],
      ['CONVERSIONS', 217],
      ['REVENUE', 15_500],
      ['CPA', 6820 / 217],
      ['ROAS', 15_500 / 6820],
    ]);
    expect(ranking).toMatchObject({
      by: 'ROAS',
      best: [{ channel: 'google_search', value: 2.5 }],
      worst: [{ channel: 'meta_social' }],
    });
    expect(
      shifts.map(({ campaign, spendBefore, spendAfter, marginalCpa }) => [
        campaign.id,
        spendBefore,
        spendAfter,
        marginalCpa,
      ]),
    ).toEqual([
      ['brand', 100, 160, null],
      ['reels', 100, 60, 40 / 3],
    ]);
    expect([months.length, days.length]).toEqual([3, 31]);
  });

  it('is written in Markdown, with the reasons in sentences', async () => {
    const text = await markdown();
    expect(text).toContain('# Marketing report, March 2026');
    expect(text).toContain('| Account | Spend | 6,200 EUR | 6,820 EUR | +10.0 % |');
    expect(text).toContain('Account: revenue is 9,300 EUR (37.5 %) below the plan to date:');
    expect(text).toContain('each conversion brought less revenue');
    expect(text).toContain('The bottleneck is clicks → conversions');
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('is written as one HTML file that asks for nothing else, with a chart for each picture', async () => {
    const text = await html();
    expect(text.startsWith('<!doctype html>')).toBe(true);
    expect(text.match(/<svg /g)?.length).toBe(5);
    expect(text).toContain('@media print');
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|href=|src=/);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('lets no name of a campaign become markup', async () => {
    expect(await html()).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; | **bold** &amp; &#39;q&#39;',
    );
    const text = await markdown();
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('\\| \\*\\*bold\\*\\*');
    expect(text).not.toContain('<script>');
  });

  it('shows what was changed on purpose, where someone keeps a record of it', async () => {
    const [campaign] = await deps.store.campaigns.all(WORKSPACE);
    if (!campaign) throw new Error('There are campaigns.');
    const move = {
      date: day('2026-03-01'),
      campaign,
      fromMicros: 100n * MILLION,
      toMicros: 160n * MILLION,
      appliedBy: 'ada',
      expectedConversions: 2.5,
    };
    const text = markdownOf(reportDocument(await report({}, async () => [move])));
    expect(text).toContain('| 2026-03-01 |');
    expect(text).toContain('| 100.00 EUR | 160.00 EUR | +2.5 | ada |');
  });

  it('knows the applied changes of budgets from the ledger: those of the month, made on purpose', async () => {
    const [campaign] = await deps.store.campaigns.all(WORKSPACE);
    if (!campaign) throw new Error('There are campaigns.');
    const change = {
      beforeMicros: 100n * MILLION,
      afterMicros: 160n * MILLION,
      applicationId: 'A1' as ApplicationId,
    };
    const budget: CampaignBudget = {
      workspaceId: WORKSPACE,
      campaignId: campaign.id,
      amountMicros: 160n * MILLION,
      currencyCode: 'EUR',
      platformBudgetId: null,
      sharedWith: [],
      changes: [
        { ...change, at: '2026-04-01T00:00:00Z' },
        { ...change, at: '2026-03-31T23:00:00Z', applicationId: null },
        { ...change, at: '2026-03-05T09:00:00Z' },
      ],
      version: 3,
    };
    const ledger = { ...deps.store.ledger, budgets: async () => [budget] };
    const { applied } = await monthlyReport({ ...deps, store: { ...deps.store, ledger } }, WORKSPACE, {
      month: '2026-03',
    });
    expect(applied).toMatchObject([
      { date: '2026-03-05', campaign: { id: campaign.id }, toMicros: 160n * MILLION },
    ]);
  });

  it("counts the CRM's revenue where it booked some, and says so", async () => {
    const key = 'brand' as OutcomeKey;
    await deps.store.outcomes.putSources(WORKSPACE, [
      {
        workspaceId: WORKSPACE,
        key,
        campaignExternalId: 'brand',
        campaignName: null,
        utmSource: null,
        utmMedium: null,
        utmCampaign: null,
      },
    ]);
    const sold = {
      workspaceId: WORKSPACE,
      key,
      date: day('2026-03-10'),
      currencyCode: 'EUR',
      leads: 90,
      orders: 30,
      newCustomers: 20,
      revenueMicros: 9_000n * MILLION,
      marginMicros: 4_000n * MILLION,
      source: 'CRM',
      asOf: day('2026-04-01'),
      revision: 0,
    };
    await deps.store.outcomes.replaceMonths(WORKSPACE, [{ before: [], after: [sold] }]);
    const text = await markdown();
    expect(text).toContain('Revenue is what the CRM booked.');
    expect(text).toContain('| New customers | 20 |');
    expect(text).toContain('| Average order value | 300.00 EUR |');
    expect(await markdown({ revenueBasis: 'PLATFORM' })).toContain('what the ad platforms attribute');
  });

  it('is refused for a month of which nothing is known', async () => {
    await expect(report({ month: '2020-01' })).rejects.toThrow(InsufficientDataError);
  });
});
