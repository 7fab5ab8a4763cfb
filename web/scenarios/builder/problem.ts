import type { Problem, ScenarioInput } from './documents.ts';
import type { PlannedUnit } from './draft.ts';
import {
  type FigureName,
  FLOORS,
  groupName,
  hasBudget,
  hasFloor,
  isMember,
  mayAvertRisk,
  type Plan,
  TARGETS,
} from './plan.ts';

const MEASURE = {
  MAX_CONVERSIONS: 'CONVERSIONS',
  MAX_REVENUE: 'REVENUE',
  MAX_PROFIT: 'PROFIT',
  MAX_ROI: 'ROI',
  MIN_SPEND: 'CONVERSIONS',
} as const;

/** The plan as a problem for `allocate`, which answers while a slider is being dragged and stores nothing. */
export function problemOf(plan: Plan, planned: readonly PlannedUnit[]): Problem {
  const { objective } = plan;
  return {
    period: 'DAY',
    objective:
      objective === 'MIN_SPEND'
        ? { minimize: 'SPEND', subjectTo: given(of(plan, FLOORS)) }
        : { maximize: MEASURE[objective] },
    budget: budgetOf(plan, planned),
    units: planned.map((unit) => ({
      ...unitOf(plan, unit),
      ...(unit.isLocked ? { locked: true } : { ...unit.room, ...choicesOf(plan, unit) }),
    })),
    groups: (plan.groups ?? []).map((group, i) => {
      const { channel, name, campaigns, ...limits } = group;
      const units = planned.filter((unit) => isMember(group, unit)).map(({ id }) => id);
      return { id: groupName(group, i), units, ...limits };
    }),
    limits: given(of(plan, MOVES)),
    targets: given(of(plan, TARGETS)),
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

const choicesOf = ({ campaigns }: Plan, { id }: PlannedUnit) => {
  const { minIfOn, step } = campaigns?.[id] ?? {};
  return given({ minIfOn, step });
};

const MOVES = ['unitsMoved', 'totalMoved'] as const;

const of = <Name extends FigureName>(plan: Plan, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, plan[name]])) as Pick<Plan, Name>;

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

/** What the API's draft depends on, which is not the budget. */
export function draftInputOf(plan: Plan, currency: string): ScenarioInput {
  const { objective, horizon, campaigns, outcome } = plan;
  const { cpaAtMost, marginalCpaAtMost, ...ratios } = of(plan, TARGETS);
  const { revenueAtLeast, profitAtLeast, ...floors } = of(plan, FLOORS);
  const isLeast = objective === 'MIN_SPEND' && hasFloor(plan);
  return {
    name: 'draft',
    objective: objective === 'MIN_SPEND' && !isLeast ? 'MAX_CONVERSIONS' : objective,
    currencyCode: currency,
    ...given({ horizon, outcome }),
    defaultLimits: given(of(plan, ['minChange', 'maxChange'])),
    campaigns: limitsOf(campaigns),
    targets: given({
      ...ratios,
      cpaAtMost: text(cpaAtMost),
      marginalCpaAtMost: text(marginalCpaAtMost),
    }),
    ...(isLeast && {
      floors: given({
        ...floors,
        revenueAtLeast: text(revenueAtLeast),
        profitAtLeast: text(profitAtLeast),
      }),
    }),
  };
}

/** The same plan as a scenario, which the API solves on its own data, proves and keeps. */
export function scenarioInputOf(plan: Plan, name: string, currency: string): ScenarioInput {
  const { objective, unitsMoved, totalMoved, aversion } = plan;
  return {
    ...draftInputOf(plan, currency),
    name,
    objective,
    uncertainty: true,
    ...(plan.split === undefined
      ? {
          questions: { constraintCosts: true, widerRoom: 2 },
          ...(aversion && mayAvertRisk(plan) && { risk: { aversion } }),
        }
      : {
          split: Object.entries(plan.split).map(([campaignId, spend]) => ({
            campaignId,
            spend: text(spend),
          })),
        }),
    ...given({ margin: plan.margin, budget: budgetInput(plan) }),
    limits: given({ unitsMoved, totalMoved: text(totalMoved) }),
    groups: (plan.groups ?? []).map((group, i) => {
      const { channel, campaigns, min, max, minShare, maxShare } = group;
      return {
        name: groupName(group, i),
        ...(channel === undefined ? { campaignIds: [...(campaigns ?? [])] } : { channels: [channel] }),
        ...given({ min: text(min), max: text(max), minShare, maxShare }),
      };
    }),
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

const limitsOf = (campaigns: Plan['campaigns'] = {}) =>
  Object.entries(campaigns).map(([campaignId, { locked, ...amounts }]) => ({
    campaignId,
    ...given({ locked }),
    ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, text(amount)])),
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
