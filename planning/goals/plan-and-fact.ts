import { addDays, type IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { Goal, GoalScope } from '../../store/model/goal.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { Month } from '../../store/model/monthly.ts';
import type { DayRange } from '../../store/ports.ts';
import { dataCompleteThrough, daysBetween } from '../complete-days.ts';
import type { RatesUsed } from '../currency/rate-book.ts';
import { earlierDay, laterDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { quotient } from '../metrics.ts';
import { type AccountFigures, openAccount, readAccountFigures } from '../performance/account.ts';
import { type Decomposition, decomposed, type FunnelPoint, pointOf } from '../performance/effects.ts';
import type { PerformanceFact } from '../performance/facts.ts';
import { type PerformanceFigures, tallyOf } from '../performance/tally.ts';
import { monthRange } from '../period.ts';
import { dailyFigures, type PacedMetric } from './daily-figures.ts';
import { type PlanFigures, planFigures } from './plan-figures.ts';
import { type Projection, projected } from './projection.ts';

export type GoalMetric = PacedMetric | 'CPA' | 'ROAS' | 'ROMI';

/** One figure of a goal: what is wanted, what came, where it goes. Amounts in units of currency. */
export interface GoalLine {
  readonly metric: GoalMetric;
  /** Of the whole month. */
  readonly plan: number;
  /** What of it the days so far should have brought, each weekday by its usual share. Of ratios: the plan. */
  readonly planToDate: number;
  readonly fact: number | null;
  /** (fact − plan to date) ÷ plan to date */
  readonly deviation: number | null;
  /** fact ÷ plan */
  readonly fulfilment: number | null;
  /** Of what adds up over the month. */
  readonly projection: Projection | null;
  /** What each day left must bring to meet the plan; null when no day is left. */
  readonly requiredDaily: number | null;
}

export interface PlanAndFact {
  readonly goal: Goal;
  readonly campaign: Campaign | null;
  readonly fact: PerformanceFigures;
  readonly lines: readonly GoalLine[];
  /** Where the planned price of a click is from: the goal, or what a click cost in the 91 days before the month. */
  readonly priceFrom: 'GOAL' | 'DAYS_BEFORE' | null;
  /** What the deviation from the plan to date is made of. */
  readonly revenue: Decomposition | null;
  readonly conversions: Decomposition | null;
}

export interface MonthPlanAndFact {
  readonly month: Month;
  /** The last day of the month that anything is known of; null before it began. */
  readonly through: IsoDate | null;
  /** The account's goal first, then channels by slug, then campaigns by name. */
  readonly goals: readonly PlanAndFact[];
  readonly ratesUsed: readonly RatesUsed[];
}

/** Before the month: what a projection learns from, and what a click used to cost. */
const DAYS_BEFORE = 91;

/**
 * Every goal of a month against what came. Amounts of other currencies are converted into the goal's. Throws
 * `MissingExchangeRateError`.
 */
export async function planAndFact(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  month: Month,
): Promise<MonthPlanAndFact> {
  const [goals, campaigns] = await Promise.all([
    deps.store.goals.ofMonth(month).all(workspace),
    deps.store.campaigns.all(workspace),
  ]);
  const range = monthRange(month);
  const [first, ...rest] = campaigns.map((campaign) => campaign.lastDay);
  const lastDay = rest.reduce(laterDay, first ?? addDays(range.from, -1));
  const through = lastDay < range.from ? null : earlierDay(lastDay, range.to);
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  const rows: PlanAndFact[] = [];
  const ratesUsed: RatesUsed[] = [];
  for (const currencyCode of new Set(goals.map((goal) => goal.currencyCode))) {
    const own = goals.filter((goal) => goal.currencyCode === currencyCode);
    const { figures, used } = await readFigures(
      deps,
      workspace,
      campaigns,
      own,
      currencyCode,
      range,
      lastDay,
    );
    ratesUsed.push(...used);
    for (const goal of own) {
      const campaign = goal.scope.kind === 'CAMPAIGN' ? (byId.get(goal.scope.campaignId) ?? null) : null;
      rows.push({ goal, campaign, ...compared(goal, figures, range, earlierDay(lastDay, range.to)) });
    }
  }
  return { month, through, goals: rows.sort(inOrder), ratesUsed };
}

async function readFigures(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaigns: readonly Campaign[],
  goals: readonly Goal[],
  currencyCode: CurrencyCode,
  range: DayRange,
  lastDay: IsoDate,
): Promise<{ readonly figures: AccountFigures; readonly used: readonly RatesUsed[] }> {
  const span = {
    from: addDays(range.from, -DAYS_BEFORE),
    to: earlierDay(range.to, laterDay(lastDay, range.from)),
  };
  const isOfAccount = goals.some(({ scope }) => scope.kind === 'ACCOUNT');
  const ofSome = campaigns.filter((campaign) => goals.some(({ scope }) => isIn(scope, campaign)));
  const filter = isOfAccount ? undefined : { campaignIds: ofSome.map(({ id }) => id) };
  const account = await openAccount(deps, workspace, { filter, convertTo: currencyCode }, span);
  const figures = await readAccountFigures(deps, workspace, account, span, 'DAY', {});
  return { figures, used: account.money?.book?.used() ?? [] };
}

export const isIn = (scope: GoalScope, campaign: Campaign): boolean =>
  scope.kind === 'ACCOUNT' ||
  (scope.kind === 'CHANNEL' ? campaign.channel === scope.channel : campaign.id === scope.campaignId);

function compared(
  goal: Goal,
  { facts, inputs }: AccountFigures,
  range: DayRange,
  through: IsoDate,
): Omit<PlanAndFact, 'goal' | 'campaign'> {
  const own = facts.filter(({ campaign }) => isIn(goal.scope, campaign));
  const inMonth = own.filter(({ date }) => date >= range.from && date <= range.to);
  const before = own.filter(({ date }) => date < range.from);
  const basis = goal.revenueBasis;
  const fact = tallyOf(inMonth).figures({ ...inputs, revenueBasis: basis });
  const plan = planFigures(goal, inputs.margin ?? null);
  const projections = projectionsOf(goal, own, range, through);
  const spent = pointOf(tallyOf(before).sums, basis);
  const cpcBefore = quotient(spent.spend, spent.clicks);
  const clicks = plan.clicks ?? quotient(plan.spend, cpcBefore);
  const share = projections.SPEND.expectedShare;
  const planned = scaledPoint(plan, clicks, share);
  const point = pointOf(fact.sums, basis);
  return {
    fact,
    lines: goalLines(plan, fact, point, projections, range, through),
    priceFrom: goal.cpcMicros !== null ? 'GOAL' : clicks === null ? null : 'DAYS_BEFORE',
    revenue: planned && decomposed(planned, point, 'revenue'),
    conversions: planned && decomposed(planned, point, 'conversions'),
  };
}

type Projections = Readonly<Record<PacedMetric, Projection>>;

/** Conversions and revenue of the platforms are still coming in for the latest days; those are projected anew. */
function projectionsOf(
  goal: Goal,
  facts: readonly PerformanceFact[],
  range: DayRange,
  through: IsoDate,
): Projections {
  const complete = dataCompleteThrough(tallyOf(facts).days()) ?? through;
  const counted = earlierDay(complete, through);
  const figures = dailyFigures(facts, goal.revenueBasis, through);
  const late = goal.revenueBasis === 'CRM' ? through : counted;
  return {
    SPEND: projected(figures.SPEND, range, through),
    CONVERSIONS: projected(figures.CONVERSIONS, range, late),
    REVENUE: projected(figures.REVENUE, range, late),
  };
}

function scaledPoint(plan: PlanFigures, clicks: number | null, share: number): FunnelPoint | null {
  if (plan.spend === null) return null;
  const scaled = (value: number | null) => (value === null ? null : value * share);
  return {
    spend: plan.spend * share,
    clicks: scaled(clicks),
    conversions: scaled(plan.conversions),
    revenue: scaled(plan.revenue),
  };
}

function goalLines(
  plan: PlanFigures,
  { ratios }: PerformanceFigures,
  fact: FunnelPoint,
  projections: Projections,
  range: DayRange,
  through: IsoDate,
): readonly GoalLine[] {
  const daysLeft = daysBetween(laterDay(addDays(through, 1), range.from), range.to);
  const share = projections.SPEND.expectedShare;
  const paced = (metric: PacedMetric, wanted: number | null, came: number | null): GoalLine[] => {
    if (wanted === null) return [];
    const requiredDaily = daysLeft === 0 ? null : Math.max(0, wanted - (came ?? 0)) / daysLeft;
    return [
      { ...lineOf(metric, wanted, wanted * share, came), projection: projections[metric], requiredDaily },
    ];
  };
  const ratio = (metric: GoalMetric, wanted: number | null, came: number | null): GoalLine[] =>
    wanted === null ? [] : [lineOf(metric, wanted, wanted, came)];
  const cpa = quotient(fact.spend, fact.conversions);
  return [
    ...paced('SPEND', plan.spend, fact.spend),
    ...paced('CONVERSIONS', plan.conversions, fact.conversions),
    ...paced('REVENUE', plan.revenue, fact.revenue),
    ...ratio('CPA', plan.cpa, cpa),
    ...ratio('ROAS', plan.roas, ratios.roas),
    ...ratio('ROMI', plan.romi, ratios.romiMargin),
  ];
}

/** The deviation of a ROMI is the difference: a relative one of a number around zero says nothing. */
const lineOf = (metric: GoalMetric, plan: number, planToDate: number, fact: number | null): GoalLine => ({
  metric,
  plan,
  planToDate,
  fact,
  deviation:
    fact === null ? null : metric === 'ROMI' ? fact - planToDate : quotient(fact - planToDate, planToDate),
  fulfilment: metric === 'ROMI' ? null : quotient(fact, plan),
  projection: null,
  requiredDaily: null,
});

const RANK = { ACCOUNT: 0, CHANNEL: 1, CAMPAIGN: 2 } as const;

const inOrder = (a: PlanAndFact, b: PlanAndFact): number =>
  RANK[a.goal.scope.kind] - RANK[b.goal.scope.kind] || (nameOf(a) < nameOf(b) ? -1 : 1);

const nameOf = ({ goal: { scope }, campaign }: PlanAndFact): string =>
  scope.kind === 'CHANNEL' ? scope.channel : (campaign?.name ?? '');
