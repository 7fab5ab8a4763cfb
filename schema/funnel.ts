import type { Funnel, FunnelStage, FunnelStep } from '../planning/performance/funnel.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { withGraphQLErrors } from './errors.ts';
import { RatesUsedType } from './exchange-rate.ts';
import { NO_CURRENCY, RevenueBasisEnum } from './figures.ts';
import { DateRangeType, figuresArgs, figuresRequestOf } from './figures-request.ts';
import { MoneyType, money } from './money.ts';

const FunnelStageEnum = builder.enumType('FunnelStage', {
  description: 'From an impression to money.',
  values: {
    IMPRESSIONS: { description: 'Ads shown.' },
    CLICKS: { description: 'Clicks on them.' },
    CONVERSIONS: {
      description:
        'Conversions of the platforms; in the funnel only where a CRM tells neither leads nor orders.',
    },
    LEADS: { description: 'Leads in the CRM.' },
    ORDERS: { description: 'Orders in the CRM or the shop.' },
    NEW_CUSTOMERS: { description: 'Those of them that were first orders.' },
    REVENUE: { description: 'Revenue, under the revenue basis, in units of currency.' },
    MARGIN: { description: 'Margin, in units of currency.' },
  } as const satisfies Record<FunnelStage, { description: string }>,
});

export const FunnelStepType = builder
  .objectRef<FunnelStep & { readonly currencyCode: CurrencyCode }>('FunnelStep')
  .implement({
    description: 'From one stage of the funnel to the next.',
    fields: (t) => ({
      from: t.field({ type: FunnelStageEnum, description: 'Of these…', resolve: ({ from }) => from }),
      to: t.field({
        type: FunnelStageEnum,
        description: '…as many became these. Revenue comes of all orders, so its step starts at ORDERS.',
        resolve: ({ to }) => to,
      }),
      rate: t.exposeFloat('rate', {
        nullable: true,
        description: 'to ÷ from. Of REVENUE: units of currency an order.',
      }),
      norm: t.exposeFloat('norm', {
        nullable: true,
        description: "Each channel's own rate of the norm's days, at the size that the channel has now.",
      }),
      mixChange: t.exposeFloat('mixChange', {
        nullable: true,
        description:
          "That norm ÷ the rate of all channels together in the norm's days − 1: what a shift between channels does to it.",
      }),
      change: t.exposeFloat('change', {
        nullable: true,
        description: 'rate ÷ norm − 1: below zero where the funnel is narrower than usual.',
      }),
      noise: t.exposeFloat('noise', {
        nullable: true,
        description:
          'A change of this size or less is often chance: 80 % of what Poisson counts of this size vary by.',
      }),
      loss: t.field({
        type: MoneyType,
        nullable: true,
        description:
          'What more would have come at the end of the funnel, had this step been as usual and the others as they were: end · (norm ÷ rate − 1). Below zero where the step is wider than usual. Of NEW_CUSTOMERS: missing customers · lifetime value.',
        resolve: ({ lossMicros, currencyCode }) => money(lossMicros, currencyCode),
      }),
    }),
  });

const FunnelStageValueType = builder.objectRef<Funnel['stages'][number]>('FunnelStageValue').implement({
  description: 'One stage of the funnel.',
  fields: (t) => ({
    stage: t.field({ type: FunnelStageEnum, description: 'Which.', resolve: ({ stage }) => stage }),
    value: t.exposeFloat('value', { description: 'How many, or how much.' }),
    norm: t.exposeFloat('norm', { nullable: true, description: "In all of the norm's days." }),
  }),
});

export const FunnelType = builder.objectRef<Funnel>('Funnel').implement({
  description: 'From impressions to margin, and where the way is narrower than usual.',
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
      description: 'The exchange rates that amounts of other currencies were converted at.',
      resolve: ({ ratesUsed }) => ratesUsed,
    }),
    norm: t.field({
      type: DateRangeType,
      description: 'The days that are usual.',
      resolve: ({ norm }) => norm,
    }),
    stages: t.field({
      type: [FunnelStageValueType],
      description: 'Those that anything is known of, in order.',
      complexity: { field: 1, multiplier: 8 },
      resolve: ({ stages }) => [...stages],
    }),
    steps: t.field({
      type: [FunnelStepType],
      description: 'From each stage to the next.',
      complexity: { field: 1, multiplier: 8 },
      resolve: ({ steps, currencyCode }) =>
        steps.map((step) => ({ ...step, currencyCode: currencyCode ?? NO_CURRENCY })),
    }),
    lossOf: t.field({
      type: FunnelStageEnum,
      nullable: true,
      description: 'What losses are counted in: MARGIN where it is known, else REVENUE.',
      resolve: ({ lossOf }) => lossOf,
    }),
    bottleneck: t.field({
      type: FunnelStepType,
      nullable: true,
      description:
        'The step with the largest loss beyond what chance often brings. Null where every step is as wide as usual.',
      resolve: ({ bottleneck, currencyCode }) =>
        bottleneck && { ...bottleneck, currencyCode: currencyCode ?? NO_CURRENCY },
    }),
  }),
});

builder.queryField('funnel', (t) =>
  t.field({
    type: FunnelType,
    description:
      'The way from impressions to margin between two days, beside what is usual for the same campaigns, and where it narrows most.',
    args: {
      ...figuresArgs,
      normFrom: t.arg({
        type: 'Date',
        description:
          'First of the days that are usual. Default: the three months before whole months, else the 91 days before.',
      }),
      normTo: t.arg({ type: 'Date', description: 'Last of them; goes with normFrom.' }),
    },
    complexity: { field: 40, multiplier: 1 },
    resolve: (_root, { normFrom, normTo, ...args }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        (await import('../planning/performance/funnel.ts')).funnelBetween(deps, viewer.workspaceId, {
          ...figuresRequestOf(args),
          norm: normFrom && normTo ? { from: normFrom, to: normTo } : undefined,
        }),
      ),
  }),
);
