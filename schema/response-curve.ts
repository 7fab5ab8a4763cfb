import type { FitDiagnostics, FitParameters, Identifiability } from '../optimizer/fit/fitted-curve.ts';
import { type CurvePoint, curvePoints, marginalAtCurrent } from '../planning/curve-points.ts';
import { InvalidInputError } from '../planning/errors.ts';
import type { FittedCampaign } from '../planning/fit-workspace.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignFilterInput, CampaignNode, campaignFilterOf } from './campaign.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { IntervalType } from './interval.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money, moneyOfUnits } from './money.ts';

type WithCurrency<T> = T & { readonly currencyCode: CurrencyCode };

export const CurveFamilyEnum = builder.enumType('CurveFamily', {
  description: 'The form f of a response curve: outcome = baseline + scale · f(spend).',
  values: {
    POWER: { description: 'f(x) = x^exponent' },
    LOG: { description: 'f(x) = ln(1 + x / halfSaturation)' },
    NEGATIVE_EXPONENTIAL: { description: 'f(x) = 1 − exp(−x / halfSaturation)' },
    HILL: { description: 'f(x) = x^slope / (halfSaturation^slope + x^slope)' },
    LOGISTIC: { description: 'f(x) = (1 − exp(−x / halfSaturation)) / (1 + exp(−x / halfSaturation))' },
    PIECEWISE_LINEAR: { description: 'Linear between given points.' },
  } as const,
});

const VerdictEnum = builder.enumType('IdentifiabilityVerdict', {
  description: 'How far a curve may be believed.',
  values: {
    WELL_IDENTIFIED: { description: 'The data tell the curve.' },
    WEAK: { description: 'The data hint at the curve; plans stay within 30 % of current.' },
    UNIDENTIFIED: {
      description: 'The data do not tell the curve; plans hold the campaign within 10 % of current.',
    },
  } as const,
});

export const IdentifiabilityType = builder.objectRef<Identifiability>('Identifiability').implement({
  description: 'Whether the data tell the curve, why, and what would.',
  fields: (t) => ({
    verdict: t.field({
      type: VerdictEnum,
      description: 'How far to believe it.',
      resolve: ({ verdict }) => verdict,
    }),
    reason: t.exposeString('reason', { description: 'Why, as a sentence.' }),
    suggestion: t.exposeString('suggestion', {
      nullable: true,
      description: 'The experiment that would settle it; null when none is needed.',
    }),
  }),
});

const ParametersType = builder.objectRef<FitParameters>('CurveParameters').implement({
  description: 'Spend in units of currency a day, outcome in conversions a day.',
  fields: (t) => ({
    scale: t.exposeFloat('scale', { description: 'Multiplies f.' }),
    exponent: t.float({
      nullable: true,
      description: 'Of POWER.',
      resolve: ({ exponent }) => exponent ?? null,
    }),
    halfSaturation: t.float({
      nullable: true,
      description: 'Of every family but POWER, in units of currency a day.',
      resolve: ({ halfSaturation }) => halfSaturation ?? null,
    }),
    slope: t.float({
      nullable: true,
      description: 'Of HILL: above 1 the curve is S-shaped.',
      resolve: ({ slope }) => slope ?? null,
    }),
    baseline: t.exposeFloat('baseline', { description: 'Organic conversions a day, at zero spend.' }),
    carryOver: t.exposeFloat('carryOver', {
      description: "The share of a day's effect that passes on to the next day, 0 to 1.",
    }),
    carryOverHalfLifeDays: t.exposeFloat('carryOverHalfLifeDays', {
      description: 'Days until half of the effect has passed.',
    }),
    weekday: t.floatList({
      description: 'Multipliers Monday to Sunday, mean 1.',
      resolve: ({ weekday }) => [...weekday],
    }),
  }),
});

