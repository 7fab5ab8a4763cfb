import { baselineOf } from '../curve/evaluate.ts';
import type { Response } from '../curve/response.ts';
import type { AllocationProblem, Unit } from '../problem/problem.ts';
import type { BindingConstraint, UnitLimit, UnitReason, UnitResult } from '../problem/result.ts';
import { isFixed } from './domain.ts';
import { unitPrices } from './lagrangian.ts';
import { type Program, type ProgramUnit, type Row, rowActivity, rowScale } from './program.ts';
import { lowerLimit, upperLimit } from './unit-domain.ts';

/** Two spends are the same within this share of the larger. */
const SAME = 1e-7;
/** A row with a price is at its bound within this share of its scale: chords leave a little room under a target. */
const TIGHT = 1e-5;

const isSame = (x: number, limit: number) =>
  Number.isFinite(limit) && Math.abs(x - limit) <= SAME * Math.max(x, limit, 1e-300);

/** A plan with the prices at which it was found, and the program whose objective they are in. */
export interface PricedPlan {
  readonly program: Program;
  readonly prices: Float64Array;
  readonly spends: Float64Array;
}

/** Each unit before and after, with the limits it stands at and why it did or did not move. */
export function explainUnits(
  problem: AllocationProblem,
  responses: readonly Response[],
  plan: PricedPlan | null,
): UnitResult[] {
  const explain = plan && reasonsOf(problem, plan);
  return problem.units.map((unit, i) => {
    const response = responses[i]!;
    const spend = plan ? plan.spends[i]! : null;
    return {
      id: unit.id,
      current: unit.current,
      spend,
      outcomeBefore: response.value(unit.current),
      outcomeAfter: spend === null ? null : response.value(spend),
      marginalBefore: finite(response.slope(unit.current)),
      marginalAfter: spend === null ? null : finite(response.slope(spend)),
      baselineOutcome: baselineOf(unit.curve),
      ...(explain ? explain(unit, i) : { bindingLimits: [], reason: null }),
    };
  });
}

function reasonsOf(problem: AllocationProblem, plan: PricedPlan) {
  const { program, prices, spends } = plan;
  const perUnit = unitPrices(program, prices);
  const held = heldByGroups(plan);
  const areMovesPriced = program.rows.some((row, k) => (row.moved || row.changed) && prices[k]! > 0);
  return (unit: Unit, i: number): Pick<UnitResult, 'bindingLimits' | 'reason'> => {
    const spend = spends[i]!;
    const limits = limitsAt(problem, unit, program.units[i]!, spend, perUnit.spend[i]! / perUnit.outcome[i]!);
    return {
      bindingLimits: limits,
      reason: reasonOf({ unit, spend, limits, isHeldByGroup: held.has(i), areMovesPriced }),
    };
  };
}

/** The planner's own limits that the spend stands at; what only the rows leave possible is not one of them. */
function limitsAt(
  { targets }: AllocationProblem,
  unit: Unit,
  { response, domain }: ProgramUnit,
  spend: number,
  priceOfSpend: number,
): UnitLimit[] {
  if (unit.locked) return ['LOCKED'];
  const found: UnitLimit[] = [];
  if (isSame(spend, upperLimit(unit))) found.push('UNIT_MAX');
  if (isSame(spend, lowerLimit(unit))) found.push('UNIT_MIN');
  if (unit.minIfOn !== undefined && unit.minIfOn > 0 && isSame(spend, unit.minIfOn)) found.push('MIN_IF_ON');
  if (found.length > 0) return found;
  const slope = response.slope(spend);
  const revenue = unit.curve.outcome === 'REVENUE' ? 1 : (unit.valuePerConversion ?? 0);
  const { marginalCpaAtMost, marginalRoasAtLeast } = targets ?? {};
  const isAtTarget =
    (marginalCpaAtMost !== undefined && isSame(slope * marginalCpaAtMost, 1)) ||
    (marginalRoasAtLeast !== undefined && isSame(slope * revenue, marginalRoasAtLeast));
  if (isAtTarget) found.push('MARGINAL_TARGET');
  else if (domain.step !== null && !isSame(slope, priceOfSpend)) found.push('STEP');
  return found;
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** Units that a group's limit holds back or pushes: it is reached, and giving way would be worth something. */
function heldByGroups({ program, prices, spends }: PricedPlan): Set<number> {
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
  return price > 0 && Math.abs(slack) <= TIGHT * rowScale(program, row, spends);
}

function reasonOf(at: {
  unit: Unit;
  spend: number;
  limits: readonly UnitLimit[];
  isHeldByGroup: boolean;
  areMovesPriced: boolean;
}): UnitReason {
  const { unit, spend, limits, isHeldByGroup, areMovesPriced } = at;
  const hasStayed = isSame(spend, unit.current);
  if (limits.includes('LOCKED')) return 'LOCKED';
  if (spend === 0)
    return unit.current > 0 ? 'SWITCHED_OFF' : areMovesPriced ? 'LIMITED_BY_MOVES' : 'NO_GAIN_FROM_MOVING';
  if (limits.includes('UNIT_MAX')) return 'AT_MAXIMUM';
  if (limits.includes('MARGINAL_TARGET')) return 'AT_MARGINAL_TARGET';
  if (limits.includes('UNIT_MIN')) return 'AT_MINIMUM';
  if (limits.includes('MIN_IF_ON')) return 'AT_MIN_IF_ON';
  if (limits.includes('STEP')) return 'AT_STEP';
  if (hasStayed && areMovesPriced) return 'LIMITED_BY_MOVES';
  if (isHeldByGroup) return 'AT_GROUP_LIMIT';
  return hasStayed ? 'NO_GAIN_FROM_MOVING' : 'MARGINAL_RETURN_EQUAL';
}

/** What stands at its limit, with what one more unit of room would bring in the objective. */
export function bindingConstraints(
  problem: AllocationProblem,
  { program, prices, spends }: PricedPlan,
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
    if (isSame(spends[i]!, upperLimit(unit)) && net > 0 && Number.isFinite(net)) {
      found.push({ kind: 'UNIT_MAX', unit: unit.id, shadowPrice: net });
    } else if (lowerLimit(unit) > 0 && isSame(spends[i]!, lowerLimit(unit)) && net < 0) {
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
