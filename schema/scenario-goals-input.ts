import { builder } from './builder.ts';

/** What a planner may ask of a plan as a whole, beyond a budget and limits of campaigns. */

export const FloorsInput = builder.inputType('ScenarioFloorsInput', {
  description: 'The least to bring a day. Counts what spend brings alone, baselines left out. At least one.',
  fields: (t) => ({
    conversionsAtLeast: t.float({ description: 'Incremental conversions.' }),
    revenueAtLeast: t.field({ type: 'Decimal', description: 'Their revenue, in units of currency.' }),
    profitAtLeast: t.field({ type: 'Decimal', description: 'Their revenue × margin − spend.' }),
  }),
});

export const TargetsInput = builder.inputType('ScenarioTargetsInput', {
  description: 'Ratios to reach. They count what spend brings alone, baselines left out.',
  fields: (t) => ({
    cpaAtMost: t.field({
      type: 'Decimal',
      description: 'Spend ÷ incremental conversions, in units of currency.',
    }),
    roasAtLeast: t.float({ description: 'Revenue of incremental conversions ÷ spend.' }),
    marginalCpaAtMost: t.field({
      type: 'Decimal',
      description:
        'What the next conversion may cost, in units of currency, of each campaign above its lower limit.',
    }),
    marginalRoasAtLeast: t.float({
      description: 'What the next unit of currency has to bring, of each campaign above its lower limit.',
    }),
  }),
});

export const MoveLimitsInput = builder.inputType('ScenarioMoveLimitsInput', {
  description: 'How much may change.',
  fields: (t) => ({
    totalMoved: t.field({
      type: 'Decimal',
      description: 'Half the sum of absolute changes, in units of currency a day.',
    }),
    unitsMoved: t.int({ description: 'How many campaigns may differ from current.' }),
  }),
});

export const RiskInput = builder.inputType('ScenarioRiskInput', {
  description: 'How to weigh the draws of the curves.',
  fields: (t) => ({
    aversion: t.float({
      required: true,
      description: '0 plans for their mean, 1 for the mean of the worst tail alone.',
    }),
    tail: t.float({ description: 'Share of the draws that counts as the worst. Default 0.1.' }),
  }),
});

const FrontierInput = builder.inputType('ScenarioFrontierInput', {
  description: 'The best outcome for each of several budgets, in units of currency a day.',
  fields: (t) => ({
    from: t.field({ type: 'Decimal', required: true, description: 'The smallest.' }),
    to: t.field({ type: 'Decimal', required: true, description: 'The largest.' }),
    points: t.int({ required: true, description: 'How many, both ends included: 2 to 200.' }),
  }),
});

export const QuestionsInput = builder.inputType('ScenarioQuestionsInput', {
  description: 'What else to answer beside the plan.',
  fields: (t) => ({
    frontier: t.field({ type: FrontierInput, description: 'The best outcome for every budget.' }),
    constraintCosts: t.boolean({ description: 'What the plan would gain without each binding limit.' }),
    widerRoom: t.float({
      description: "The best plan when every campaign's room around current is this many times as wide.",
    }),
    fewestMoves: t.float({
      description: 'The plan that moves the fewest campaigns and keeps this share of the gain, 0 to 1.',
    }),
  }),
});
