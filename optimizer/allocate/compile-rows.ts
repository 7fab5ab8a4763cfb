import type { AllocationProblem, Group } from '../problem/problem.ts';
import type { StatedLimit } from '../problem/result.ts';
import { isFixed, lowest } from './domain.ts';
import { profitPerOutcome, revenuePerOutcome } from './outcome-value.ts';
import type { ProgramUnit, Row, RowKind } from './program.ts';

/** The limits that tie units together, each as one row of the program. */
export function compileRows(problem: AllocationProblem, units: readonly ProgramUnit[]): Row[] {
  const everyUnit = Int32Array.from(units, (_, i) => i);
  const money = moneyText(problem.currency);
  const rows: Row[] = [];
  const add = (
    kind: RowKind,
    members: Int32Array,
    bound: number,
    description: string,
    limit: StatedLimit,
    terms: {
      spend?: (i: number) => number;
      outcome?: (i: number) => number;
      moved?: number;
      changed?: number;
      equality?: boolean;
      group?: string;
    },
  ) =>
    rows.push({
      kind,
      units: members,
      spend: Float64Array.from(members, terms.spend ?? (() => 0)),
      outcome: Float64Array.from(members, terms.outcome ?? (() => 0)),
      moved: terms.moved ?? 0,
      changed: terms.changed ?? 0,
      bound,
      equality: terms.equality ?? false,
      description,
      limit,
      ...(terms.group === undefined ? {} : { group: terms.group }),
    });
  const says = (
    code: StatedLimit['code'],
    value: number,
    kind: StatedLimit['kind'] = 'MONEY',
  ): StatedLimit => ({ code, kind, value });
  const one = () => 1;
  const minusOne = () => -1;

  const { atMost, atLeast } = problem.budget ?? {};
  // A range of no width is an equation: as two rows it would leave no interior.
  const equal = problem.budget?.equal ?? (atMost === atLeast ? atMost : undefined);
  const isRange = equal === undefined || problem.budget?.equal !== undefined;
  if (equal !== undefined) {
    add('BUDGET', everyUnit, equal, `the budget is ${money(equal)}`, says('BUDGET_EQUAL', equal), {
      spend: one,
      equality: true,
    });
  }
  if (isRange && atMost !== undefined) {
    add(
      'BUDGET',
      everyUnit,
      atMost,
      `the budget is at most ${money(atMost)}`,
      says('BUDGET_AT_MOST', atMost),
      { spend: one },
    );
  }
  if (isRange && atLeast !== undefined) {
    add(
      'BUDGET',
      everyUnit,
      -atLeast,
      `the budget is at least ${money(atLeast)}`,
      says('BUDGET_AT_LEAST', atLeast),
      { spend: minusOne },
    );
  }

  const indexOf = new Map(units.map((unit, i) => [unit.id, i]));
  for (const group of problem.groups ?? []) {
    // Ids were checked when the problem was read.
    const members = Int32Array.from(group.units, (id) => indexOf.get(id) ?? 0);
    addGroup(group, members);
  }

  function addGroup({ id, min, max, minShare, maxShare }: Group, members: Int32Array) {
    const group = id;
    if (max !== undefined) {
      add('GROUP_MAX', members, max, `group ${id} may spend at most ${money(max)}`, says('GROUP_MAX', max), {
        spend: one,
        group,
      });
    }
    if (min !== undefined) {
      add(
        'GROUP_MIN',
        members,
        -min,
        `group ${id} must spend at least ${money(min)}`,
        says('GROUP_MIN', min),
        {
          spend: minusOne,
          group,
        },
      );
    }
    const inGroup = new Set(members);
    if (maxShare !== undefined) {
      add(
        'GROUP_MAX_SHARE',
        everyUnit,
        0,
        `group ${id} may take at most ${percent(maxShare)} of total spend`,
        says('GROUP_MAX_SHARE', maxShare, 'SHARE'),
        {
          spend: (i) => (inGroup.has(i) ? 1 : 0) - maxShare,
          group,
        },
      );
    }
    if (minShare !== undefined) {
      add(
        'GROUP_MIN_SHARE',
        everyUnit,
        0,
        `group ${id} must take at least ${percent(minShare)} of total spend`,
        says('GROUP_MIN_SHARE', minShare, 'SHARE'),
        {
          spend: (i) => minShare - (inGroup.has(i) ? 1 : 0),
          group,
        },
      );
    }
  }

  const { cpaAtMost, roasAtLeast } = problem.targets ?? {};
  if (cpaAtMost !== undefined) {
    add(
      'CPA',
      everyUnit,
      0,
      `the plan's CPA is at most ${money(cpaAtMost)}`,
      says('CPA_AT_MOST', cpaAtMost),
      {
        spend: one,
        outcome: () => -cpaAtMost,
      },
    );
  }
  const revenueOf = (i: number) => revenuePerOutcome(problem.units[i] ?? never());
  const profitOf = (i: number) => Math.max(0, profitPerOutcome(problem.units[i] ?? never()));
  if (roasAtLeast !== undefined) {
    add(
      'ROAS',
      everyUnit,
      0,
      `the plan's ROAS is at least ${roasAtLeast}`,
      says('ROAS_AT_LEAST', roasAtLeast, 'NUMBER'),
      {
        spend: () => roasAtLeast,
        outcome: (i) => -revenueOf(i),
      },
    );
  }

  const floors = 'subjectTo' in problem.objective ? problem.objective.subjectTo : {};
  const { conversionsAtLeast, revenueAtLeast, profitAtLeast } = floors;
  if (conversionsAtLeast !== undefined) {
    add(
      'OUTCOME_FLOOR',
      everyUnit,
      -conversionsAtLeast,
      `conversions are at least ${conversionsAtLeast}`,
      says('CONVERSIONS_AT_LEAST', conversionsAtLeast, 'NUMBER'),
      {
        outcome: minusOne,
      },
    );
  }
  if (revenueAtLeast !== undefined) {
    add(
      'OUTCOME_FLOOR',
      everyUnit,
      -revenueAtLeast,
      `revenue is at least ${money(revenueAtLeast)}`,
      says('REVENUE_AT_LEAST', revenueAtLeast),
      {
        outcome: (i) => -revenueOf(i),
      },
    );
  }
  if (profitAtLeast !== undefined) {
    add(
      'OUTCOME_FLOOR',
      everyUnit,
      -profitAtLeast,
      `profit is at least ${money(profitAtLeast)}`,
      says('PROFIT_AT_LEAST', profitAtLeast),
      {
        spend: one,
        outcome: (i) => -profitOf(i),
      },
    );
  }

  const { totalMoved, unitsMoved } = problem.limits ?? {};
  if (totalMoved !== undefined) {
    add(
      'TOTAL_MOVED',
      everyUnit,
      totalMoved,
      `at most ${money(totalMoved)} is moved`,
      says('TOTAL_MOVED', totalMoved),
      { moved: 0.5 },
    );
  }
  // Where every unit may move there is nothing to count.
  if (unitsMoved !== undefined && unitsMoved < units.filter(mayMove).length) {
    add(
      'UNITS_MOVED',
      everyUnit,
      unitsMoved,
      `at most ${unitsMoved} units are moved`,
      says('UNITS_MOVED', unitsMoved, 'NUMBER'),
      { changed: 1 },
    );
  }
  return rows;
}

const mayMove = ({ domain, current }: ProgramUnit) => !isFixed(domain) || lowest(domain) !== current;

export const moneyText = (currency: string | undefined) => (amount: number) =>
  `${Number(amount.toPrecision(12))}${currency ? ` ${currency}` : ''}`;

const percent = (share: number) => `${Number((100 * share).toPrecision(8))} %`;

function never(): never {
  throw new Error('a row names a unit that the problem has');
}
