import type { ChannelRanking, MonthlyReport, RankedChannel } from '../planning/report/monthly-report.ts';
import type { AppliedMove, SpendShift } from '../planning/report/moves.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { ChannelNode } from './channel.ts';
import { withGraphQLErrors } from './errors.ts';
import { RevenueBasisEnum } from './figures.ts';
import { FunnelType } from './funnel.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money, moneyOfUnits } from './money.ts';
import { ReportType } from './performance.ts';
import { MonthPlanAndFactType } from './plan-and-fact.ts';

const RankedChannelType = builder.objectRef<RankedChannel>('RankedChannel').implement({
  description: 'A channel and what a unit of money brought there.',
  fields: (t) => ({
    channel: t.field({
      type: ChannelNode,
      nullable: true,
      description: 'The channel; null when it is no longer there.',
      resolve: async ({ channel }, _args, context) => (await loaded(context).channels()).get(channel) ?? null,
    }),
    value: t.exposeFloat('value', {
      description: 'By what the channels are ranked. Of CPA: units of currency.',
    }),
  }),
});

const ChannelRankingType = builder.objectRef<ChannelRanking>('ChannelRanking').implement({
  description: 'Channels by what a unit of money brought there on average.',
  fields: (t) => ({
    by: t.exposeString('by', {
      description: 'ROMI (by margin) where the margin is known, else ROAS, else CPA.',
    }),
    best: t.field({
      type: [RankedChannelType],
      description: 'The best first.',
      resolve: ({ best }) => [...best],
    }),
    worst: t.field({
      type: [RankedChannelType],
      description: 'The worst first.',
      resolve: ({ worst }) => [...worst],
    }),
  }),
});

type WithCurrency<T> = T & { readonly currencyCode: CurrencyCode };

const SpendShiftType = builder.objectRef<WithCurrency<SpendShift>>('SpendShift').implement({
  description:
    'A campaign that spent clearly more or less a day than in the month before, and what changed with it. It need not have come of it.',
  fields: (t) => {
    const amount = (description: string, of: (shift: SpendShift) => number | null) =>
      t.field({
        type: MoneyType,
        nullable: true,
        description,
        resolve: (shift) => {
          const units = of(shift);
          return units === null ? null : moneyOfUnits(units, shift.currencyCode);
        },
      });
    return {
      campaign: t.field({ type: CampaignNode, description: 'Which.', resolve: ({ campaign }) => campaign }),
      spendBefore: amount('A day, in the month before.', ({ spendBefore }) => spendBefore),
      spendAfter: amount('A day, in the month.', ({ spendAfter }) => spendAfter),
      conversionsBefore: t.exposeFloat('conversionsBefore', {
        nullable: true,
        description: 'A day, in the month before.',
      }),
      conversionsAfter: t.exposeFloat('conversionsAfter', {
        nullable: true,
        description: 'A day, in the month.',
      }),
      revenueBefore: amount('A day, in the month before.', ({ revenueBefore }) => revenueBefore),
      revenueAfter: amount('A day, in the month.', ({ revenueAfter }) => revenueAfter),
      marginalCpa: amount(
        'Change of spend ÷ change of conversions, where both went the same way.',
        ({ marginalCpa }) => marginalCpa,
      ),
    };
  },
});

const AppliedMoveType = builder.objectRef<AppliedMove>('AppliedMove').implement({
  description: 'A budget that was changed on purpose.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'When.' }),
    campaign: t.field({ type: CampaignNode, description: 'Whose.', resolve: ({ campaign }) => campaign }),
    from: t.field({
      type: MoneyType,
      description: 'A day, before.',
      resolve: ({ fromMicros, campaign }) => money(fromMicros, campaign.currencyCode),
    }),
    to: t.field({
      type: MoneyType,
      description: 'A day, after.',
      resolve: ({ toMicros, campaign }) => money(toMicros, campaign.currencyCode),
    }),
    appliedBy: t.exposeString('appliedBy', {
      nullable: true,
      description: 'Who applied it; null where the record does not say.',
    }),
    expectedConversions: t.exposeFloat('expectedConversions', {
      nullable: true,
      description: 'What was expected of it.',
    }),
  }),
});

