import type { MarginalReturn } from '../planning/curve-points.ts';
import { InvalidInputError } from '../planning/errors.ts';
import type { FittedCampaign } from '../planning/fit-workspace.ts';
import { told } from '../planning/statements.ts';
import type { IsoDate } from '../store/model/day.ts';
import { campaignId } from '../store/model/ids.ts';
import { builder } from './builder.ts';
import { CampaignFilterInput, CampaignNode, campaignFilterOf } from './campaign.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import {
  AutocorrelationType,
  CurveCalibrationType,
  CurveMoveType,
  ForecastErrorType,
  IdentifiabilityType,
  SpendRangeType,
  SuggestedExperimentType,
} from './curve-diagnostics.ts';
import { CurveFamilyEnum, CurveOutcomeEnum, CurveParametersType } from './curve-parameters.ts';
import { CurvePointType, conversionsOnly } from './curve-point.ts';
import { withGraphQLErrors } from './errors.ts';
import { forecastCorrectionField } from './forecast-correction.ts';
import { AppliedIncrementalityType } from './incrementality.ts';
import { IntervalType } from './interval.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money, moneyOfUnits } from './money.ts';
import { StatementType } from './statement.ts';

const CorrelatedSpendType = builder
  .objectRef<{ readonly campaign: string; readonly correlation: number }>('CorrelatedSpend')
  .implement({
    description:
      'A campaign whose spend moved alike, so that the data hardly tell the effects of the two apart.',
    fields: (t) => ({
      campaign: t.field({
        type: CampaignNode,
        nullable: true,
        description: 'Null when it is no longer there.',
        resolve: ({ campaign }, _args, context) => loaded(context).campaigns.load(campaignId(campaign)),
      }),
      correlation: t.exposeFloat('correlation', { description: 'Of the two spends, weekdays left out.' }),
    }),
  });

const MOST_POINTS = 200;

export const ResponseCurveType = builder.objectRef<FittedCampaign>('ResponseCurve').implement({
  description:
    "How a campaign's outcome responds to its spend, per day: conversions, or revenue in units of currency. Where the channel's incrementality is known, all that spend brings is counted in incremental outcomes.",
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      description: 'Whose curve it is.',
      resolve: ({ campaign }) => campaign,
    }),
    outcome: t.field({
      type: CurveOutcomeEnum,
      description: 'What it counts.',
      resolve: ({ outcome }) => outcome,
    }),
    family: t.field({ type: CurveFamilyEnum, description: 'Its form.', resolve: ({ fit }) => fit.family }),
    incrementality: t.field({
      type: AppliedIncrementalityType,
      nullable: true,
      description:
        'What the fitted curve was multiplied by, and who says so; null where reported outcomes count as they are.',
      resolve: ({ incrementality }) => incrementality,
    }),
    forecastCorrection: t.field(forecastCorrectionField),
    calibration: t.field({
      type: [CurveCalibrationType],
      description: 'Its experiments, and how they moved it.',
      // Most curves have none.
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ fit }) => fit.calibration ?? [],
    }),
    parameters: t.field({
      type: CurveParametersType,
      description: 'Its parameters.',
      resolve: ({ fit }) => fit.parameters,
    }),
    identifiability: t.field({
      type: IdentifiabilityType,
      description: 'How far to believe it.',
      resolve: ({ fit }) => fit.identifiability,
    }),
    suggestedExperiment: t.field({
      type: SuggestedExperimentType,
      nullable: true,
      description:
        'The experiment that would settle it, as figures; null where none is needed or it cannot be costed.',
      resolve: ({ fit, campaign: { currencyCode } }) => {
        const { experiment } = fit.identifiability;
        return experiment ? { ...experiment, currencyCode } : null;
      },
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
    marginalOutcomeAtCurrent: t.float({
      nullable: true,
      description:
        'Outcome of one more unit of currency at the current spend; null where the curve is vertical.',
      resolve: async (fitted) => (await marginalOf(fitted)).outcome,
    }),
    marginalConversionsAtCurrent: t.float({
      nullable: true,
      description:
        'Conversions of one more unit of currency at the current spend; null where the curve is vertical or does not count conversions.',
      resolve: async (fitted) => conversionsOnly(fitted, (await marginalOf(fitted)).outcome),
    }),
    marginalIntervalAtCurrent: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 % interval of the marginal outcome.',
      resolve: async (fitted) => (await marginalOf(fitted)).interval,
    }),
    marginalCpaAtCurrent: t.field({
      type: MoneyType,
      nullable: true,
      description:
        'What one more conversion costs at the current spend; null where more spend brings none, or the curve does not count conversions.',
      resolve: async (fitted) => {
        const conversions = conversionsOnly(fitted, (await marginalOf(fitted)).outcome);
        return conversions ? moneyOfUnits(1 / conversions, fitted.campaign.currencyCode) : null;
      },
    }),
    marginalRoasAtCurrent: t.float({
      nullable: true,
      description:
        'Revenue of one more unit of currency at the current spend; null where the curve does not count revenue.',
      resolve: async (fitted) => (fitted.outcome === 'REVENUE' ? (await marginalOf(fitted)).outcome : null),
    }),
    forecastError: t.field({
      type: ForecastErrorType,
      description: 'How well it forecast days that it had not seen.',
      resolve: ({ fit }) => fit.diagnostics.outOfSample,
    }),
    residualAutocorrelation: t.field({
      type: AutocorrelationType,
      description: 'Of what the fit leaves unexplained.',
      resolve: ({ fit }) => fit.diagnostics.residualAutocorrelation ?? { lag1: null, lag7: null },
    }),
    outliers: t.field({
      type: ['Date'],
      description: 'Days that counted for less because they lie far off.',
      // Days of the series, which are stored as days.
      resolve: ({ fit }) => (fit.diagnostics.outliers ?? []) as readonly IsoDate[],
    }),
    correlatedSpend: t.field({
      type: CorrelatedSpendType,
      nullable: true,
      description: 'The campaign whose spend moved most alike; null where none clearly did.',
      resolve: ({ fit }) => fit.diagnostics.correlatedSpend ?? null,
    }),
    warnings: t.stringList({
      description: 'What to know before trusting it.',
      resolve: ({ fit }) => [...fit.diagnostics.warnings],
    }),
    warningStatements: t.field({
      type: [StatementType],
      complexity: { field: 1, multiplier: 2 },
      description: 'The warnings with their codes and figures.',
      resolve: ({ fit }) => told(fit.diagnostics.warnings, fit.diagnostics.warned),
    }),
    dataCompleteThrough: t.expose('dataCompleteThrough', {
      type: 'Date',
      description: "The last day of its platform's data whose conversions have come in.",
    }),
    move: t.field({
      type: CurveMoveType,
      nullable: true,
      description: 'How far the last refit moved its marginal return, and why; null where it hardly did.',
      resolve: ({ move }) => move,
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
        withGraphQLErrors(async () => {
          const number = count ?? 41;
          if (number < 2 || number > MOST_POINTS) {
            throw new InvalidInputError(['count'], `count is ${number}; wanted 2 to ${MOST_POINTS}.`);
          }
          const end = upTo === null || upTo === undefined ? undefined : Number(upTo);
          if (end !== undefined && end <= 0) {
            throw new InvalidInputError(['upTo'], `upTo is ${end}; wanted an amount above 0.`);
          }
          const { curvePoints } = await import('../planning/curve-points.ts');
          const { currencyCode } = fitted.campaign;
          return curvePoints(fitted, number, end).map((point) => ({
            ...point,
            currencyCode,
            outcome: fitted.outcome,
          }));
        }),
    }),
  }),
});

