import type {
  ComparedFigures,
  PerformanceReport,
  PerformanceRow,
} from '../planning/performance/performance-between.ts';
import type { SalesAside } from '../planning/performance/sales-facts.ts';
import type { CalendarPeriod } from '../planning/period.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { ChannelNode } from './channel.ts';
import { withGraphQLErrors } from './errors.ts';
import { RatesUsedType } from './exchange-rate.ts';
import {
  ComparedInterface,
  FiguresInterface,
  type InReport,
  NO_CURRENCY,
  RevenueBasisEnum,
} from './figures.ts';
import { DateRangeType, figuresArgs, figuresRequestOf } from './figures-request.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

const PerformanceDimensionEnum = builder.enumType('PerformanceDimension', {
  description: 'What performance is grouped by.',
  values: {
    DAY: { description: 'Each day.' },
    WEEK: { description: 'ISO weeks, Monday to Sunday.' },
    MONTH: { description: 'Calendar months.' },
    CAMPAIGN: { description: 'Each campaign.' },
    CHANNEL: { description: 'Each channel.' },
    PLATFORM: { description: 'Each ad platform.' },
    GOAL: { description: 'Each kind of conversions, as the platforms name them.' },
  } as const,
});

const PeriodGrainEnum = builder.enumType('PeriodGrain', {
  description: 'The length of a calendar period.',
  values: {
    DAY: { description: 'A day.' },
    WEEK: { description: 'An ISO week, Monday to Sunday.' },
    MONTH: { description: 'A calendar month.' },
  } as const,
});

const CalendarPeriodType = builder.objectRef<CalendarPeriod>('CalendarPeriod').implement({
  description: 'A day, week or month, cut to the range that was asked for.',
  fields: (t) => ({
    grain: t.field({ type: PeriodGrainEnum, description: 'Its length.', resolve: ({ grain }) => grain }),
    from: t.expose('from', { type: 'Date', description: 'First day.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day, included.' }),
    partial: t.exposeBoolean('partial', {
      description: 'The range cuts it short, so it does not compare with its neighbours.',
    }),
  }),
});

const RowType = builder.objectRef<InReport<PerformanceRow>>('PerformanceRow').implement({
  description: 'One group of the report. What it was not grouped by is null.',
  interfaces: [FiguresInterface, ComparedInterface],
  fields: (t) => ({
    period: t.field({
      type: CalendarPeriodType,
      nullable: true,
      description: 'The day, week or month.',
      resolve: ({ period }) => period,
    }),
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'The campaign.',
      resolve: ({ campaign }) => campaign,
    }),
    channel: t.field({
      type: ChannelNode,
      nullable: true,
      description: "The channel; a campaign's row names its own.",
      resolve: async ({ channel }, _args, context) =>
        channel === null ? null : ((await loaded(context).channels()).get(channel) ?? null),
    }),
    platform: t.exposeString('platform', {
      nullable: true,
      description: "The ad platform; a campaign's row names its own.",
    }),
    goal: t.exposeString('goal', {
      nullable: true,
      description:
        "Which conversions, in the platform's words; null where it does not say, and for what the CRM reports.",
    }),
    shareOfSpend: t.exposeFloat('shareOfSpend', {
      nullable: true,
      description: "Of the report's total, 0 to 1.",
    }),
    shareOfConversions: t.exposeFloat('shareOfConversions', {
      nullable: true,
      description: "Of the report's total, 0 to 1.",
    }),
  }),
});

const PerformanceTotalType = builder
  .objectRef<InReport<ComparedFigures>>('PerformanceReportTotal')
  .implement({
    description: 'Everything in the report together.',
    interfaces: [FiguresInterface, ComparedInterface],
  });

