import type { AbTestResult } from '../optimizer/experiment/ab-test.ts';
import type { Estimate } from '../optimizer/experiment/estimate.ts';
import type { GeoTestResult } from '../optimizer/experiment/geo-test.ts';
import type { OnOffTestResult } from '../optimizer/experiment/on-off-test.ts';
import { builder } from './builder.ts';
import { withGraphQLErrors } from './errors.ts';
import { AbTestInput, GeoTestInput, given, OnOffTestInput } from './experiment-arithmetic-input.ts';
import { IntervalType } from './interval.ts';

const EstimateType = builder.objectRef<Estimate>('ExperimentEstimate').implement({
  description: 'A measured figure with how far it may be off.',
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'The figure.' }),
    standardError: t.exposeFloat('standardError', { description: 'Its standard error.' }),
    interval: t.field({
      type: IntervalType,
      description: 'At the confidence that was asked for.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

const CONCLUSIVE = 'The interval of the effect leaves zero out.';
const LIFT = 'Outcome a day in the whole market, test beside control. As recordExperiment takes it.';
const DETECTABLE = 'The smallest effect that a test of this size finds four times in five.';
const WARNINGS = 'What to know before trusting it.';
const SPEND_CONTROL = 'A day in the whole market, without the change. As recordExperiment takes it.';
const SPEND_TEST = 'A day in the whole market, with it. As recordExperiment takes it.';
const COST = 'Money for one more of the outcome; null where none came.';

const AbTestType = builder.objectRef<AbTestResult>('AbTest').implement({
  description: 'What an A/B test says. Figures are per subject where not said otherwise.',
  fields: (t) => ({
    control: t.exposeFloat('control', { description: 'Rate or mean of the control.' }),
    test: t.exposeFloat('test', { description: 'Rate or mean of the test.' }),
    difference: t.field({
      type: EstimateType,
      description: 'Test minus control.',
      resolve: ({ difference }) => difference,
    }),
    relative: t.field({
      type: EstimateType,
      nullable: true,
      description: 'Difference ÷ control; null where the control is zero.',
      resolve: ({ relative }) => relative,
    }),
    isConclusive: t.exposeBoolean('isConclusive', { description: CONCLUSIVE }),
    detectableDifference: t.exposeFloat('detectableDifference', { description: DETECTABLE }),
    sampleRatioPValue: t.exposeFloat('sampleRatioPValue', {
      nullable: true,
      description:
        'How likely a division at least as uneven is by chance. Below 0.001 something is wrong with it. Null without expectedTestShare.',
    }),
    liftPerDay: t.field({
      type: EstimateType,
      nullable: true,
      description: `${LIFT} Null without market.`,
      resolve: ({ liftPerDay }) => liftPerDay,
    }),
    warnings: t.stringList({ description: WARNINGS, resolve: ({ warnings }) => [...warnings] }),
  }),
});

const GeoTestType = builder.objectRef<GeoTestResult>('GeoTest').implement({
  description: 'What a geo test says: how the test regions grew beyond the control regions.',
  fields: (t) => ({
    growthTest: t.exposeFloat('growthTest', { description: 'Outcome during ÷ before, test regions.' }),
    growthControl: t.exposeFloat('growthControl', {
      description: 'Outcome during ÷ before, control regions.',
    }),
    relative: t.field({
      type: EstimateType,
      description: 'Beyond what the test regions would have had, as a share of it.',
      resolve: ({ relative }) => relative,
    }),
    isConclusive: t.exposeBoolean('isConclusive', { description: CONCLUSIVE }),
    liftPerDay: t.field({ type: EstimateType, description: LIFT, resolve: ({ liftPerDay }) => liftPerDay }),
    detectableLiftPerDay: t.exposeFloat('detectableLiftPerDay', { description: DETECTABLE }),
    spendControlPerDay: t.exposeFloat('spendControlPerDay', { description: SPEND_CONTROL }),
    spendTestPerDay: t.exposeFloat('spendTestPerDay', { description: SPEND_TEST }),
    costPerIncremental: t.exposeFloat('costPerIncremental', { nullable: true, description: COST }),
    warnings: t.stringList({ description: WARNINGS, resolve: ({ warnings }) => [...warnings] }),
  }),
});

const OnOffTestType = builder.objectRef<OnOffTestResult>('OnOffTest').implement({
  description: 'What an on/off test says: the mean day of the periods on beside that of the periods off.',
  fields: (t) => ({
    outcomeOnPerDay: t.exposeFloat('outcomeOnPerDay', { description: 'Mean day on.' }),
    outcomeOffPerDay: t.exposeFloat('outcomeOffPerDay', { description: 'Mean day off.' }),
    liftPerDay: t.field({ type: EstimateType, description: LIFT, resolve: ({ liftPerDay }) => liftPerDay }),
    relative: t.field({
      type: EstimateType,
      nullable: true,
      description: 'Lift ÷ outcome when off; null where that is zero.',
      resolve: ({ relative }) => relative,
    }),
    isConclusive: t.exposeBoolean('isConclusive', { description: CONCLUSIVE }),
    detectableLiftPerDay: t.exposeFloat('detectableLiftPerDay', { description: DETECTABLE }),
    spendControlPerDay: t.exposeFloat('spendControlPerDay', { description: SPEND_CONTROL }),
    spendTestPerDay: t.exposeFloat('spendTestPerDay', { description: SPEND_TEST }),
    costPerIncremental: t.exposeFloat('costPerIncremental', { nullable: true, description: COST }),
    warnings: t.stringList({ description: WARNINGS, resolve: ({ warnings }) => [...warnings] }),
  }),
});

builder.queryField('abTest', (t) =>
  t.field({
    type: AbTestType,
    description:
      'The arithmetic of an A/B test: difference with its interval, absolute and relative. Reads and stores nothing of the workspace.',
    args: { input: t.arg({ type: AbTestInput, required: true, description: 'What was counted.' }) },
    resolve: (_root, { input }) =>
      withGraphQLErrors(async () => {
        const { askAbTest } = await import('../planning/evidence/experiment-arithmetic.ts');
        return askAbTest(given(input));
      }),
  }),
);

builder.queryField('geoTest', (t) =>
  t.field({
    type: GeoTestType,
    description:
      'The arithmetic of a geo test: difference in differences over regions, with a standard error by regions, scaled to the whole market. Reads and stores nothing of the workspace.',
    args: { input: t.arg({ type: GeoTestInput, required: true, description: 'What was counted.' }) },
    resolve: (_root, { input }) =>
      withGraphQLErrors(async () => {
        const { askGeoTest } = await import('../planning/evidence/experiment-arithmetic.ts');
        return askGeoTest(given(input));
      }),
  }),
);

builder.queryField('onOffTest', (t) =>
  t.field({
    type: OnOffTestType,
    description:
      'The arithmetic of spend switched on and off over time, with a standard error by periods. What carries over into the next period makes the lift look smaller: leave out the first days after a switch. Reads and stores nothing of the workspace.',
    args: { input: t.arg({ type: OnOffTestInput, required: true, description: 'What was counted.' }) },
    resolve: (_root, { input }) =>
      withGraphQLErrors(async () => {
        const { askOnOffTest } = await import('../planning/evidence/experiment-arithmetic.ts');
        return askOnOffTest(given(input));
      }),
  }),
);
