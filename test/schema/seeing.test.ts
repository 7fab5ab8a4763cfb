import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { addCampaign, steady, testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const GOAL = `mutation($input: SetGoalInput!) { setGoal(input: $input) {
  __typename ... on SetGoalSuccess { goal { scope channel { slug } campaign { name } spend { amount } version } }
  ... on Error { code message } ... on InvalidInputError { path } ... on VersionConflictError { currentVersion } } }`;

/** Everything of a figure that a page shows, as `PerformanceFigures` has it. */
const FIGURES = `spend { amount } extraCosts { amount } impressions clicks conversions revenue { amount } leads orders
  newCustomers salesRevenue { amount } salesMargin { amount } ctr cr roas costRevenueRatio romiRevenue romiMargin
  ltvToCac paybackMonths cpc { amount } cpm { amount } cpa { amount } cpl { amount } cpo { amount } paidCac { amount }
  cac { amount } aov { amount } revenuePerConversion { amount } profit { amount } breakEvenCpa { amount }
  ltv { amount } days incompleteDays`;

describe('seeing', () => {
  let deps: PlanningDeps;
  const ask = (source: string, variables = {}, who?: Parameters<typeof execute>[3]) =>
    execute(deps, source, variables, who);
  const setGoal = async (input: object, who?: Parameters<typeof execute>[3]) =>
    ask(GOAL, { input: { month: '2026-03', currencyCode: 'EUR', ...input } }, who);

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'a', name: 'Brand', spend: [...steady(100, 59), ...steady(120, 31)] });
    await addCampaign(deps, { id: 'b', name: 'Reels', channel: 'meta_social', spend: steady(50, 90) });
  });

  it('compares, and says what the change is made of', async () => {
    const { data, errors } =
      await ask(`{ performance(from: "2026-03-01", to: "2026-03-31", groupBy: [CHANNEL],
      compareWith: PREVIOUS_PERIOD, margin: 0.5) { comparedWith { from to } ratesUsed { from }
      total { spend { amount } before { spend { amount } } conversionEffects { kind conversions } }
      rows { channel { slug } before { spend { amount } } revenueEffects { kind amount { amount } } } } }`);
    expect(errors).toBeUndefined();
    const { comparedWith, total, rows } = data?.performance ?? {};
    expect(comparedWith).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect([total.spend.amount, total.before.spend.amount]).toEqual(['5270.00', '4200.00']);
    const parts = total.conversionEffects.map(({ conversions }: { conversions: number }) => conversions);
    expect(parts.reduce((sum: number, part: number) => sum + part, 0)).toBeCloseTo(30, 6);
    expect(rows[0].revenueEffects.map(({ kind }: { kind: string }) => kind)).toEqual([
      'SPEND',
      'PRICE',
      'CONVERSION_RATE',
      'ORDER_VALUE',
    ]);
  });

  it('answers the whole of a large page within the limits: every figure of two years, compared', async () => {
    const { errors } =
      await ask(`{ performance(from: "2024-04-01", to: "2026-03-31", groupBy: [CHANNEL, MONTH],
      compareWith: YEAR_AGO) { total { ${FIGURES} before { ${FIGURES} } }
      rows { channel { slug name } period { from to } ${FIGURES} before { ${FIGURES} }
        revenueEffects { kind amount { amount } } } } }`);
    expect(errors).toBeUndefined();
  });

  it('shows the funnel and its bottleneck', async () => {
    const { data, errors } = await ask(`{ funnel(from: "2026-03-01", to: "2026-03-31", margin: 0.5) {
      currencyCode lossOf norm { from to } stages { stage value norm } steps { from to rate norm mixChange change noise
      loss { amount } } bottleneck { to } } }`);
    expect(errors).toBeUndefined();
    expect(data?.funnel).toMatchObject({ currencyCode: 'EUR', lossOf: 'MARGIN', bottleneck: null });
    expect(data?.funnel.stages.map(({ stage }: { stage: string }) => stage)).toEqual([
      'IMPRESSIONS',
      'CLICKS',
      'CONVERSIONS',
      'REVENUE',
      'MARGIN',
    ]);
  });

  it('keeps goals by scope, and sets them against fact', async () => {
    const account = await setGoal({ spend: '6000', conversions: 300 });
    expect(account.data?.setGoal.goal).toMatchObject({
      scope: 'ACCOUNT',
      spend: { amount: '6000.00' },
      version: 1,
    });
    const channel = await setGoal({ channel: 'meta_social', roas: 5, spend: '1500' });
    expect(channel.data?.setGoal.goal.channel).toEqual({ slug: 'meta_social' });
    const campaign = await setGoal({ campaignId: idOf('Campaign', 'a'), spend: '3000' });
    expect(campaign.data?.setGoal.goal.campaign).toEqual({ name: 'Brand' });
    const { data, errors } =
      await ask(`{ planAndFact(month: "2026-03") { month through ratesUsed { from } goals {
      goal { scope } fact { spend { amount } } priceFrom revenueDeviation { amount } conversionDeviation
      revenueEffects { kind amount { amount } } conversionEffects { kind conversions }
      lines { metric plan planToDate fact deviation fulfilment requiredDaily
        projection { toDate end expectedShare interval { low high } } } } } }`);
    expect(errors).toBeUndefined();
    const { goals, through } = data?.planAndFact ?? {};
    expect(through).toBe('2026-03-31');
    expect(goals.map(({ goal }: { goal: { scope: string } }) => goal.scope)).toEqual([
      'ACCOUNT',
      'CHANNEL',
      'CAMPAIGN',
    ]);
    expect(goals[0].fact.spend.amount).toBe('5270.00');
    expect(goals[0].lines[0]).toMatchObject({ metric: 'SPEND', plan: 6000, fact: 5270, requiredDaily: null });
  });

  it('says why a goal is not kept', async () => {
    const both = await setGoal({ channel: 'meta_social', campaignId: idOf('Campaign', 'a'), roas: 1 });
    expect(both.data?.setGoal).toMatchObject({ code: 'INVALID_INPUT', path: ['channel'] });
    await setGoal({ roas: 5 });
    expect((await setGoal({ roas: 6 })).data?.setGoal).toMatchObject({
      code: 'VERSION_CONFLICT',
      currentVersion: 1,
    });
    expect((await setGoal({ month: '2026-3', roas: 6 })).errors?.[0]?.message).toContain(
      'a month as YYYY-MM',
    );
  });

  it('computes what customers are worth from what the workspace knows of them', async () => {
    const { errors } = await ask(`mutation {
      a: setEconomics(input: { from: "2026-01", currencyCode: "EUR", grossMargin: 0.4, monthlyMargin: "10", monthlyRetention: 0.75 }) { __typename ... on Error { message } }
      b: setExtraCost(input: { month: "2026-03", name: "Agency", amount: "1000", currencyCode: "EUR" }) { __typename ... on Error { message } }
    }`);
    expect(errors).toBeUndefined();
    const { data } = await ask(`{ economics { ltv { amount } version } extraCosts { name amount { amount } }
      performance(from: "2026-03-01", to: "2026-03-31") { total { extraCosts { amount } ltv { amount } profit { amount } } } }`);
    expect(data?.economics).toEqual([{ ltv: { amount: '40.00' }, version: 1 }]);
    expect(data?.performance.total).toEqual({
      extraCosts: { amount: '1000.00' },
      ltv: { amount: '40.00' },
      profit: { amount: '4650.00' },
    });
    const removed =
      await ask(`mutation { a: removeExtraCost(month: "2026-03", name: "Agency", version: 1) { __typename }
      b: removeEconomics(from: "2026-01", version: 1) { __typename } }`);
    expect(removed.data).toEqual({
      a: { __typename: 'RemoveExtraCostSuccess' },
      b: { __typename: 'RemoveEconomicsSuccess' },
    });
  });

  it('adds currencies by the rates that were loaded, and refuses to without', async () => {
    await addCampaign(deps, { id: 'c', currencyCode: 'USD', spend: steady(100, 10) });
    const query = `{ performance(from: "2026-01-01", to: "2026-01-10", convertTo: "EUR") { total { spend { amount currencyCode } }
      ratesUsed { from to path firstDay lastDay lowest highest sources } } }`;
    expect((await ask(query)).errors?.[0]?.extensions?.code).toBe('MISSING_EXCHANGE_RATE');
    const plain = await ask('{ performance(from: "2026-01-01", to: "2026-01-10") { total { days } } }');
    expect(plain.errors?.[0]?.extensions?.code).toBe('MIXED_CURRENCY');
    const loaded = await ask(`mutation { loadExchangeRates(rates: [
      { from: "EUR", to: "USD", date: "2026-01-01", rate: "1.25", source: "ECB" },
      { from: "EUR", to: "USD", date: "2026-01-06", rate: "2", source: "ECB" }]) {
      ... on LoadExchangeRatesSuccess { loaded } ... on Error { message } } }`);
    expect(loaded.data?.loadExchangeRates).toEqual({ loaded: 2 });
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(data?.performance.total.spend).toEqual({ amount: '2150.00', currencyCode: 'EUR' });
    expect(data?.performance.ratesUsed).toEqual([
      {
        from: 'USD',
        to: 'EUR',
        path: 'INVERSE',
        firstDay: '2026-01-01',
        lastDay: '2026-01-06',
        lowest: 0.5,
        highest: 0.8,
        sources: ['ECB'],
      },
    ]);
  });

  it('answers the monthly report in one query, with both documents', async () => {
    await setGoal({ spend: '6000', conversions: 300, revenue: '24000' });
    const { data, errors } = await ask(`{ monthlyReport(month: "2026-03") {
      month currencyCode revenueBasis dataCompleteThrough
      channels { rows { channel { name } ${FIGURES} before { ${FIGURES} } } total { ${FIGURES} } }
      yearAgo { total { before { spend { amount } } } }
      planAndFact { goals { lines { metric plan fact } revenueEffects { kind amount { amount } } } }
      funnel { steps { from to change loss { amount } } bottleneck { from to } }
      ranking { by best { channel { name } value } worst { channel { name } value } }
      shifts { campaign { name } spendBefore { amount } spendAfter { amount } marginalCpa { amount } }
      applied { date }
      markdown: document(format: MARKDOWN) html: document(format: HTML) } }`);
    expect(errors).toBeUndefined();
    const { monthlyReport: report } = data ?? {};
    expect(report).toMatchObject({
      month: '2026-03',
      currencyCode: 'EUR',
      revenueBasis: 'PLATFORM',
      applied: [],
    });
    expect(report.shifts).toHaveLength(1);
    expect(report.markdown).toContain('# Marketing report, March 2026');
    expect(report.html).toContain('<svg');
  });

  it.each([
    ['setGoal', GOAL, { input: { month: '2026-03', currencyCode: 'EUR', roas: 5 } }],
    ['loadExchangeRates', 'mutation { loadExchangeRates(rates: []) { __typename } }', {}],
    ['removeGoal', 'mutation { removeGoal(month: "2026-03", version: 1) { __typename } }', {}],
  ])('%s needs the scope to plan; reading does not', async (_name, source, variables) => {
    const { errors } = await ask(source, variables, { scopes: ['read'] });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const read = await ask('{ goals(month: "2026-03") { version } }', {}, { scopes: ['read'] });
    expect(read.errors).toBeUndefined();
  });
});
