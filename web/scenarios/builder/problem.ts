import type { Problem, ScenarioInput } from './documents.ts';
import type { PlannedUnit } from './draft.ts';
import { hasBudget, type Plan } from './plan.ts';

const MEASURE = {
  MAX_CONVERSIONS: 'CONVERSIONS',
  MAX_REVENUE: 'REVENUE',
  MAX_PROFIT: 'PROFIT',
  MIN_SPEND: 'CONVERSIONS',
} as const;

/** The plan as a problem for `allocate`, which answers while a slider is being dragged and stores nothing. */
export function problemOf(plan: Plan, planned: readonly PlannedUnit[]): Problem {
  const { objective, cpaAtMost, roasAtLeast, unitsMoved } = plan;
  return {
    period: 'DAY',
    objective:
      objective === 'MIN_SPEND'
        ? { minimize: 'SPEND', subjectTo: { conversionsAtLeast: plan.conversionsAtLeast ?? 0 } }
        : { maximize: MEASURE[objective] },
    budget: budgetOf(plan, planned),
    units: planned.map((unit) => ({
      ...unitOf(plan, unit),
      ...(unit.isLocked ? { locked: true } : unit.room),
    })),
    groups: (plan.groups ?? []).map(({ channel, ...limits }) => ({
      id: channel,
      units: planned.filter(({ channelSlug }) => channelSlug === channel).map(({ id }) => id),
      ...limits,
    })),
    ...(unitsMoved !== undefined && { limits: { unitsMoved } }),
    ...((cpaAtMost !== undefined || roasAtLeast !== undefined) && {
      targets: given({ cpaAtMost, roasAtLeast }),
    }),
  };
}

/** The planner's own split as a problem without a choice: its answer is what the split would bring. */
export function ownSplitProblem(plan: Plan, planned: readonly PlannedUnit[]): Problem {
  return {
    period: 'DAY',
    objective: { maximize: MEASURE[plan.objective] },
    budget: {},
    units: planned.map((unit) => {
      const spend = plan.split?.[unit.id] ?? unit.current;
      return { ...unitOf(plan, unit), min: spend, max: spend };
    }),
  };
}

function unitOf({ margin }: Plan, { id, current, curve, valuePerConversion }: PlannedUnit) {
  const { family, ...parameters } = curve;
  return { id, current, curve: { family, ...given(parameters) }, ...given({ valuePerConversion, margin }) };
}

export const spendNow = (planned: readonly PlannedUnit[]): number =>
  cents(planned.reduce((sum, { current }) => sum + current, 0));

export const cents = (amount: number): number => Math.round(amount * 100) / 100;

function budgetOf(plan: Plan, planned: readonly PlannedUnit[]): NonNullable<Problem['budget']> {
  const { budget } = plan;
  if (budget === 'free' || !hasBudget(plan)) return {};
  if (typeof budget === 'object') return given(budget);
  return { equal: budget ?? spendNow(planned) };
}

/** What the API's draft depends on: not the budget, nor what has to be reached. */
export function draftInputOf(plan: Plan, currency: string): ScenarioInput {
  const { objective, horizon, campaigns } = plan;
  return {
    name: 'draft',
    objective: objective === 'MIN_SPEND' ? 'MAX_CONVERSIONS' : objective,
    currencyCode: currency,
    ...given({ horizon, defaultLimits: changesOf(plan) }),
    campaigns: limitsOf(campaigns),
  };
}

/** The same plan as a scenario, which the API solves on its own data, proves and keeps. */
export function scenarioInputOf(plan: Plan, name: string, currency: string): ScenarioInput {
  const { objective, cpaAtMost, roasAtLeast, conversionsAtLeast } = plan;
  return {
    ...draftInputOf(plan, currency),
    name,
    objective,
    uncertainty: true,
    ...(plan.split === undefined
      ? { questions: { constraintCosts: true, widerRoom: 2 } }
      : {
          split: Object.entries(plan.split).map(([campaignId, spend]) => ({
            campaignId,
            spend: text(spend),
          })),
        }),
    ...given({ margin: plan.margin, budget: budgetInput(plan) }),
    ...(objective === 'MIN_SPEND' && { floors: given({ conversionsAtLeast }) }),
    ...((cpaAtMost !== undefined || roasAtLeast !== undefined) && {
      targets: given({ cpaAtMost: text(cpaAtMost), roasAtLeast }),
    }),
    ...(plan.unitsMoved !== undefined && { limits: { unitsMoved: plan.unitsMoved } }),
    groups: (plan.groups ?? []).map(({ channel, min, max }) => ({
      name: channel,
      channels: [channel],
      ...given({ min: text(min), max: text(max) }),
    })),
  };
}

function budgetInput(plan: Plan): ScenarioInput['budget'] {
  const { budget } = plan;
  if (plan.split !== undefined) return { free: true };
  if (!hasBudget(plan) || budget === undefined) return undefined;
  if (budget === 'free') return { free: true };
  if (typeof budget === 'number') return { equal: text(budget) };
  return given({ atLeast: text(budget.atLeast), atMost: text(budget.atMost) });
}

const changesOf = ({ minChange, maxChange }: Plan) =>
  minChange === undefined && maxChange === undefined ? undefined : given({ minChange, maxChange });

const limitsOf = (campaigns: Plan['campaigns'] = {}) =>
  Object.entries(campaigns).map(([campaignId, { locked, min, max }]) => ({
    campaignId,
    ...given({ locked, min: text(min), max: text(max) }),
  }));

function text(amount: number): string;
function text(amount: number | undefined): string | undefined;
function text(amount: number | undefined): string | undefined {
  return amount?.toFixed(2);
}

type Given<Part> = { [Name in keyof Part]?: NonNullable<Part[Name]> };

/** Only what is there: the API takes a missing key for its default. */
function given<Part extends object>(part: Part): Given<Part> {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== undefined && value !== null),
  ) as Given<Part>;
}
