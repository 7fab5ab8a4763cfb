import { builder } from './builder.ts';

const CONFIDENCE = 'Of the intervals, two-sided. Default 0.95.';

const ArmInput = builder.inputType('ExperimentArmInput', {
  description: 'One arm: subjects with conversions, or subjects with mean and standardDeviation.',
  fields: (t) => ({
    subjects: t.float({ required: true, description: 'People, visits or households: what chance divided.' }),
    conversions: t.float({ description: 'How many of them converted, once at the most.' }),
    mean: t.float({ description: 'Of a figure of each subject, such as revenue, zeros included.' }),
    standardDeviation: t.float({ description: 'Of that figure over the subjects.' }),
  }),
});

const MarketInput = builder.inputType('ExperimentMarketInput', {
  description: 'For the lift a day in the whole market.',
  fields: (t) => ({
    subjects: t.float({ required: true, description: 'All subjects of the market while the test ran.' }),
    days: t.float({ required: true, description: 'How long it ran.' }),
  }),
});

export const AbTestInput = builder.inputType('AbTestInput', {
  description: 'An A/B test. Both arms as conversions, or both as means.',
  fields: (t) => ({
    control: t.field({ type: ArmInput, required: true, description: 'Without the treatment.' }),
    test: t.field({ type: ArmInput, required: true, description: 'With it.' }),
    confidence: t.float({ description: CONFIDENCE }),
    expectedTestShare: t.float({
      description: 'The share of subjects that was to go to the test, to tell whether the division worked.',
    }),
    market: t.field({ type: MarketInput, description: 'For the lift a day in the whole market.' }),
  }),
});

const RegionGroupEnum = builder.enumType('RegionGroup', {
  description: 'What happened in a region.',
  values: {
    TEST: { description: 'Spend was changed.' },
    CONTROL: { description: 'Spend was left as it was.' },
  } as const,
});

const RegionInput = builder.inputType('GeoRegionInput', {
  description: 'A region, with totals over all days before the test and over all days of it.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For messages.' }),
    group: t.field({ type: RegionGroupEnum, required: true, description: 'What happened in it.' }),
    outcomeBefore: t.float({ required: true, description: 'Conversions or revenue before.' }),
    outcomeDuring: t.float({ required: true, description: 'The same during the test.' }),
    spendBefore: t.float({ required: true, description: 'In units of currency.' }),
    spendDuring: t.float({ required: true, description: 'In units of currency.' }),
  }),
});

export const GeoTestInput = builder.inputType('GeoTestInput', {
  description: 'A geo test.',
  fields: (t) => ({
    regions: t.field({
      type: [RegionInput],
      required: true,
      description: 'At least two of each group; five are better.',
    }),
    daysDuring: t.float({ required: true, description: 'How long the test ran.' }),
    marketOutcomeBefore: t.float({
      description: 'Of the whole market, over the days before the test. Default: the sum of the regions.',
    }),
    confidence: t.float({ description: CONFIDENCE }),
  }),
});

const PeriodInput = builder.inputType('OnOffPeriodInput', {
  description: 'A span of days at one level of spend.',
  fields: (t) => ({
    isOn: t.boolean({ required: true, description: 'At the level of the test.' }),
    days: t.float({ required: true, description: 'Whole weeks are best.' }),
    outcome: t.float({ required: true, description: 'Total over them.' }),
    spend: t.float({ required: true, description: 'Total over them, in units of currency.' }),
  }),
});

export const OnOffTestInput = builder.inputType('OnOffTestInput', {
  description: 'Spend switched between two levels over time.',
  fields: (t) => ({
    periods: t.field({
      type: [PeriodInput],
      required: true,
      description: 'At least two on and two off; four are better.',
    }),
    confidence: t.float({ description: CONFIDENCE }),
  }),
});

/** The input without what was left out or is null, all through. */
export function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null && part !== undefined)
      .map(([key, part]) => [key, given(part)]),
  );
}