const SpendRangeType = builder.objectRef<WithCurrency<FitDiagnostics['spend']>>('ObservedSpend').implement({
  description: 'The daily spends that the curve was fitted to.',
  fields: (t) => {
    const amount = (key: 'mean' | 'min' | 'max' | 'p5' | 'p95', description: string) =>
      t.field({
        type: MoneyType,
        description,
        resolve: (spend) => moneyOfUnits(spend[key], spend.currencyCode),
      });
    return {
      mean: amount('mean', 'Mean day.'),
      min: amount('min', 'Lowest day.'),
      max: amount('max', 'Highest day.'),
      p5: amount('p5', '5th percentile.'),
      p95: amount('p95', '95th percentile.'),
      variation: t.exposeFloat('variation', {
        description: 'Standard deviation ÷ mean. Below about 0.15 a curve can hardly be told.',
      }),
    };
  },
});

const ForecastErrorType = builder.objectRef<FitDiagnostics['outOfSample']>('ForecastError').implement({
  description:
    'Errors of forecasts made without the days they are judged on. Null where there are too few days.',
  fields: (t) => ({
    wape: t.exposeFloat('wape', { nullable: true, description: 'Σ|error| ÷ Σ|actual|, 0 to 1 and above.' }),
    bias: t.exposeFloat('bias', { nullable: true, description: 'Σ(forecast − actual) ÷ Σ actual.' }),
    mase: t.exposeFloat('mase', {
      nullable: true,
      description: 'Mean absolute error ÷ that of a seasonal naive forecast; below 1 beats it.',
    }),
  }),
});

const CurvePointType = builder.objectRef<WithCurrency<CurvePoint>>('CurvePoint').implement({
  description: 'A point to draw: what a steady daily spend is expected to bring a day.',
  fields: (t) => ({
    spend: t.field({
      type: MoneyType,
      description: 'A day.',
      resolve: ({ spend, currencyCode }) => moneyOfUnits(spend, currencyCode),
    }),
    expectedConversions: t.exposeFloat('expectedConversions', { description: 'A day, baseline included.' }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 % interval of the expected conversions.',
      resolve: ({ interval }) => interval,
    }),
    marginalConversions: t.exposeFloat('marginalConversions', {
      nullable: true,
      description: 'Conversions of one more unit of currency; null where the curve is vertical.',
    }),
    extrapolated: t.exposeBoolean('extrapolated', {
      description: 'Outside the daily spends that were seen: the curve is a guess there.',
    }),
  }),
});

const MOST_POINTS = 200;