const ReportFormatEnum = builder.enumType('ReportFormat', {
  description: 'What a report is written in.',
  values: {
    MARKDOWN: { description: 'Markdown with tables.' },
    HTML: { description: 'One HTML file with charts that needs nothing else and prints well.' },
  } as const,
});

const MonthlyReportType = builder.objectRef<MonthlyReport>('MonthlyReport').implement({
  description: 'What a performance marketer tells a director about a month.',
  fields: (t) => ({
    month: t.expose('month', { type: 'Month', description: 'The month.' }),
    currencyCode: t.expose('currencyCode', { type: 'CurrencyCode', description: 'Of every amount.' }),
    revenueBasis: t.field({
      type: RevenueBasisEnum,
      description: 'Whose revenue counts.',
      resolve: ({ revenueBasis }) => revenueBasis,
    }),
    dataCompleteThrough: t.expose('dataCompleteThrough', {
      type: 'Date',
      nullable: true,
      description: 'The last day up to which conversions have come in.',
    }),
    channels: t.field({
      type: ReportType,
      description: 'Channels and the account, against the month before.',
      resolve: ({ channels }) => channels,
    }),
    yearAgo: t.field({
      type: ReportType,
      description: 'The account, against the same month a year ago.',
      resolve: ({ yearAgo }) => yearAgo,
    }),
    planAndFact: t.field({
      type: MonthPlanAndFactType,
      description: 'Goals, fact, and why they differ.',
      resolve: ({ goals }) => goals,
    }),
    funnel: t.field({
      type: FunnelType,
      description: 'The funnel and its bottleneck.',
      resolve: ({ funnel }) => funnel,
    }),
    ranking: t.field({
      type: ChannelRankingType,
      nullable: true,
      description: 'The best and the worst channels; null where fewer than two can be compared.',
      resolve: ({ ranking }) => ranking,
    }),
    shifts: t.field({
      type: [SpendShiftType],
      description: 'The largest shifts of spend against the month before, at most six.',
      complexity: { field: 1, multiplier: 6 },
      resolve: ({ shifts, currencyCode }) => shifts.map((shift) => ({ ...shift, currencyCode })),
    }),
    applied: t.field({
      type: [AppliedMoveType],
      description: 'Budgets that were changed on purpose.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ applied }) => [...applied],
    }),
    document: t.string({
      description: 'The whole report, ready to be sent.',
      args: {
        format: t.arg({ type: ReportFormatEnum, required: true, description: 'What it is written in.' }),
      },
      resolve: async (report, { format }) => {
        const { reportDocument } = await import('../planning/report/report-document.ts');
        const { htmlOf } = await import('../planning/report/html.ts');
        const { markdownOf } = await import('../planning/report/markdown.ts');
        return format === 'HTML' ? htmlOf(reportDocument(report)) : markdownOf(reportDocument(report));
      },
    }),
  }),
});

builder.queryField('monthlyReport', (t) =>
  t.field({
    type: MonthlyReportType,
    description: 'The report of a month: goals and fact, reasons, channels, the funnel, and what was moved.',
    args: {
      month: t.arg({ type: 'Month', required: true, description: 'The month.' }),
      convertTo: t.arg({
        type: 'CurrencyCode',
        description: 'Convert amounts of other currencies into this one, each at the rate of its own day.',
      }),
      revenueBasis: t.arg({
        type: RevenueBasisEnum,
        description: 'Default: CRM where the CRM booked revenue in the month, else PLATFORM.',
      }),
    },
    complexity: { field: 200, multiplier: 1 },
    resolve: (_root, { month, convertTo, revenueBasis }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        (await import('../planning/report/monthly-report.ts')).monthlyReport(deps, viewer.workspaceId, {
          month,
          convertTo: convertTo ?? undefined,
          revenueBasis: revenueBasis ?? undefined,
        }),
      ),
  }),
);
