import type { Design } from '../optimizer/experiment/experiment-design.ts';
import { builder } from './builder.ts';
import { withGraphQLErrors } from './errors.ts';
import { given } from './experiment-arithmetic-input.ts';

const DesignKindEnum = builder.enumType('ExperimentDesignKind', {
  description: 'What is to be designed, and what of its setting has to be given.',
  values: {
    AB_RATE: { description: 'An A/B test of a rate: baseline, subjectsPerDay, testShare.' },
    AB_MEAN: {
      description: 'An A/B test of a mean: baseline, standardDeviation, subjectsPerDay, testShare.',
    },
    GEO: { description: 'A geo test: baseline, testRegions, controlRegions, regionNoise.' },
    ON_OFF: {
      description: 'Spend on and off, half of the days each: baseline, standardDeviation, autocorrelation.',
    },
  } as const,
});

const SettingInput = builder.inputType('ExperimentSettingInput', {
  description: 'Where the experiment would run. The kind says which of these belong to it.',
  fields: (t) => ({
    kind: t.field({ type: DesignKindEnum, required: true, description: 'What it is.' }),
    baseline: t.float({
      required: true,
      description:
        'Without the change: rate or mean per subject (A/B), outcome a day of the market (GEO, ON_OFF).',
    }),
    standardDeviation: t.float({
      description: "Over subjects (AB_MEAN), or of a day's outcome, weekdays and season left out (ON_OFF).",
    }),
    subjectsPerDay: t.float({ description: 'Of both arms together (A/B).' }),
    testShare: t.float({ description: 'Of the subjects (A/B). Default 0.5.' }),
    testRegions: t.int({ description: 'How many regions (GEO).' }),
    controlRegions: t.int({ description: 'How many regions (GEO).' }),
    regionNoise: t.float({
      description:
        'Standard deviation over regions of growth from one span of 28 days to the next, as a share (GEO).',
    }),
    autocorrelation: t.float({
      description: "Of a day's outcome with the next one, 0 to below 1 (ON_OFF). Default 0.",
    }),
  }),
});

const ExperimentDesignInput = builder.inputType('ExperimentDesignInput', {
  description: 'Exactly two of relativeEffect, power and days: the third is what is found.',
  fields: (t) => ({
    setting: t.field({ type: SettingInput, required: true, description: 'Where it would run.' }),
    relativeEffect: t.float({
      description: 'To be found, relative to the baseline: 0.1 is ten per cent more, -1 is all of it gone.',
    }),
    power: t.float({ description: 'How often the effect is to be found where it is real, 0 to 1.' }),
    days: t.float({ description: 'How long it may run.' }),
    confidence: t.float({ description: 'Two-sided. Default 0.95.' }),
  }),
});

const DesignType = builder.objectRef<Design>('ExperimentDesign').implement({
  description: 'Effect, power and length that belong together.',
  fields: (t) => ({
    relativeEffect: t.exposeFloat('relativeEffect', { description: 'Relative to the baseline.' }),
    effect: t.exposeFloat('effect', { description: 'In units of the baseline.' }),
    power: t.exposeFloat('power', { description: 'How often the effect is found where it is real.' }),
    days: t.exposeFloat('days', { nullable: true, description: 'Null where ten years would not do.' }),
    subjectsControl: t.exposeFloat('subjectsControl', { nullable: true, description: 'Of A/B tests.' }),
    subjectsTest: t.exposeFloat('subjectsTest', { nullable: true, description: 'Of A/B tests.' }),
    standardError: t.exposeFloat('standardError', {
      nullable: true,
      description: 'To be expected of the measured effect, in units of the baseline.',
    }),
  }),
});

builder.queryField('experimentDesign', (t) =>
  t.field({
    type: DesignType,
    description:
      'How long an experiment has to run, what it can detect, or how likely it finds what is there. Reads and stores nothing of the workspace.',
    args: { input: t.arg({ type: ExperimentDesignInput, required: true, description: 'What is known.' }) },
    resolve: (_root, { input }) =>
      withGraphQLErrors(async () => {
        const { askDesign } = await import('../planning/evidence/experiment-arithmetic.ts');
        return askDesign(given(input));
      }),
  }),
);