/** Worked out once for all fields of a curve. What evaluates curves is loaded with the first of them. */
async function marginalOf(fitted: FittedCampaign): Promise<MarginalReturn> {
  const { marginalAtCurrent } = await import('../planning/curve-points.ts');
  const marginal = marginals.get(fitted) ?? marginalAtCurrent(fitted);
  marginals.set(fitted, marginal);
  return marginal;
}

const marginals = new WeakMap<FittedCampaign, MarginalReturn>();

const outcomeArg = builder.args((t) => ({
  outcome: t.field({
    type: CurveOutcomeEnum,
    defaultValue: 'CONVERSIONS',
    description: 'What the curve counts.',
  }),
}));

builder.objectField(CampaignNode, 'responseCurve', (t) =>
  t.field({
    type: ResponseCurveType,
    nullable: true,
    description: 'How its outcome responds to its spend; null while it has no complete day with it.',
    args: outcomeArg,
    complexity: 5,
    resolve: async ({ id }, { outcome }, context) =>
      (await loaded(context).fitted(outcome ?? 'CONVERSIONS')).get(id) ?? null,
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
      'The response curves of the campaigns, in the order of `campaigns`. Campaigns without a complete day, or without the outcome asked for, have none. Curves are fitted anew when data or evidence changed.',
    args: {
      ...pageArgs,
      ...outcomeArg,
      filter: t.arg({ type: CampaignFilterInput, description: 'Default: every campaign.' }),
    },
    complexity: pageComplexity,
    resolve: (_root, args, context) =>
      withGraphQLErrors(async () => {
        const { deps, viewer } = context;
        const filter = campaignFilterOf(args.filter);
        const [page, fitted] = await Promise.all([
          deps.store.campaigns.list(viewer.workspaceId, pageRequest(args), filter),
          loaded(context).fitted(args.outcome ?? 'CONVERSIONS'),
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
