import { moneyText } from '../allocate/compile-rows.ts';
import { profitPerOutcome, revenuePerOutcome } from '../allocate/outcome-value.ts';
import type { AllocationProblem, Budget, Group, Unit } from '../problem/problem.ts';
import type { PlanRow } from './plan-program.ts';

interface Terms {
  readonly spend?: (unit: Unit) => number;
  readonly outcome?: (unit: Unit) => number;
  readonly periods?: Int32Array;
  readonly equality?: boolean;
}

/** The limits that tie units together, each as one row. Groups, targets and floors are over the whole plan. */
export function compilePlanRows(problem: AllocationProblem): PlanRow[] {
  const { units, periods = [] } = problem;
  const money = moneyText(problem.currency);
  const wholePlan = Int32Array.from(periods, (_, t) => t);
  const rows: PlanRow[] = [];
  const add = (
    name: Pick<PlanRow, 'kind' | 'group' | 'period' | 'periodBudget' | 'description'>,
    bound: number,
    terms: Terms,
  ) =>
    rows.push({
      ...name,
      bound,
      periods: terms.periods ?? wholePlan,
      spend: Float64Array.from(units, terms.spend ?? (() => 0)),
      outcome: Float64Array.from(units, terms.outcome ?? (() => 0)),
      equality: terms.equality ?? false,
    });
  const one = () => 1;
  const minusOne = () => -1;

  const addBudget = (
    budget: Budget | undefined,
    over: Int32Array,
    what: string,
    where: { readonly period?: string; readonly periodBudget?: string } = {},
  ) => {
    const { equal, atMost, atLeast } = budget ?? {};
    const name = (text: string) => ({ kind: 'BUDGET' as const, ...where, description: `${what} is ${text}` });
    if (equal !== undefined) add(name(money(equal)), equal, { spend: one, periods: over, equality: true });
    if (atMost !== undefined) add(name(`at most ${money(atMost)}`), atMost, { spend: one, periods: over });
    if (atLeast !== undefined)
      add(name(`at least ${money(atLeast)}`), -atLeast, { spend: minusOne, periods: over });
  };
  addBudget(problem.budget, wholePlan, 'the budget');
  periods.forEach(({ id, budget }, t) => {
    addBudget(budget, Int32Array.of(t), `the budget of ${id}`, { period: id });
  });
  for (const budget of problem.periodBudgets ?? []) {
    const members = new Set(budget.periods);
    const over = wholePlan.filter((t) => members.has(periods[t]?.id ?? ''));
    addBudget(budget, over, `the budget of ${budget.id}`, { periodBudget: budget.id });
  }
  for (const group of problem.groups ?? []) addGroup(group);

  function addGroup({ id, units: members, min, max, minShare, maxShare }: Group) {
    const inGroup = new Set(members);
    const holds = (unit: Unit) => (inGroup.has(unit.id) ? 1 : 0);
    const name = (kind: PlanRow['kind'], text: string) => ({
      kind,
      group: id,
      description: `group ${id} ${text}`,
    });
    if (max !== undefined) add(name('GROUP_MAX', `may spend at most ${money(max)}`), max, { spend: holds });
    if (min !== undefined)
      add(name('GROUP_MIN', `must spend at least ${money(min)}`), -min, { spend: (unit) => -holds(unit) });
    if (maxShare !== undefined)
      add(name('GROUP_MAX_SHARE', `may take at most ${percent(maxShare)} of total spend`), 0, {
        spend: (unit) => holds(unit) - maxShare,
      });
    if (minShare !== undefined)
      add(name('GROUP_MIN_SHARE', `must take at least ${percent(minShare)} of total spend`), 0, {
        spend: (unit) => minShare - holds(unit),
      });
  }

  const { cpaAtMost, roasAtLeast } = problem.targets ?? {};
  if (cpaAtMost !== undefined)
    add({ kind: 'CPA', description: `the plan's CPA is at most ${money(cpaAtMost)}` }, 0, {
      spend: one,
      outcome: () => -cpaAtMost,
    });
  if (roasAtLeast !== undefined)
    add({ kind: 'ROAS', description: `the plan's ROAS is at least ${roasAtLeast}` }, 0, {
      spend: () => roasAtLeast,
      outcome: (unit) => -revenuePerOutcome(unit),
    });
  const floors = 'subjectTo' in problem.objective ? problem.objective.subjectTo : {};
  const { conversionsAtLeast, revenueAtLeast, profitAtLeast } = floors;
  const floor = (description: string) => ({ kind: 'OUTCOME_FLOOR' as const, description });
  if (conversionsAtLeast !== undefined)
    add(floor(`conversions are at least ${conversionsAtLeast}`), -conversionsAtLeast, { outcome: minusOne });
  if (revenueAtLeast !== undefined)
    add(floor(`revenue is at least ${money(revenueAtLeast)}`), -revenueAtLeast, {
      outcome: (unit) => -revenuePerOutcome(unit),
    });
  if (profitAtLeast !== undefined)
    add(floor(`profit is at least ${money(profitAtLeast)}`), -profitAtLeast, {
      spend: one,
      outcome: (unit) => -Math.max(0, profitPerOutcome(unit)),
    });
  return rows;
}

const percent = (share: number) => `${Number((100 * share).toPrecision(8))} %`;
