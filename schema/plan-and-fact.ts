import type { GoalLine, MonthPlanAndFact, PlanAndFact } from '../planning/goals/plan-and-fact.ts';
import type { Projection } from '../planning/goals/projection.ts';
import { type Micros, microsToUnits } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { withGraphQLErrors } from './errors.ts';
import { RatesUsedType } from './exchange-rate.ts';
import { ConversionEffectType, RevenueEffectType, TotalType } from './figures.ts';
import { GoalType } from './goal.ts';
import { IntervalType } from './interval.ts';
import { MoneyType, money } from './money.ts';

const GoalMetricEnum = builder.enumType('GoalMetric', {
  description: 'What a goal can want.',
  values: {
    SPEND: { description: 'Spend, in units of currency.' },
    CONVERSIONS: { description: 'Conversions; orders, in CRM terms.' },
    REVENUE: { description: 'Revenue, in units of currency.' },
    CPA: { description: 'Spend ÷ conversions, in units of currency.' },
    ROAS: { description: 'Revenue ÷ spend.' },
    ROMI: { description: '(margin − spend) ÷ spend.' },
  } as const,
});

const ProjectionType = builder.objectRef<Projection>('Projection').implement({
  description:
    'Where a figure will stand at the end of the month, if it goes on as it did: each day left brings the mean of the last four weeks times the rhythm of its weekday.',
  fields: (t) => ({
    toDate: t.exposeFloat('toDate', { description: 'Of the days that are known as a whole.' }),
    end: t.exposeFloat('end', { description: 'With what the days that are left are expected to bring.' }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description:
        'Holds the end in 80 % of cases, by how far the same projection was off at earlier days. Null without enough of them.',
      resolve: ({ interval }) => interval,
    }),
    expectedShare: t.exposeFloat('expectedShare', {
      description: 'The share of the month that the days so far usually make, by weekday.',
    }),
  }),
});

const GoalLineType = builder.objectRef<GoalLine>('GoalLine').implement({
  description: 'One figure of a goal: what is wanted, what came, where it goes.',
  fields: (t) => ({
    metric: t.field({ type: GoalMetricEnum, description: 'Which figure.', resolve: ({ metric }) => metric }),
    plan: t.exposeFloat('plan', { description: 'Wanted of the whole month.' }),
    planToDate: t.exposeFloat('planToDate', {
      description: 'What of it the days so far should have brought. Of ratios: the plan.',
    }),
    fact: t.exposeFloat('fact', { nullable: true, description: 'What came so far.' }),
    deviation: t.exposeFloat('deviation', {
      nullable: true,
      description: '(fact − plan to date) ÷ plan to date; of ROMI fact − plan.',
    }),
    fulfilment: t.exposeFloat('fulfilment', { nullable: true, description: 'fact ÷ plan. Null for ROMI.' }),
    projection: t.field({
      type: ProjectionType,
      nullable: true,
      description: 'Of what adds up over the month.',
      resolve: ({ projection }) => projection,
    }),
    requiredDaily: t.exposeFloat('requiredDaily', {
      nullable: true,
      description: 'What each day left must bring to meet the plan; null when no day is left.',
    }),
  }),
});

const PriceFromEnum = builder.enumType('PlannedPriceFrom', {
  description: 'Where the planned price of a click is from.',
  values: {
    GOAL: { description: "The goal's own CPC." },
    DAYS_BEFORE: { description: 'What a click cost in the 91 days before the month.' },
  } as const,
});

const PlanAndFactType = builder.objectRef<PlanAndFact>('PlanAndFact').implement({
  description: 'One goal against what came.',
  fields: (t) => {
    const deviation = (description: string, of: (row: PlanAndFact) => Micros | null) =>
      t.field({
        type: MoneyType,
        nullable: true,
        description,
        resolve: (row) => money(of(row), row.goal.currencyCode),
      });
    return {
      goal: t.field({ type: GoalType, description: 'What is wanted.', resolve: ({ goal }) => goal }),
      fact: t.field({
        type: TotalType,
        description: "What came, in the goal's currency.",
        resolve: ({ fact, goal: { currencyCode, revenueBasis } }) => ({
          ...fact,
          currencyCode,
          revenueBasis,
        }),
      }),
      lines: t.field({
        type: [GoalLineType],
        description: 'What the goal wants, or implies, figure by figure.',
        complexity: { field: 1, multiplier: 6 },
        resolve: ({ lines }) => [...lines],
      }),
      priceFrom: t.field({
        type: PriceFromEnum,
        nullable: true,
        description: 'Where the planned price of a click in the effects is from.',
        resolve: ({ priceFrom }) => priceFrom,
      }),
      revenueDeviation: deviation(
        'Revenue so far − planned to date.',
        ({ revenue }) => revenue && revenue.after - revenue.before,
      ),
      revenueEffects: t.field({
        type: [RevenueEffectType],
        nullable: true,
        description: 'What that deviation is made of. The effects add up to it exactly.',
        resolve: ({ revenue, goal: { currencyCode } }) =>
          revenue?.effects.map((effect) => ({ ...effect, currencyCode })),
      }),
      conversionDeviation: t.float({
        nullable: true,
        description: 'Conversions so far − planned to date.',
        resolve: ({ conversions }) => conversions && microsToUnits(conversions.after - conversions.before),
      }),
      conversionEffects: t.field({
        type: [ConversionEffectType],
        nullable: true,
        description: 'What that deviation is made of.',
        resolve: ({ conversions }) => conversions && [...conversions.effects],
      }),
    };
  },
});

export const MonthPlanAndFactType = builder.objectRef<MonthPlanAndFact>('MonthPlanAndFact').implement({
  description: "A month's goals against what came.",
  fields: (t) => ({
    month: t.expose('month', { type: 'Month', description: 'The month.' }),
    through: t.expose('through', {
      type: 'Date',
      nullable: true,
      description: 'The last day of the month that anything is known of; null before it began.',
    }),
    goals: t.field({
      type: [PlanAndFactType],
      description: "The account's goal first, then channels, then campaigns by name.",
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ goals }) => [...goals],
    }),
    ratesUsed: t.field({
      type: [RatesUsedType],
      description: 'The exchange rates that amounts of other currencies were converted at.',
      resolve: ({ ratesUsed }) => [...ratesUsed],
    }),
  }),
});

builder.queryField('planAndFact', (t) =>
  t.field({
    type: MonthPlanAndFactType,
    description: "A month's goals against what came so far, with projections to its end and reasons.",
    args: { month: t.arg({ type: 'Month', required: true, description: 'The month.' }) },
    complexity: { field: 60, multiplier: 1 },
    resolve: (_root, { month }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        (await import('../planning/goals/plan-and-fact.ts')).planAndFact(deps, viewer.workspaceId, month),
      ),
  }),
);
