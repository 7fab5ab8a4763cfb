import type { ScenarioGain, ScenarioOutcome, ScenarioTotals } from '../planning/scenario/outcome.ts';
import { builder } from './builder.ts';
import { IntervalType } from './interval.ts';
import { MoneyType, money } from './money.ts';
import type { WithCurrency } from './scenario-row.ts';

/** What was asked of a plan, and what it adds up to. */

export const ObjectiveEnum = builder.enumType('ScenarioObjective', {
  description: 'What a plan is for: to make it as large as it can, and spend as small.',
  values: {
    MAX_CONVERSIONS: { description: 'Conversions.' },
    MAX_REVENUE: {
      description:
        'Revenue: off curves of revenue where they are known well enough, else conversions × value per conversion; `valueFrom` of a row says which.',
    },
    MAX_PROFIT: { description: 'Revenue × margin − spend.' },
    MAX_ROI: { description: 'Profit ÷ spend.' },
    MIN_SPEND: { description: 'The least spend that brings what `floors` ask for.' },
  } as const,
});

export const CountedOutcomeEnum = builder.enumType('CountedOutcome', {
  description: 'What counts as a conversion.',
  values: {
    CONVERSIONS: { description: 'What ad platforms report.' },
    LEADS: { description: 'Leads, as a CRM or shop counts them.' },
    ORDERS: { description: 'Orders, as a CRM or shop counts them.' },
    NEW_CUSTOMERS: { description: 'New customers, as a CRM or shop counts them.' },
  } as const,
});

export const StatusEnum = builder.enumType('ScenarioStatus', {
  description: 'How far it has come, and how solving ended.',
  values: {
    QUEUED: { description: 'Waits for a worker. Ask again.' },
    RUNNING: { description: 'A worker is at it. Ask again.' },
    FAILED: { description: 'Could not be answered; `failure` says why.' },
    CANCELLED: { description: 'Was cancelled before it was answered.' },
    OPTIMAL: { description: 'Proven: no plan within the limits is better, but for relativeGap.' },
    FEASIBLE: { description: 'Every limit holds; relativeGap says how much better another plan could be.' },
    INFEASIBLE: { description: 'No plan keeps every limit; infeasibility says which clash.' },
    UNBOUNDED: { description: 'The objective has no end.' },
    TIME_LIMIT: { description: 'Stopped early with the best plan found.' },
  } as const,
});

export const BudgetType = builder
  .objectRef<WithCurrency<ScenarioOutcome['budget']>>('ScenarioBudget')
  .implement({
    description: 'What the total a day had to meet.',
    fields: (t) => ({
      equal: t.field({
        type: MoneyType,
        nullable: true,
        description: 'Exactly this.',
        resolve: ({ equalMicros, currencyCode }) => money(equalMicros, currencyCode),
      }),
      atMost: t.field({
        type: MoneyType,
        nullable: true,
        description: 'No more than this.',
        resolve: ({ atMostMicros, currencyCode }) => money(atMostMicros, currencyCode),
      }),
      atLeast: t.field({
        type: MoneyType,
        nullable: true,
        description: 'No less than this.',
        resolve: ({ atLeastMicros, currencyCode }) => money(atLeastMicros, currencyCode),
      }),
    }),
  });

export const TotalsType = builder.objectRef<WithCurrency<ScenarioTotals>>('ScenarioTotals').implement({
  description: 'All planned campaigns together, per day.',
  fields: (t) => ({
    spend: t.field({
      type: MoneyType,
      description: 'To the cent the sum of the rows.',
      resolve: ({ spendMicros, currencyCode }) => money(spendMicros, currencyCode),
    }),
    expectedConversions: t.exposeFloat('expectedConversions', { description: 'Baseline included.' }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 % interval of the expected conversions.',
      resolve: ({ interval }) => interval,
    }),
    incrementalConversions: t.exposeFloat('incrementalConversions', {
      description: 'What spend brings alone, baselines left out.',
    }),
    revenue: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Expected; null where the value of a conversion is unknown for some campaign.',
      resolve: ({ revenueMicros, currencyCode }) => money(revenueMicros, currencyCode),
    }),
    cpa: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Spend ÷ expected conversions.',
      resolve: ({ cpaMicros, currencyCode }) => money(cpaMicros, currencyCode),
    }),
    roas: t.exposeFloat('roas', { nullable: true, description: 'Expected revenue ÷ spend.' }),
    profit: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Expected revenue × margin − spend; with a margin of 1 where none was given.',
      resolve: ({ profitMicros, currencyCode }) => money(profitMicros, currencyCode),
    }),
    incrementalCpa: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Spend ÷ incremental conversions: what the target cpaAtMost is held against.',
      resolve: ({ incrementalCpaMicros, currencyCode }) => money(incrementalCpaMicros ?? null, currencyCode),
    }),
    incrementalRoas: t.float({
      nullable: true,
      description: 'Revenue of incremental conversions ÷ spend: what the target roasAtLeast is held against.',
      resolve: ({ incrementalRoas }) => incrementalRoas ?? null,
    }),
  }),
});

export const GainType = builder.objectRef<ScenarioGain>('ScenarioGain').implement({
  description: 'What the plan brings more than the current spends, per day.',
  fields: (t) => ({
    objective: t.exposeFloat('objective', {
      description:
        "In the objective's own unit: conversions, units of currency, or ROI. Of MIN_SPEND the money saved.",
    }),
    objectiveRatio: t.exposeFloat('objectiveRatio', {
      nullable: true,
      description: 'Of what the current spend brings alone; null where that is zero.',
    }),
    conversions: t.exposeFloat('conversions', { description: 'Expected conversions more.' }),
    conversionsInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 % interval of the conversions gained.',
      resolve: ({ conversionsInterval }) => conversionsInterval,
    }),
    conversionsRatio: t.exposeFloat('conversionsRatio', {
      nullable: true,
      description: 'Of the conversions expected at current, baseline included.',
    }),
  }),
});
