import { baselineOf } from '../curve/evaluate.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { BindingConstraint, UnitLimit, UnitReason, UnitResult } from '../problem/result.ts';
import { highest, isFixed, lowest } from './domain.ts';
import { unitPrices } from './lagrangian.ts';
import { type Program, type ProgramUnit, type Row, rowActivity, rowScale } from './program.ts';

/** Two spends are the same within this share of the larger. */
const SAME = 1e-7;

/** Each unit before and after, with the limits it stands at and why it did or did not move. */
export function explainUnits(
  problem: AllocationProblem,
  program: Program,
  prices: Float64Array | null,
  spends: Float64Array | null,
): UnitResult[] {
  const perUnit = prices ? unitPrices(program, prices) : null;
  const held = prices && spends ? heldByGroups(program, prices, spends) : new Set<number>();
  return problem.units.map((unit, i) => {
    const { response, domain } = program.units[i]!;
    const spend = spends ? spends[i]! : null;
    const limits = spend === null ? [] : limitsAt(problem, program.units[i]!, i, spend);
    return {
      id: unit.id,
      current: unit.current,
      spend,
      outcomeBefore: response.value(unit.current),
      outcomeAfter: spend === null ? null : response.value(spend),
      marginalBefore: finite(response.slope(unit.current)),
      marginalAfter: spend === null ? null : finite(response.slope(spend)),
      baselineOutcome: baselineOf(unit.curve),
      bindingLimits: limits,
      reason:
        spend === null
          ? null
          : reasonOf({ unit: program.units[i]!, spend, limits, isHeldByGroup: held.has(i) }),
    };

    function limitsAt(
      of: AllocationProblem,
      programUnit: ProgramUnit,
      index: number,
      x: number,
    ): UnitLimit[] {
      if (of.units[index]?.locked) return ['LOCKED'];
      const same = (limit: number) => Math.abs(x - limit) <= SAME * Math.max(x, limit, 1e-300);
      const found: UnitLimit[] = [];
      const upper = upperLimitOf(of, index);
      if (same(highest(domain)) && same(upper)) found.push('UNIT_MAX');
      else if (same(highest(domain)) && hasMarginalTarget(of)) found.push('MARGINAL_TARGET');
      if (same(lowest(domain)) && !isFixed(domain)) found.push('UNIT_MIN');
      const { minIfOn, step } = of.units[index] ?? {};
      if (minIfOn !== undefined && minIfOn > 0 && same(minIfOn)) found.push('MIN_IF_ON');
      if (step !== undefined && found.length === 0 && perUnit) {
        const marginal = perUnit.outcome[index]! * programUnit.response.slope(x);
        if (Math.abs(marginal - perUnit.spend[index]!) > SAME * Math.abs(perUnit.spend[index]!))
          found.push('STEP');
      }
      return found;
    }
  });
}

const hasMarginalTarget = ({ targets }: AllocationProblem) =>
  targets?.marginalCpaAtMost !== undefined || targets?.marginalRoasAtLeast !== undefined;

function upperLimitOf(problem: AllocationProblem, index: number): number {
  const unit = problem.units[index];
  const relative =
    unit?.maxChange === undefined ? Number.POSITIVE_INFINITY : unit.current * (1 + unit.maxChange);
  return Math.min(unit?.max ?? Number.POSITIVE_INFINITY, relative);
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** Units that a group's limit holds back or pushes: it is reached, and giving way would be worth something. */
function heldByGroups(program: Program, prices: Float64Array, spends: Float64Array): Set<number> {
  const held = new Set<number>();
  program.rows.forEach((row, k) => {
    if (row.group === undefined || !isBinding(program, row, prices[k]!, spends)) return;
    // Members of an upper limit take room of the row, members of a lower one give it.
    const sign = row.kind === 'GROUP_MAX' || row.kind === 'GROUP_MAX_SHARE' ? 1 : -1;
    row.units.forEach((i, j) => {
      if (sign * row.spend[j]! > 0) held.add(i);
    });
  });
  return held;
}

function isBinding(program: Program, row: Row, price: number, spends: Float64Array): boolean {
  const slack = row.bound - rowActivity(program, row, spends);
  return price > 0 && Math.abs(slack) <= SAME * rowScale(program, row, spends);
}

function reasonOf(at: {
  unit: ProgramUnit;
  spend: number;
  limits: readonly UnitLimit[];
  isHeldByGroup: boolean;
}): UnitReason {
  const { unit, spend, limits, isHeldByGroup } = at;
  if (limits.includes('LOCKED')) return 'LOCKED';
  if (spend === 0) return unit.current > 0 || !limits.includes('UNIT_MIN') ? 'SWITCHED_OFF' : 'AT_MINIMUM';
  if (limits.includes('UNIT_MAX')) return 'AT_MAXIMUM';
  if (limits.includes('MARGINAL_TARGET')) return 'AT_MARGINAL_TARGET';
  if (limits.includes('UNIT_MIN')) return 'AT_MINIMUM';
  if (limits.includes('MIN_IF_ON')) return 'AT_MIN_IF_ON';
  if (limits.includes('STEP')) return 'AT_STEP';
  if (isHeldByGroup) return 'AT_GROUP_LIMIT';
  const stayed = Math.abs(spend - unit.current) <= SAME * Math.max(spend, unit.current);
  return stayed ? 'NO_GAIN_FROM_MOVING' : 'MARGINAL_RETURN_EQUAL';
}

/** What stands at its limit, with what one more unit of room would bring in the objective. */
export function bindingConstraints(
  problem: AllocationProblem,
  program: Program,
  prices: Float64Array,
  spends: Float64Array,
): BindingConstraint[] {
  const found: BindingConstraint[] = [];
  program.rows.forEach((row, k) => {
    const price = prices[k]!;
    if (!row.equality && !isBinding(program, row, price, spends)) return;
    found.push({
      kind: row.kind,
      ...(row.group === undefined ? {} : { group: row.group }),
      shadowPrice: inPlannersUnits(row, price, program, spends),
    });
  });
  const perUnit = unitPrices(program, prices);
  problem.units.forEach((unit, i) => {
    const { domain, response } = program.units[i]!;
    if (unit.locked || isFixed(domain)) return;
    const slope = response.slope(spends[i]!);
    const outcome = perUnit.outcome[i]!;
    const net = (outcome === 0 ? 0 : outcome * slope) - perUnit.spend[i]!;
    const close = (limit: number) =>
      Math.abs(spends[i]! - limit) <= SAME * Math.max(limit, spends[i]!, 1e-300);
    if (close(upperLimitOf(problem, i)) && net > 0 && Number.isFinite(net)) {
      found.push({ kind: 'UNIT_MAX', unit: unit.id, shadowPrice: net });
    } else if (close(lowest(domain)) && lowest(domain) > 0 && net < 0) {
      found.push({ kind: 'UNIT_MIN', unit: unit.id, shadowPrice: -net });
    }
  });
  return found;
}

/** λ is per unit of the row's bound; the planner's limit may instead be a ratio that multiplies spend or outcome. */
function inPlannersUnits(row: Row, price: number, program: Program, spends: Float64Array): number {
  switch (row.kind) {
    case 'BUDGET':
      return row.spend[0]! < 0 ? -price : price;
    case 'GROUP_MAX_SHARE':
    case 'GROUP_MIN_SHARE':
    case 'ROAS':
      return price * totalOf(spends);
    case 'CPA':
      return price * program.units.reduce((sum, { response }, i) => sum + response.value(spends[i]!), 0);
    default:
      return price;
  }
}

const totalOf = (spends: Float64Array) => spends.reduce((sum, x) => sum + x, 0);
