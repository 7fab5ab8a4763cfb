import type { FittedChannel, MixEffect, MixParameters } from '../optimizer/fit/media-mix/media-mix.ts';
import type { WorkspaceMediaMix } from '../planning/media-mix/fit-workspace-mix.ts';
import { told } from '../planning/statements.ts';
import { builder } from './builder.ts';
import { ForecastErrorType, IdentifiabilityType, type WithCurrency } from './curve-diagnostics.ts';
import { CurveFamilyEnum } from './curve-parameters.ts';
import { withGraphQLErrors } from './errors.ts';
import { IntervalType } from './interval.ts';
import { MoneyType, moneyOfUnits } from './money.ts';
import { StatementType } from './statement.ts';

const MixOutcomeEnum = builder.enumType('MixOutcome', {
  description: 'The one outcome that all channels share.',
  values: {
    CONVERSIONS: { description: 'Of all platforms, summed as each credits them to itself.' },
    REVENUE: { description: 'Of all platforms, summed as each credits it to itself.' },
    SALES_LEADS: { description: 'All leads that a CRM or shop counted, whoever brought them.' },
    SALES_ORDERS: { description: 'All orders that a CRM or shop counted, whoever brought them.' },
    SALES_NEW_CUSTOMERS: { description: 'All new customers that a CRM or shop counted.' },
    SALES_REVENUE: { description: 'All revenue that a CRM or shop counted, whoever brought it.' },
  } as const,
});

const MixGrainEnum = builder.enumType('MixGrain', {
  description: 'What a period is.',
  values: {
    DAY: { description: 'A day.' },
    WEEK: { description: 'Monday to Sunday.' },
  } as const,
});

const MixEffectType = builder.objectRef<MixEffect>('MixEffect').implement({
  description: 'What an event brings.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the calendar event.' }),
    effect: t.exposeFloat('effect', { description: 'A period that lies wholly within it, beyond others.' }),
    interval: t.field({ type: IntervalType, description: '80 %.', resolve: ({ interval }) => interval }),
  }),
});

const MixContributionType = builder.objectRef<FittedChannel['contribution']>('MixContribution').implement({
  description: "What a channel's spend brought over all periods.",
  fields: (t) => ({
    total: t.exposeFloat('total', { description: 'In the outcome.' }),
    interval: t.field({ type: IntervalType, description: '80 %.', resolve: ({ interval }) => interval }),
    share: t.exposeFloat('share', { description: 'Of the whole outcome, 0 to 1.' }),
    perSpend: t.exposeFloat('perSpend', { description: 'Outcome of one unit of currency, on average.' }),
    byPeriod: t.floatList({
      description: 'In the order of `dates`.',
      resolve: ({ byPeriod }) => [...byPeriod],
    }),
  }),
});

const MixCarryOverType = builder.objectRef<MixParameters>('MixCarryOver').implement({
  description: 'How long spend works.',
  fields: (t) => ({
    share: t.exposeFloat('carryOver', {
      description: "The share of a period's effect that passes on to the next, 0 to 1.",
    }),
    interval: t.field({
      type: IntervalType,
      description: '80 %, of that share.',
      resolve: ({ carryOverInterval }) => carryOverInterval,
    }),
    halfLifeDays: t.exposeFloat('carryOverHalfLifeDays', {
      description: 'Days until half of the effect has passed.',
    }),
  }),
});

const MixChannelType = builder.objectRef<WithCurrency<FittedChannel>>('MixChannel').implement({
  description: 'One channel of a media mix. Spend and outcome per period.',
  fields: (t) => ({
    channelSlug: t.string({ description: 'Such as `google_search`.', resolve: ({ channel }) => channel }),
    meanSpend: t.field({
      type: MoneyType,
      description: 'A period.',
      resolve: ({ diagnostics, currencyCode }) => moneyOfUnits(diagnostics.spend.mean, currencyCode),
    }),
    contribution: t.field({
      type: MixContributionType,
      description: 'What its spend brought.',
      resolve: ({ contribution }) => contribution,
    }),
    family: t.field({
      type: CurveFamilyEnum,
      description: 'The form of its curve: scale · f(spend).',
      resolve: ({ family }) => family,
    }),
    scale: t.float({ description: 'Of its curve.', resolve: ({ parameters }) => parameters.scale }),
    exponent: t.float({
      nullable: true,
      description: 'Of POWER.',
      resolve: ({ parameters }) => parameters.exponent ?? null,
    }),
    halfSaturation: t.float({
      nullable: true,
      description: 'Of every family but POWER, in units of currency a period.',
      resolve: ({ parameters }) => parameters.halfSaturation ?? null,
    }),
    slope: t.float({
      nullable: true,
      description: 'Of HILL: above 1 the curve is S-shaped.',
      resolve: ({ parameters }) => parameters.slope ?? null,
    }),
    carryOver: t.field({
      type: MixCarryOverType,
      description: 'How long its spend works.',
      resolve: ({ parameters }) => parameters,
    }),
    saturationAtCurrent: t.float({
      nullable: true,
      description: 'f(current) ÷ f(∞), 0 to 1; null where the family has no ceiling.',
      resolve: ({ diagnostics }) => diagnostics.saturationAtCurrent,
    }),
    marginalAtCurrent: t.float({
      description: 'Outcome of one more unit of currency at the current spend.',
      resolve: ({ diagnostics }) => diagnostics.marginalAtCurrent.value,
    }),
    marginalIntervalAtCurrent: t.field({
      type: IntervalType,
      description: '80 %, of that.',
      resolve: ({ diagnostics }) => diagnostics.marginalAtCurrent.interval,
    }),
    identifiability: t.field({
      type: IdentifiabilityType,
      description: 'How far to believe it.',
      resolve: ({ identifiability }) => identifiability,
    }),
    warnings: t.stringList({
      description: 'What to know before trusting it.',
      resolve: ({ diagnostics }) => [...diagnostics.warnings],
    }),
    warningStatements: t.field({
      type: [StatementType],
      description: 'The warnings with their codes and figures.',
      resolve: ({ diagnostics }) => told(diagnostics.warnings, diagnostics.warned),
    }),
  }),
});

