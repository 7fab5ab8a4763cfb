import { GraphQLError } from 'graphql';
import { WrongStateError } from '../planning/apply/errors.ts';
import type { ForecastRecord } from '../planning/review/forecast-record.ts';
import type { Band, CampaignReview, ChannelReview, Review } from '../planning/review/review.ts';
import { type IsoDate, parseIsoDate } from '../store/model/day.ts';
import { builder } from './builder.ts';
import { ChangeSetNode } from './change-set.ts';
import { withGraphQLErrors } from './errors.ts';
import { ForecastCorrectionType } from './forecast-correction.ts';
import { encodedId } from './ids.ts';
import { IntervalType } from './interval.ts';
import { CountedOutcomeEnum } from './scenario-totals.ts';

const BandInterface = builder.interfaceRef<Band>('ForecastBand').implement({
  description: 'What was predicted beside what came, in conversions of all days reviewed.',
  fields: (t) => ({
    predicted: t.exposeFloat('predicted', {
      description: 'Expected conversions as they are reported, before any incrementality.',
    }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description:
        "80 %: the curve's own doubt and the chance that any count has. Null where the fit did not say.",
      resolve: ({ interval }) => interval,
    }),
    actual: t.exposeFloat('actual', { description: 'Conversions that came.' }),
    isInside: t.exposeBoolean('isInside', {
      nullable: true,
      description: 'What came lies within the interval; null without one.',
    }),
  }),
});

const TotalType = builder.objectRef<Band>('TotalReview').implement({
  description: 'All campaigns of the change set together.',
  interfaces: [BandInterface],
});

const CampaignReviewType = builder.objectRef<CampaignReview>('CampaignReview').implement({
  description: 'One campaign of the change set.',
  interfaces: [BandInterface],
  fields: (t) => ({
    campaignId: t.id({
      description: 'Global id of the campaign.',
      resolve: ({ campaignId }) => encodedId('Campaign', campaignId),
    }),
    campaignName: t.exposeString('campaignName', { description: 'As it was when it was proposed.' }),
    channel: t.exposeString('channel', { description: 'As it was when it was proposed.' }),
    deliveredRatio: t.exposeFloat('deliveredRatio', {
      description: 'Spend ÷ budget of these days. Platforms often spend less than they may.',
    }),
  }),
});

const ChannelReviewType = builder.objectRef<ChannelReview>('ChannelReview').implement({
  description: 'The campaigns of one channel together.',
  interfaces: [BandInterface],
  fields: (t) => ({ channel: t.exposeString('channel', { description: 'Its slug.' }) }),
});

const ReviewStateEnum = builder.enumType('ReviewState', {
  description: 'How far a review is.',
  values: {
    MEASURING: { description: 'More days are to come.' },
    COMPLETE: { description: 'All days that it looks at are there, with their conversions.' },
  } as const,
});

/** Days were made as days. */
const storedDay = (text: string) => parseIsoDate(text) as IsoDate;

