import type { Candidate } from './candidates.ts';
import type { Problem, ScenarioInput } from './documents.ts';
import { type Room, roomOf } from './limits.ts';
import type { Plan } from './plan.ts';

export interface PlannedUnit {
  readonly candidate: Candidate;
  readonly room: Room;
}

export const unitsOf = (plan: Plan, candidates: readonly Candidate[]): readonly PlannedUnit[] =>
  candidates.map((candidate) => ({
    candidate,
    room: roomOf(candidate, plan, plan.campaigns?.[candidate.id]),
  }));

const MEASURE = { MAX_CONVERSIONS: 'CONVERSIONS', MAX_REVENUE: 'REVENUE', MAX_PROFIT: 'PROFIT' } as const;

/** The plan as a problem for `allocate`, which answers while a slider is being dragged and stores nothing. */
export function problemOf(plan: Plan, planned: readonly PlannedUnit[]): Problem {
  const { objective, margin, cpaAtMost, roasAtLeast, unitsMoved } = plan;
  return {
    period: 'DAY',
    objective:
      objective === 'MIN_SPEND'
        ? { minimize: 'SPEND', subjectTo: { conversionsAtLeast: plan.conversionsAtLeast ?? 0 } }
        : { maximize: MEASURE[objective] },
    budget: budgetOf(plan, planned),
    units: planned.map(({ candidate, room }) => {
      const { baseline, scale, halfSaturation, slope, exponent } = candidate.curve.parameters;
      return {
        id: candidate.id,
        current: candidate.current,
        curve: {
          family: candidate.curve.family,
          baseline,
          scale,
          ...given({ halfSaturation, slope, exponent }),
        },
        ...(plan.campaigns?.[candidate.id]?.locked ? { locked: true } : room),
        ...given({ valuePerConversion: candidate.valuePerConversion, margin }),
      };
    }),
    groups: (plan.groups ?? []).map(({ channel, ...limits }) => ({
      id: channel,
      units: planned
        .filter(({ candidate }) => candidate.channelSlug === channel)
        .map(({ candidate }) => candidate.id),
      ...limits,
    })),
    ...(unitsMoved !== undefined && { limits: { unitsMoved } }),
    ...((cpaAtMost !== undefined || roasAtLeast !== undefined) && {
      targets: given({ cpaAtMost, roasAtLeast }),
    }),
  };
}

export const spendNow = (planned: readonly PlannedUnit[]): number =>
  cents(planned.reduce((sum, { candidate }) => sum + candidate.current, 0));

export const cents = (amount: number): number => Math.round(amount * 100) / 100;

function budgetOf(plan: Plan, planned: readonly PlannedUnit[]): { equal?: number } {
  if (plan.budget === 'free' || plan.objective === 'MIN_SPEND') return {};
  return { equal: plan.budget ?? spendNow(planned) };
}

/** The same plan as a scenario, which the API solves on its own data, proves and keeps. */
export function scenarioInputOf(plan: Plan, name: string, currency: string): ScenarioInput {
  const { objective, budget, margin, cpaAtMost, roasAtLeast, conversionsAtLeast, minChange, maxChange } =
    plan;
  return {
    name,
    objective,
    currencyCode: currency,
    uncertainty: true,
    questions: { constraintCosts: true, widerRoom: 2 },
    ...given({ margin }),
    ...(objective !== 'MIN_SPEND' && budget === 'free' && { budget: { free: true } }),
    ...(objective !== 'MIN_SPEND' && typeof budget === 'number' && { budget: { equal: budget.toFixed(2) } }),
    ...(objective === 'MIN_SPEND' && { floors: given({ conversionsAtLeast }) }),
    ...((cpaAtMost !== undefined || roasAtLeast !== undefined) && {
      targets: given({ cpaAtMost: cpaAtMost?.toFixed(2), roasAtLeast }),
    }),
    ...((minChange !== undefined || maxChange !== undefined) && {
      defaultLimits: given({ minChange, maxChange }),
    }),
    ...(plan.unitsMoved !== undefined && { limits: { unitsMoved: plan.unitsMoved } }),
    groups: (plan.groups ?? []).map(({ channel, min, max }) => ({
      name: channel,
      channels: [channel],
      ...given({ min: min?.toFixed(2), max: max?.toFixed(2) }),
    })),
    campaigns: Object.entries(plan.campaigns ?? {}).map(([campaignId, { locked, min, max }]) => ({
      campaignId,
      ...given({ locked, min: min?.toFixed(2), max: max?.toFixed(2) }),
    })),
  };
}

type Given<Part> = { [Name in keyof Part]?: NonNullable<Part[Name]> };

/** Only what is there: the API takes a missing key for its default. */
function given<Part extends object>(part: Part): Given<Part> {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== undefined && value !== null),
  ) as Given<Part>;
}