const SalesAsideType = builder.objectRef<InReport<SalesAside>>('SalesAside').implement({
  description:
    "What the CRM or the shop reported under names that are no campaign's. It is in no row and in no total.",
  fields: (t) => ({
    names: t.exposeInt('names', { description: 'How many names.' }),
    leads: t.float({ nullable: true, description: 'Leads.', resolve: ({ sums }) => sums.leads }),
    orders: t.float({ nullable: true, description: 'Orders.', resolve: ({ sums }) => sums.orders }),
    newCustomers: t.float({
      nullable: true,
      description: 'Customers that ordered for the first time.',
      resolve: ({ sums }) => sums.newCustomers,
    }),
    revenue: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Revenue.',
      resolve: ({ sums, currencyCode }) => money(sums.salesRevenueMicros, currencyCode),
    }),
  }),
});

export const ReportType = builder.objectRef<PerformanceReport>('PerformanceReport').implement({
  description: 'Performance between two days.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'First day asked for.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day asked for, included.' }),
    currencyCode: t.expose('currencyCode', {
      type: 'CurrencyCode',
      nullable: true,
      description: 'Of every amount; null when no campaign matches.',
    }),
    revenueBasis: t.field({
      type: RevenueBasisEnum,
      description: 'Whose revenue counts.',
      resolve: ({ revenueBasis }) => revenueBasis,
    }),
    ratesUsed: t.field({
      type: [RatesUsedType],
      description:
        'The exchange rates that amounts of other currencies were converted at. Empty when none were.',
      resolve: ({ ratesUsed }) => ratesUsed,
    }),
    comparedWith: t.field({
      type: DateRangeType,
      nullable: true,
      description: 'The period that every `before` is of; null where none was asked for.',
      resolve: ({ comparedWith }) => comparedWith,
    }),
    dataCompleteThrough: t.expose('dataCompleteThrough', {
      type: 'Date',
      nullable: true,
      description:
        'The last day of the range up to which conversions have come in; null when there is none. Later days will rise.',
    }),
    rows: t.field({
      type: [RowType],
      description: 'In the order of groupBy: time ascending, names ascending. At most 10,000.',
      complexity: { field: 1, multiplier: 50 },
      resolve: ({ rows, currencyCode, revenueBasis }) =>
        rows.map((row) => ({ ...row, currencyCode: currencyCode ?? NO_CURRENCY, revenueBasis })),
    }),
    total: t.field({
      type: PerformanceTotalType,
      description: 'All rows together; its ratios are computed from its sums.',
      resolve: ({ total, currencyCode, revenueBasis }) => ({
        ...total,
        currencyCode: currencyCode ?? NO_CURRENCY,
        revenueBasis,
      }),
    }),
    aside: t.field({
      type: SalesAsideType,
      nullable: true,
      description: 'What the CRM reported of no campaign; null where there is no such thing.',
      resolve: ({ aside, currencyCode, revenueBasis }) =>
        aside && { ...aside, currencyCode: currencyCode ?? NO_CURRENCY, revenueBasis },
    }),
  }),
});

const ComparisonEnum = builder.enumType('Comparison', {
  description: 'What a period is compared with.',
  values: {
    PREVIOUS_PERIOD: {
      description: 'As many days before it; as many whole months where it is of whole months.',
    },
    YEAR_AGO: { description: 'The same days a year ago.' },
  } as const,
});

builder.queryField('performance', (t) =>
  t.field({
    type: ReportType,
    description: 'Performance between two days, both included, grouped as asked.',
    args: {
      ...figuresArgs,
      groupBy: t.arg({
        type: [PerformanceDimensionEnum],
        defaultValue: [],
        description:
          'Any of these together, at most one of DAY, WEEK, MONTH. Default: one row for everything.',
      }),
      compareWith: t.arg({
        type: ComparisonEnum,
        description: 'Answer every figure of this period too. Rows are paired by their place in the period.',
      }),
    },
    complexity: ({ compareWith }) => ({ field: compareWith ? 40 : 20, multiplier: 1 }),
    resolve: (_root, { groupBy, compareWith, ...args }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        (await import('../planning/performance/performance-between.ts')).performanceBetween(
          deps,
          viewer.workspaceId,
          {
            ...figuresRequestOf(args),
            groupBy: groupBy ?? [],
            compareWith: compareWith ?? undefined,
          },
        ),
      ),
  }),
);