const ReviewType = builder.objectRef<Review>('ChangeSetReview').implement({
  description: 'What was predicted when a change set was proposed, beside what came after it was applied.',
  fields: (t) => ({
    state: t.field({ type: ReviewStateEnum, description: 'How far it is.', resolve: ({ state }) => state }),
    from: t.field({
      type: 'Date',
      description: 'The day after it was applied.',
      resolve: ({ from }) => storedDay(from),
    }),
    to: t.field({
      type: 'Date',
      nullable: true,
      description: 'The last day whose conversions have come in; null before the first.',
      resolve: ({ to }) => (to === null ? null : storedDay(to)),
    }),
    outcome: t.field({
      type: CountedOutcomeEnum,
      description: 'What is counted.',
      resolve: ({ outcome }) => outcome ?? 'CONVERSIONS',
    }),
    days: t.exposeInt('days', { description: 'From `from` to `to`.' }),
    daysWanted: t.exposeInt('daysWanted', { description: 'Days of a complete review.' }),
    campaigns: t.field({
      type: [CampaignReviewType],
      description: 'Those whose budget did become what was planned.',
      resolve: ({ campaigns }) => campaigns,
    }),
    channels: t.field({
      type: [ChannelReviewType],
      description: 'Ordered by slug.',
      resolve: ({ channels }) => channels,
    }),
    total: t.field({
      type: TotalType,
      nullable: true,
      description: 'Null before the first complete day.',
      resolve: ({ total }) => total,
    }),
    wape: t.exposeFloat('wape', {
      nullable: true,
      description: 'Σ|actual − predicted| ÷ Σ actual over campaigns; null where nothing came.',
    }),
    bias: t.exposeFloat('bias', {
      nullable: true,
      description: 'Σ(predicted − actual) ÷ Σ actual: above zero it promised too much.',
    }),
    coverage: t.exposeFloat('coverage', {
      nullable: true,
      description: 'Share of the campaigns inside their interval; 0.8 is what it should be.',
    }),
    isRollbackSuggested: t.exposeBoolean('isRollbackSuggested', {
      description:
        'All days are there, and less came than the interval allows. Nothing is rolled back by itself.',
    }),
    sentence: t.exposeString('sentence', { description: 'For people.' }),
  }),
});

const ForecastRecordType = builder.objectRef<ForecastRecord>('ForecastRecord').implement({
  description: 'How far predictions of one channel came true, over all change sets that were evaluated.',
  fields: (t) => ({
    channel: t.exposeString('channel', { description: 'Its slug.' }),
    evaluations: t.exposeInt('evaluations', { description: 'Change sets that were evaluated.' }),
    wape: t.exposeFloat('wape', { nullable: true, description: 'Σ|actual − predicted| ÷ Σ actual.' }),
    bias: t.exposeFloat('bias', {
      nullable: true,
      description: 'Σ(predicted − actual) ÷ Σ actual: above zero it promised too much.',
    }),
    coverage: t.exposeFloat('coverage', {
      nullable: true,
      description: 'Share inside the interval; 0.8 is what it should be.',
    }),
    missesInARow: t.exposeInt('missesInARow', { description: 'The newest ones, until one was inside.' }),
    isFlagged: t.exposeBoolean('isFlagged', { description: 'Two or more misses in a row.' }),
    suggestion: t.exposeString('suggestion', { nullable: true, description: 'What to do about it.' }),
    correction: t.field({
      type: ForecastCorrectionType,
      nullable: true,
      description: 'What is done to the next forecasts; null with too few reviews to tell.',
      resolve: ({ correction }) => correction,
    }),
  }),
});

builder.queryField('review', (t) =>
  t.field({
    type: ReviewType,
    description:
      'How an applied change set turns out. An error of code WRONG_STATE before it is applied. evaluateChangeSet keeps it.',
    args: {
      changeSetId: t.arg.globalID({ required: true, for: ChangeSetNode, description: 'Of a change set.' }),
    },
    complexity: { field: 50, multiplier: 1 },
    resolve: (_root, { changeSetId }, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        try {
          const { reviewChangeSet } = await import('../planning/review/review-change-set.ts');
          return await reviewChangeSet(deps, viewer.workspaceId, changeSetId.id);
        } catch (error) {
          if (!(error instanceof WrongStateError)) throw error;
          throw new GraphQLError(error.message, { extensions: { code: error.code } });
        }
      }),
  }),
);

builder.queryField('forecastRecords', (t) =>
  t.field({
    type: [ForecastRecordType],
    description: 'For each channel, how far predictions of conversions came true. Ordered by slug.',
    complexity: { field: 50, multiplier: 1 },
    resolve: async (_root, _args, { deps, viewer }) =>
      (await import('../planning/review/forecast-record.ts')).forecastRecords(deps, viewer.workspaceId),
  }),
);
