import {
  type PerformanceFigures,
  type PerformanceReport,
  type PerformanceRow,
  performanceBetween,
} from '../planning/performance.ts';
import type { CalendarPeriod } from '../planning/period.ts';
import type { CurrencyCode, Micros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode, CampaignStatusEnum, campaignFilterOf } from './campaign.ts';
import { ChannelNode } from './channel.ts';
import { withGraphQLErrors } from './errors.ts';
import { campaignIdIn } from './ids.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

type WithCurrency<T> = T & { readonly currencyCode: CurrencyCode };

const PerformanceDimensionEnum = builder.enumType('PerformanceDimension', {
  description: 'What performance is grouped by.',
  values: {
    DAY: { description: 'Each day.' },
    WEEK: { description: 'ISO weeks, Monday to Sunday.' },
    MONTH: { description: 'Calendar months.' },
    CAMPAIGN: { description: 'Each campaign.' },
    CHANNEL: { description: 'Each channel.' },
    PLATFORM: { description: 'Each ad platform.' },
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

const FiguresInterface = builder
  .interfaceRef<WithCurrency<PerformanceFigures>>('PerformanceFigures')
  .implement({
    description:
      'Figures of a set of daily rows. Sums are null where no row reported the figure. Every ratio is computed from the sums, and null where a denominator is zero or a sum unknown.',
    fields: (t) => {
      const amount = (description: string, of: (figures: PerformanceFigures) => Micros | null) =>
        t.field({
          type: MoneyType,
          nullable: true,
          description,
          resolve: (figures) => money(of(figures), figures.currencyCode),
        });
      const ratio = (description: string, of: (figures: PerformanceFigures) => number | null) =>
        t.float({ nullable: true, description, resolve: of });
      return {
        spend: t.field({
          type: MoneyType,
          description: 'Cost of media, as the platforms bill it.',
          resolve: ({ sums, currencyCode }) => money(sums.spendMicros, currencyCode),
        }),
        impressions: ratio('How often ads were shown. A whole number.', ({ sums }) => sums.impressions),
        clicks: ratio('Clicks on ads. A whole number.', ({ sums }) => sums.clicks),
        conversions: ratio(
          'Conversions as the platforms attribute them; may be fractional.',
          ({ sums }) => sums.conversions,
        ),
        revenue: amount(
          'Value of the conversions, as the platforms attribute it.',
          ({ sums }) => sums.revenueMicros,
        ),
        ctr: ratio('Click-through rate: clicks ÷ impressions.', ({ ratios }) => ratios.ctr),
        cpc: amount('Cost per click: spend ÷ clicks.', ({ ratios }) => ratios.cpcMicros),
        cpm: amount('Cost per mille: 1000 · spend ÷ impressions.', ({ ratios }) => ratios.cpmMicros),
        cr: ratio('Conversion rate: conversions ÷ clicks.', ({ ratios }) => ratios.cr),
        cpa: amount('Cost per action: spend ÷ conversions.', ({ ratios }) => ratios.cpaMicros),
        revenuePerConversion: amount(
          'Revenue ÷ conversions. The average order value only where each conversion is an order.',
          ({ ratios }) => ratios.revenuePerConversionMicros,
        ),
        roas: ratio('Return on ad spend: revenue ÷ spend.', ({ ratios }) => ratios.roas),
        costRevenueRatio: ratio(
          'Spend ÷ revenue, also known as ACoS or ДРР (доля рекламных расходов).',
          ({ ratios }) => ratios.costRevenueRatio,
        ),
        romiRevenue: ratio(
          'ROMI on revenue: (revenue − spend) ÷ spend = ROAS − 1.',
          ({ ratios }) => ratios.romiRevenue,
        ),
        profit: amount(
          'Revenue · margin − spend. Null without a margin.',
          ({ ratios }) => ratios.profitMicros,
        ),
        romiMargin: ratio(
          'ROMI on margin: (revenue · margin − spend) ÷ spend; breaks even at 0. Null without a margin.',
          ({ ratios }) => ratios.romiMargin,
        ),
        breakEvenCpa: amount(
          'The CPA at which profit is zero: revenue per conversion · margin. Null without a margin.',
          ({ ratios }) => ratios.breakEvenCpaMicros,
        ),
        days: t.exposeInt('days', { description: 'Days that have any data.' }),
        incompleteDays: t.exposeInt('incompleteDays', {
          description: 'Days on which conversions of some campaign are still coming in: they will rise.',
        }),
      };
    },
  });

const RowType = builder.objectRef<WithCurrency<PerformanceRow>>('PerformanceRow').implement({
  description: 'One group of the report. What it was not grouped by is null.',
  interfaces: [FiguresInterface],
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

const TotalType = builder.objectRef<WithCurrency<PerformanceFigures>>('PerformanceTotal').implement({
  description: 'Everything in the report together.',
  interfaces: [FiguresInterface],
});

/** Amounts of an empty report need a currency; ISO 4217 has XXX for none. */
const NO_CURRENCY = 'XXX';

const ReportType = builder.objectRef<PerformanceReport>('PerformanceReport').implement({
  description: 'Performance between two days.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'First day asked for.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day asked for, included.' }),
    currencyCode: t.expose('currencyCode', {
      type: 'CurrencyCode',
      nullable: true,
      description: 'Of every amount; null when no campaign matches.',
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
      resolve: ({ rows, currencyCode }) =>
        rows.map((row) => ({ ...row, currencyCode: currencyCode ?? NO_CURRENCY })),
    }),
    total: t.field({
      type: TotalType,
      description: 'All rows together; its ratios are computed from its sums.',
      resolve: ({ total, currencyCode }) => ({ ...total, currencyCode: currencyCode ?? NO_CURRENCY }),
    }),
  }),
});

const PerformanceFilterInput = builder.inputType('PerformanceFilter', {
  description: 'All conditions that are given must hold.',
  fields: (t) => ({
    campaignIds: t.idList({ description: 'Global ids of campaigns.' }),
    channels: t.stringList({ description: 'Slugs, such as `google_search`.' }),
    platforms: t.stringList({ description: 'Such as `google_ads`.' }),
    statuses: t.field({ type: [CampaignStatusEnum], description: 'Any of these.' }),
    nameContains: t.string({ description: "Part of the campaign's name, whatever the case." }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'Campaigns that spend in this currency. Needed where the workspace has several.',
    }),
  }),
});

builder.queryField('performance', (t) =>
  t.field({
    type: ReportType,
    description: 'Performance between two days, both included, grouped as asked.',
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'First day.' }),
      to: t.arg({
        type: 'Date',
        required: true,
        description: 'Last day, included. At most 1,100 days after.',
      }),
      groupBy: t.arg({
        type: [PerformanceDimensionEnum],
        defaultValue: [],
        description:
          'Any of these together, at most one of DAY, WEEK, MONTH. Default: one row for everything.',
      }),
      filter: t.arg({ type: PerformanceFilterInput, description: 'Default: every campaign.' }),
      margin: t.arg.float({
        description: 'Gross margin as a share of revenue, 0 to 1; profit and what follows from it need it.',
      }),
    },
    complexity: { field: 20, multiplier: 1 },
    resolve: (_root, { from, to, groupBy, filter, margin }, { deps, viewer }) =>
      withGraphQLErrors(() =>
        performanceBetween(deps, viewer.workspaceId, {
          from,
          to,
          groupBy: groupBy ?? [],
          margin: margin ?? null,
          filter: {
            ...campaignFilterOf(filter),
            campaignIds: filter?.campaignIds?.map((id, i) =>
              campaignIdIn(id, ['filter', 'campaignIds', String(i)]),
            ),
            currencyCode: filter?.currencyCode ?? undefined,
          },
        }),
      ),
  }),
);
