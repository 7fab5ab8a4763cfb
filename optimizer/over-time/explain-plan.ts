import { baselineOf } from '../curve/evaluate.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type {
  BindingConstraint,
  PeriodResult,
  UnitLimit,
  UnitReason,
  UnitResult,
} from '../problem/result.ts';
import { netGains, type PlanPrices, pricesOfUnits } from './plan-bound.ts';
import {
  marginalsOf,
  outcomeOf,
  outcomesOf,
  type PlanProgram,
  type PlanRow,
  planActivity,
} from './plan-program.ts';

/** Two spends are the same within this share of the larger. */
const SAME = 1e-7;

/** A plan with its prices; `program` is the one with the limits as they were asked. */
export interface PricedPlan {
  readonly program: PlanProgram;
  readonly spends: Float64Array;
  readonly prices: PlanPrices;
}

/**
 * Each unit before and after, summed over the periods. Marginal returns are those of a plan that grows in proportion:
 * what one more unit of money brings, spread over the periods as the spend is.
 */
export function explainPlanUnits(
  problem: AllocationProblem,
  free: PlanProgram,
  current: Float64Array,
  plan: PricedPlan | null,
): UnitResult[] {
  const held = plan ? heldByGroups(problem, plan) : new Set<string>();
  return problem.units.map((unit, i) => {
    const offset = i * free.periods;
    const timeless = free.units[i]!;
    const limits = plan ? limitsOf(problem, plan, i) : [];
    return {
      id: unit.id,
      current: unit.current,
      spend: plan && sumOf(plan.spends, offset, free.periods),
      outcomeBefore: outcomeOf(timeless, current, offset),
      outcomeAfter: plan && outcomeOf(timeless, plan.spends, offset),
      marginalBefore: proportionalMarginal(timeless, current, offset),
      marginalAfter: plan && proportionalMarginal(timeless, plan.spends, offset),
      baselineOutcome: baselineOf(unit.curve) * free.periods,
      ...(plan ? { periods: periodsOf(problem, free, plan.spends, i) } : {}),
      bindingLimits: limits,
      reason: plan && reasonOf(plan, i, current, limits, held.has(unit.id)),
    };
  });
}

function periodsOf(
  { periods = [] }: AllocationProblem,
  free: PlanProgram,
  spends: Float64Array,
  i: number,
): PeriodResult[] {
  const outcomes = outcomesOf(free.units[i]!, spends, i * periods.length);
  return periods.map(({ id }, t) => ({ id, spend: spends[i * periods.length + t]!, outcome: outcomes[t]! }));
}

/** All units together, by period. */
export function explainPeriods(problem: AllocationProblem, units: readonly UnitResult[]): PeriodResult[] {
  return (problem.periods ?? []).map(({ id }, t) => ({
    id,
    spend: units.reduce((sum, { periods }) => sum + (periods?.[t]?.spend ?? 0), 0),
    outcome: units.reduce((sum, { periods }) => sum + (periods?.[t]?.outcome ?? 0), 0),
  }));
}

function sumOf(spends: Float64Array, offset: number, periods: number): number {
  return spends.subarray(offset, offset + periods).reduce((sum, x) => sum + x, 0);
}

function proportionalMarginal(
  unit: PlanProgram['units'][number],
  spends: Float64Array,
  offset: number,
): number | null {
  const marginals = marginalsOf(unit, spends, offset);
  const total = sumOf(spends, offset, marginals.length);
  const share = (t: number) => (total > 0 ? spends[offset + t]! / total : 1 / marginals.length);
  const marginal = marginals.reduce((sum, m, t) => sum + (share(t) === 0 ? 0 : share(t) * m), 0);
  return Number.isFinite(marginal) ? marginal : null;
}

const same = (x: number, limit: number) => Math.abs(x - limit) <= SAME * Math.max(x, limit, 1e-300);

function limitsOf({ units }: AllocationProblem, { program, spends }: PricedPlan, i: number): UnitLimit[] {
  if (units[i]?.locked) return ['LOCKED'];
  const { low, high } = program.units[i]!;
  const stands = (limit: Float64Array) =>
    limit.every((value, t) => low[t] === high[t] || same(spends[i * program.periods + t]!, value));
  if (low.every((value, t) => value === high[t])) return [];
  return [...(stands(high) ? (['UNIT_MAX'] as const) : []), ...(stands(low) ? (['UNIT_MIN'] as const) : [])];
}

