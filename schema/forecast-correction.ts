import type { CorrectedCurve, ExpectedAtCurrent } from '../planning/curve-points.ts';
import type { FittedCampaign } from '../planning/fit-workspace.ts';
import type { ChannelCorrection } from '../planning/review/channel-correction.ts';
import { builder } from './builder.ts';
import { CurveOutcomeEnum } from './curve-parameters.ts';
import { encodedId } from './ids.ts';
import { IntervalType } from './interval.ts';

export const ForecastCorrectionType = builder.objectRef<ChannelCorrection>('ForecastCorrection').implement({
  description:
    'What reviews of the forecasts of one channel say of its next ones: a bias that came again after refitting, and errors beyond the intervals. Reviews that agree undo it.',
  fields: (t) => ({
    channelSlug: t.string({ description: 'Such as `google_search`.', resolve: ({ channel }) => channel }),
    outcome: t.field({
      type: CurveOutcomeEnum,
      description: 'Forecasts of what.',
      resolve: ({ outcome }) => outcome,
    }),
    factor: t.exposeFloat('factor', {
      description: 'Forecasts are multiplied by it: 2/3 to 1.5. 1 where the deviation may be chance.',
    }),
    spread: t.exposeFloat('spread', {
      description:
        'Standard deviation, as a share, of an error that the campaigns of the channel have in common and by which intervals are widened: 0 to 0.5.',
    }),
    deviation: t.exposeFloat('deviation', {
      description:
        'Actual ÷ forecast − 1 in the mean of the reviews, newer ones counting more: below zero, too much was promised.',
    }),
    standardError: t.exposeFloat('standardError', { description: 'Of the deviation, as a share.' }),
    coverage: t.exposeFloat('coverage', {
      description: 'Share inside the interval once the deviation is taken out; 0.8 is what it should be.',
    }),
    rounds: t.exposeInt('rounds', {
      description: 'Reviews of forecasts that were made without knowing of each other count as one.',
    }),
    reviews: t.int({ description: 'Reviews in all.', resolve: ({ checks }) => checks }),
    changeSetIds: t.idList({
      description: 'Global ids of the change sets that were reviewed, newest first.',
      resolve: ({ changeSetIds }) => changeSetIds.map((id) => encodedId('ChangeSet', id)),
    }),
    sentence: t.exposeString('sentence', { description: 'What is done to forecasts, and why. For people.' }),
  }),
});

const ExpectedAtCurrentType = builder.objectRef<ExpectedAtCurrent>('ExpectedAtCurrent').implement({
  description: 'What is expected to be reported a day at the current spend.',
  fields: (t) => ({
    outcome: t.exposeFloat('outcome', { description: 'Baseline included.' }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 %.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

const CorrectedCurveType = builder.objectRef<CorrectedCurve>('CorrectedCurve').implement({
  description: 'How reviews of earlier forecasts changed a curve.',
  fields: (t) => ({
    correction: t.field({
      type: ForecastCorrectionType,
      description: 'What was done, and why.',
      resolve: ({ correction }) => correction,
    }),
    before: t.field({
      type: ExpectedAtCurrentType,
      description: 'By the curve as it was fitted.',
      resolve: ({ before }) => before,
    }),
    after: t.field({
      type: ExpectedAtCurrentType,
      description: 'By the curve as it is planned with, before any incrementality.',
      resolve: ({ after }) => after,
    }),
  }),
});

/** A field of a response curve. */
export const forecastCorrectionField = {
  type: CorrectedCurveType,
  nullable: true,
  description: 'How reviews of earlier forecasts changed it; null where they changed nothing.',
  resolve: async (fitted: FittedCampaign) =>
    (await import('../planning/curve-points.ts')).correctedCurve(fitted),
} as const;
