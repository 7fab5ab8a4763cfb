import type {
  ExperimentCheck,
  FitDiagnostics,
  Identifiability,
  SuggestedExperiment,
} from '../optimizer/fit/fitted-curve.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { IntervalType } from './interval.ts';
import { MoneyType, moneyOfUnits } from './money.ts';

export type WithCurrency<T> = T & { readonly currencyCode: CurrencyCode };

const VerdictEnum = builder.enumType('IdentifiabilityVerdict', {
  description: 'How far a curve may be believed.',
  values: {
    WELL_IDENTIFIED: { description: 'The data tell the curve.' },
    WEAK: { description: 'The data hint at the curve; plans stay within 50 % of current.' },
    UNIDENTIFIED: {
      description: 'The data do not tell the curve; plans hold the campaign within 30 % of current.',
    },
  } as const,
});

export const IdentifiabilityType = builder
  .objectRef<Pick<Identifiability, 'verdict' | 'reason' | 'suggestion'>>('Identifiability')
  .implement({
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

export const SuggestedExperimentType = builder
  .objectRef<WithCurrency<SuggestedExperiment>>('SuggestedExperiment')
  .implement({
    description:
      'The experiment that would tell a curve: some weeks at one steady spend, then as many at another.',
    fields: (t) => {
      const amount = (key: 'spendFrom' | 'spendTo' | 'cost', description: string) =>
        t.field({
          type: MoneyType,
          description,
          resolve: (experiment) => moneyOfUnits(experiment[key], experiment.currencyCode),
        });
      return {
        spendFrom: amount('spendFrom', 'A day, in the first half.'),
        spendTo: amount('spendTo', 'A day, in the second half.'),
        weeks: t.exposeFloat('weeks', { description: 'In all, half of them at each spend.' }),
        cost: amount('cost', 'Beyond the current spend in the weeks above it; the weeks below give it back.'),
        expectedStandardError: t.exposeFloat('expectedStandardError', {
          description: 'Of the measured difference in outcome a day.',
        }),
        expectedMarginalInterval: t.field({
          type: IntervalType,
          description: 'The 80 % interval of the marginal return that would be left.',
          resolve: ({ expectedMarginalInterval }) => expectedMarginalInterval,
        }),
        value: t.exposeFloat('value', {
          description: 'Outcome a day to be expected from deciding with its answer rather than without.',
        }),
        rank: t.exposeInt('rank', { description: '1 for the experiment that is worth most.' }),
      };
    },
  });

export const SpendRangeType = builder
  .objectRef<WithCurrency<FitDiagnostics['spend']>>('ObservedSpend')
  .implement({
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

export const ForecastErrorType = builder.objectRef<FitDiagnostics['outOfSample']>('ForecastError').implement({
  description:
    'Errors of forecasts made without the days they are judged on, against what platforms report. Null where there are too few days.',
  fields: (t) => ({
    wape: t.exposeFloat('wape', { nullable: true, description: 'Σ|error| ÷ Σ|actual|, 0 to 1 and above.' }),
    bias: t.exposeFloat('bias', { nullable: true, description: 'Σ(forecast − actual) ÷ Σ actual.' }),
    mase: t.exposeFloat('mase', {
      nullable: true,
      description: 'Mean absolute error ÷ that of a seasonal naive forecast; below 1 beats it.',
    }),
    intervalCoverage: t.exposeFloat('intervalCoverage', {
      nullable: true,
      description: 'Share of the judged days that fell into their 80 % interval: 0.8 is as it should be.',
    }),
  }),
});

export const AutocorrelationType = builder
  .objectRef<FitDiagnostics['residualAutocorrelation']>('ResidualAutocorrelation')
  .implement({
    description: 'Of what the fit leaves unexplained. Well above 0 the model misses something that lasts.',
    fields: (t) => ({
      lag1: t.exposeFloat('lag1', { nullable: true, description: 'From one day to the next.' }),
      lag7: t.exposeFloat('lag7', { nullable: true, description: 'From one week to the next.' }),
    }),
  });

const FigureType = builder.objectRef<ExperimentCheck['observed']>('LiftFigure').implement({
  description: 'Incremental outcome a day at the spend of the test, beside that at the spend of the control.',
  fields: (t) => ({
    lift: t.exposeFloat('lift', { description: 'In what the curve counts.' }),
    interval: t.field({
      type: IntervalType,
      description: '80 %.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

export const CurveCalibrationType = builder.objectRef<ExperimentCheck>('CurveCalibration').implement({
  description: 'An experiment beside what the curve says of it, without and with its evidence.',
  fields: (t) => ({
    experimentId: t.exposeString('id', { description: 'As it was recorded.' }),
    observed: t.field({
      type: FigureType,
      description: 'What the experiment measured.',
      resolve: ({ observed }) => observed,
    }),
    before: t.field({
      type: FigureType,
      description: 'What the curve would say if there were no experiment.',
      resolve: ({ before }) => before,
    }),
    after: t.field({
      type: FigureType,
      description: 'What the curve says, as it is.',
      resolve: ({ after }) => after,
    }),
  }),
});

export const CurveMoveType = builder
  .objectRef<{ readonly share: number; readonly sentence: string }>('CurveMove')
  .implement({
    description: 'A refit that moved the marginal return at the current spend by a tenth or more.',
    fields: (t) => ({
      share: t.exposeFloat('share', { description: 'New ÷ old − 1.' }),
      sentence: t.exposeString('sentence', { description: 'How far it moved, and why.' }),
    }),
  });