function reasonOf(
  { program, spends }: PricedPlan,
  i: number,
  current: Float64Array,
  limits: readonly UnitLimit[],
  isHeldByGroup: boolean,
): UnitReason {
  const offset = i * program.periods;
  if (limits.includes('LOCKED')) return 'LOCKED';
  const total = sumOf(spends, offset, program.periods);
  if (total === 0) return current[offset]! > 0 ? 'SWITCHED_OFF' : 'AT_MINIMUM';
  if (limits.includes('UNIT_MAX')) return 'AT_MAXIMUM';
  if (limits.includes('UNIT_MIN')) return 'AT_MINIMUM';
  if (isHeldByGroup) return 'AT_GROUP_LIMIT';
  const own = spends.subarray(offset, offset + program.periods);
  const stayed = own.every((x, t) => same(x, current[offset + t]!));
  return stayed ? 'NO_GAIN_FROM_MOVING' : 'MARGINAL_RETURN_EQUAL';
}

/** Units that a group's limit holds back or pushes. */
function heldByGroups({ groups = [] }: AllocationProblem, plan: PricedPlan): Set<string> {
  const binding = new Set<string>();
  plan.program.rows.forEach((row, k) => {
    if (row.group !== undefined && isBinding(plan, row, plan.prices.rows[k]!)) binding.add(row.group);
  });
  return new Set(groups.filter(({ id }) => binding.has(id)).flatMap(({ units }) => units));
}

function isBinding({ program, spends }: PricedPlan, row: PlanRow, price: number): boolean {
  if (!(price > 0)) return false;
  let size = Math.abs(row.bound);
  program.units.forEach((unit, i) => {
    const offset = i * program.periods;
    if (row.spend[i] !== 0)
      for (const t of row.periods) size += Math.abs(row.spend[i]! * spends[offset + t]!);
    if (row.outcome[i] !== 0) size += Math.abs(row.outcome[i]! * outcomeOf(unit, spends, offset));
  });
  return Math.abs(row.bound - planActivity(program, row, spends)) <= SAME * size;
}

/** What stands at its limit, with what one more unit of room would bring in the objective. */
export function bindingPlanConstraints(problem: AllocationProblem, plan: PricedPlan): BindingConstraint[] {
  const { program, spends, prices } = plan;
  const total = spends.reduce((sum, x) => sum + x, 0);
  const outcome = program.units.reduce(
    (sum, unit, i) => sum + outcomeOf(unit, spends, i * program.periods),
    0,
  );
  const found: BindingConstraint[] = [];
  program.rows.forEach((row, k) => {
    const price = prices.rows[k]!;
    if (!row.equality && !isBinding(plan, row, price)) return;
    const { kind, group, period, periodBudget } = row;
    const isFloor = kind === 'BUDGET' && row.spend[0]! < 0;
    const isOfSpend = kind === 'GROUP_MAX_SHARE' || kind === 'GROUP_MIN_SHARE' || kind === 'ROAS';
    const perLimit = kind === 'CPA' ? outcome : isOfSpend ? total : isFloor ? -1 : 1;
    found.push({
      kind,
      ...(group === undefined ? {} : { group }),
      ...(period === undefined ? {} : { period }),
      ...(periodBudget === undefined ? {} : { periodBudget }),
      shadowPrice: price * perLimit,
    });
  });
  return [...found, ...bindingUnitLimits(problem, plan)];
}

function bindingUnitLimits({ periods = [] }: AllocationProblem, plan: PricedPlan): BindingConstraint[] {
  const { program, spends, prices } = plan;
  const found: BindingConstraint[] = [];
  const { spend: spendPrices } = pricesOfUnits(program, prices.rows);
  program.units.forEach((unit, i) => {
    const offset = i * program.periods;
    const gains = netGains(unit, offset, spendPrices, prices).spend;
    periods.forEach(({ id: period }, t) => {
      const [low, high, x] = [unit.low[t]!, unit.high[t]!, spends[offset + t]!];
      if (low === high) return;
      if (same(x, high) && gains[t]! > 0)
        found.push({ kind: 'UNIT_MAX', unit: unit.id, period, shadowPrice: gains[t]! });
      else if (low > 0 && same(x, low) && gains[t]! < 0)
        found.push({ kind: 'UNIT_MIN', unit: unit.id, period, shadowPrice: -gains[t]! });
    });
  });
  return found;
}
