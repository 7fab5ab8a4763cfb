import { profitPerOutcome, revenuePerOutcome } from '../allocate/outcome-value.ts';
import { responsesOf } from '../allocate/unit-response.ts';
import type { Response } from '../curve/response.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { FrontierPoint, TerminationStatus } from '../problem/result.ts';
import type { Deadline } from './deadline.ts';

const TIME_LIMIT_MS = 2000;
const CLOSED = 1e-4;

/** The best plan for one budget, with its bound. */
export interface Solved {
  readonly spends: Float64Array;
  readonly prices: Float64Array;
  readonly value: number;
  readonly bound: number;
}

/** A plan, or why there is none. */
export type Found = Solved | TerminationStatus;

export const isSolved = (found: Found | undefined): found is Solved => typeof found === 'object';

/** One budget by itself, for curves of any shape. */
export function solveAt(problem: AllocationProblem, budget: number, clock: Deadline): Found {
  if (clock.hasPassed) return 'TIME_LIMIT';
  const { route: _, ...solve } = problem.solve ?? {};
  const result = clock.solve({ ...problem, budget: { equal: budget }, solve }, TIME_LIMIT_MS);
  if (result.objectiveValue === null) return result.status;
  const price = result.bindingConstraints.find(({ kind }) => kind === 'BUDGET')?.shadowPrice ?? 0;
  return {
    spends: Float64Array.from(result.units, ({ spend }) => spend ?? 0),
    prices: Float64Array.of(price),
    value: result.objectiveValue,
    bound: result.upperBound ?? Number.POSITIVE_INFINITY,
  };
}

/** `responses` are those of the units, in their order. */
export function pointOf(
  problem: AllocationProblem,
  budget: number,
  found: Found,
  responses: readonly Response[] = responsesOf(problem),
): FrontierPoint {
  if (!isSolved(found)) return { ...NOTHING, budget, status: found };
  const { spends, value, bound } = found;
  const upperBound = Math.max(bound, value);
  const isClosed = upperBound - value <= CLOSED * Math.max(Math.abs(upperBound), Math.abs(value));
  return {
    budget,
    status: isClosed ? 'OPTIMAL' : 'FEASIBLE',
    objectiveValue: value,
    upperBound: Number.isFinite(upperBound) ? upperBound : null,
    ...figuresOf(problem, responses, spends, budget),
    // At the least budget there may be no price at which anything is given up.
    marginal: finite(found.prices[0] ?? 0),
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

const NOTHING = {
  objectiveValue: null,
  upperBound: null,
  conversions: null,
  revenue: null,
  profit: null,
  cpa: null,
  roas: null,
  marginal: null,
};

/** Null where the units do not all count or value what the figure needs. */
function figuresOf(
  { units }: AllocationProblem,
  responses: readonly Response[],
  spends: ArrayLike<number>,
  spend: number,
) {
  let outcome = 0;
  let worth = 0;
  let margin = 0;
  let countsConversions = true;
  let hasValues = true;
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]!;
    const own = responses[i]!.value(spends[i]!);
    outcome += own;
    worth += revenuePerOutcome(unit) * own;
    margin += profitPerOutcome(unit) * own;
    if (unit.curve.outcome === 'REVENUE') countsConversions = false;
    else if (unit.valuePerConversion === undefined) hasValues = false;
  }
  const conversions = countsConversions ? outcome : null;
  const revenue = hasValues ? worth : null;
  return {
    conversions,
    revenue,
    profit: hasValues ? margin - spend : null,
    cpa: conversions !== null && conversions > 0 ? spend / conversions : null,
    roas: revenue !== null && spend > 0 ? revenue / spend : null,
  };
}