const MediaMixType = builder.objectRef<WorkspaceMediaMix>('MediaMix').implement({
  description:
    "What each channel's spend brought of one outcome that all share, told apart by when it was spent. Figures are per period.",
  fields: (t) => ({
    outcome: t.field({
      type: MixOutcomeEnum,
      description: 'What is shared.',
      resolve: ({ outcome }) => outcome,
    }),
    grain: t.field({ type: MixGrainEnum, description: 'What a period is.', resolve: ({ grain }) => grain }),
    currencyCode: t.expose('currencyCode', {
      type: 'CurrencyCode',
      description: 'Of spend, and of revenue.',
    }),
    dates: t.field({
      type: ['Date'],
      description: 'First days of the periods.',
      resolve: ({ dates }) => dates,
    }),
    observed: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description: 'The outcome as it came; null where it is not known and was left out.',
      resolve: ({ observed }) => observed,
    }),
    channels: t.field({
      type: [MixChannelType],
      description: 'Those that spent, ordered by slug.',
      complexity: { field: 1, multiplier: 8 },
      resolve: ({ fitted, currencyCode }) => fitted.channels.map((channel) => ({ ...channel, currencyCode })),
    }),
    baselineMean: t.float({
      description: 'What comes of a period without any spend.',
      resolve: ({ fitted }) => fitted.baseline.mean,
    }),
    baselineInterval: t.field({
      type: IntervalType,
      description: '80 %, of that mean.',
      resolve: ({ fitted }) => fitted.baseline.interval,
    }),
    baselineShare: t.float({
      description: 'Of the whole outcome, 0 to 1.',
      resolve: ({ fitted }) => fitted.baseline.share,
    }),
    baselineByPeriod: t.floatList({
      description: 'Level, trend, season, weekdays and events, in the order of `dates`.',
      resolve: ({ fitted }) => [...fitted.baseline.byPeriod],
    }),
    events: t.field({
      type: [MixEffectType],
      description: 'Of the calendar events that the periods hold.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ fitted }) => fitted.baseline.events,
    }),
    explainedVariance: t.float({
      description: "Share of the outcome's variance that is accounted for, 0 to 1.",
      resolve: ({ fitted }) => fitted.diagnostics.explainedVariance,
    }),
    noise: t.float({
      description: "Standard deviation of an ordinary period's noise.",
      resolve: ({ fitted }) => fitted.diagnostics.noise,
    }),
    convergence: t.float({
      description: 'Near 1 where the sampling settled; above 1.1 more data or fewer channels are needed.',
      resolve: ({ fitted }) => fitted.diagnostics.convergence,
    }),
    forecastError: t.field({
      type: ForecastErrorType,
      nullable: true,
      description: 'Of forecasts from earlier periods; null unless `forecastErrors` was asked for.',
      resolve: ({ fitted }) => {
        const errors = fitted.channels[0]?.diagnostics.outOfSample;
        return errors === undefined || errors.wape === null ? null : errors;
      },
    }),
    notes: t.stringList({
      description: 'What to know of how it was laid out.',
      resolve: ({ notes }) => [...notes],
    }),
  }),
});

/** Of the most that a request may cost, more than half: a fit takes seconds, so one is enough. */
const COMPLEXITY = 5_001;

builder.queryField('mediaMix', (t) =>
  t.field({
    type: MediaMixType,
    description:
      'What each channel brought of one outcome that all share, with carry-over and saturation. Fitted when asked for, in seconds, and once a request: at most 8 channels, and 2,400 periods times channels. The same days give the same answer.',
    args: {
      outcome: t.arg({ type: MixOutcomeEnum, required: true, description: 'What is shared.' }),
      from: t.arg({ type: 'Date', description: 'First day. Default: the first that there is.' }),
      to: t.arg({
        type: 'Date',
        description: 'Last day, included. Default: the last one of every platform that still runs.',
      }),
      grain: t.arg({ type: MixGrainEnum, description: 'Default: days, or weeks where days are too many.' }),
      currencyCode: t.arg({
        type: 'CurrencyCode',
        description: 'Needed where the workspace spends in several.',
      }),
      forecastErrors: t.arg.boolean({
        defaultValue: false,
        description: 'Whether to forecast periods from earlier ones too. It takes half as long again.',
      }),
    },
    complexity: { field: COMPLEXITY, multiplier: 1 },
    resolve: (_root, { outcome, from, to, grain, currencyCode, forecastErrors }, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        const { fitWorkspaceMix } = await import('../planning/media-mix/fit-workspace-mix.ts');
        return fitWorkspaceMix(deps, viewer.workspaceId, {
          outcome,
          from: from ?? undefined,
          to: to ?? undefined,
          grain: grain ?? undefined,
          currencyCode: currencyCode ?? undefined,
          forecastErrors: forecastErrors ?? false,
        });
      }),
  }),
);