export const ResponseCurveType = builder.objectRef<FittedCampaign>('ResponseCurve').implement({
  description: "How a campaign's conversions respond to its spend, per day.",
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      description: 'Whose curve it is.',
      resolve: ({ campaign }) => campaign,
    }),
    family: t.field({ type: CurveFamilyEnum, description: 'Its form.', resolve: ({ fit }) => fit.family }),
    parameters: t.field({
      type: ParametersType,
      description: 'Its parameters.',
      resolve: ({ fit }) => fit.parameters,
    }),
    identifiability: t.field({
      type: IdentifiabilityType,
      description: 'How far to believe it.',
      resolve: ({ fit }) => fit.identifiability,
    }),
    currentSpend: t.field({
      type: MoneyType,
      description: 'Mean spend a day over the last 28 complete days.',
      resolve: ({ current, campaign }) => money(current.spendMicros, campaign.currencyCode),
    }),
    observedSpend: t.field({
      type: SpendRangeType,
      description: 'The daily spends that it was fitted to.',
      resolve: ({ fit, campaign }) => ({ ...fit.diagnostics.spend, currencyCode: campaign.currencyCode }),
    }),
    observations: t.int({
      description: 'Days it was fitted to.',
      resolve: ({ fit }) => fit.diagnostics.observations,
    }),
    saturationAtCurrent: t.float({
      nullable: true,
      description: 'f(current) ÷ f(∞), 0 to 1; null where the family has no ceiling.',
      resolve: ({ fit }) => fit.diagnostics.saturationAtCurrent,
    }),
    marginalConversionsAtCurrent: t.float({
      nullable: true,
      description:
        'Conversions of one more unit of currency at the current spend; null where the curve is vertical.',
      resolve: (fitted) => marginalAtCurrent(fitted).conversions,
    }),
    marginalIntervalAtCurrent: t.field({
      type: IntervalType,
      nullable: true,
      description: 'Its 80 % interval.',
      resolve: (fitted) => marginalAtCurrent(fitted).interval,
    }),
    marginalCpaAtCurrent: t.field({
      type: MoneyType,
      nullable: true,
      description: 'What one more conversion costs at the current spend; null where more spend brings none.',
      resolve: (fitted) => {
        const { conversions } = marginalAtCurrent(fitted);
        return conversions ? moneyOfUnits(1 / conversions, fitted.campaign.currencyCode) : null;
      },
    }),
    forecastError: t.field({
      type: ForecastErrorType,
      description: 'How well it forecast days that it had not seen.',
      resolve: ({ fit }) => fit.diagnostics.outOfSample,
    }),
    warnings: t.stringList({
      description: 'What to know before trusting it.',
      resolve: ({ fit }) => [...fit.diagnostics.warnings],
    }),
    dataCompleteThrough: t.expose('dataCompleteThrough', {
      type: 'Date',
      description: "The last day of its platform's data whose conversions have come in.",
    }),
    fittedAt: t.expose('fittedAt', { type: 'DateTime', description: 'When it was fitted.' }),
    points: t.field({
      type: [CurvePointType],
      description: 'Points to draw, at even distances from zero spend.',
      args: {
        count: t.arg.int({ defaultValue: 41, description: `2 to ${MOST_POINTS}.` }),
        upTo: t.arg({
          type: 'Decimal',
          description:
            'The last point, in units of currency a day. Default: somewhat beyond the highest spend seen.',
        }),
      },
      complexity: ({ count }) => ({
        field: 1,
        multiplier: Math.max(1, Math.min(count ?? 41, MOST_POINTS)) / 10,
      }),
      resolve: (fitted, { count, upTo }) =>
        withGraphQLErrors(() => {
          const number = count ?? 41;
          if (number < 2 || number > MOST_POINTS) {
            throw new InvalidInputError(['count'], `count is ${number}; wanted 2 to ${MOST_POINTS}.`);
          }
          const end = upTo === null || upTo === undefined ? undefined : Number(upTo);
          if (end !== undefined && end <= 0) {
            throw new InvalidInputError(['upTo'], `upTo is ${end}; wanted an amount above 0.`);
          }
          const { currencyCode } = fitted.campaign;
          return curvePoints(fitted, number, end).map((point) => ({ ...point, currencyCode }));
        }),
    }),
  }),
});

builder.objectField(CampaignNode, 'responseCurve', (t) =>
  t.field({
    type: ResponseCurveType,
    nullable: true,
    description: 'How its conversions respond to its spend; null while it has no complete day.',
    complexity: 5,
    resolve: async ({ id }, _args, context) => (await loaded(context).fitted()).get(id) ?? null,
  }),
);

const ResponseCurveConnection = builder.connectionObject(
  { type: ResponseCurveType, name: 'ResponseCurveConnection', description: 'A page of response curves.' },
  { description: 'A response curve with its cursor.' },
);

builder.queryField('responseCurves', (t) =>
  t.field({
    type: ResponseCurveConnection,
    description:
      'The response curves of the campaigns, in the order of `campaigns`. Campaigns without a complete day have none. Curves are fitted anew when data changed.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: CampaignFilterInput, description: 'Default: every campaign.' }),
    },
    complexity: pageComplexity,
    resolve: (_root, args, context) =>
      withGraphQLErrors(async () => {
        const { deps, viewer } = context;
        const filter = campaignFilterOf(args.filter);
        const [page, fitted] = await Promise.all([
          deps.store.campaigns.list(viewer.workspaceId, pageRequest(args), filter),
          loaded(context).fitted(),
        ]);
        const { edges, pageInfo } = connectionOf(page, args);
        const curves = edges.flatMap(({ node, cursor }) => {
          const curve = fitted.get(node.id);
          return curve ? [{ node: curve, cursor }] : [];
        });
        return { edges: curves, pageInfo };
      }),
  }),
);
