import type { AllocationProblem, Group, Targets, Unit } from '../problem/problem.ts';
import type { AllocationResult, ConstraintCost } from '../problem/result.ts';
import type { Deadline } from './deadline.ts';
import { gainOf } from './gain.ts';

/** Limits that are asked about, at the most: those with the highest shadow price. */
const MOST_LIMITS = 60;

/**
 * What each limit that binds costs: the problem is solved again without it. A shadow price says what one more unit of
 * room would bring; this says what all the room in the world would. The budget is not asked about: see the frontier.
 */
export function constraintCosts(
  problem: AllocationProblem,
  result: AllocationResult,
  clock: Deadline,
): readonly ConstraintCost[] {
  const value = result.objectiveValue;
  if (value === null) return [];
  const binding = [...result.bindingConstraints]
    .filter(({ kind }) => kind !== 'BUDGET' && kind !== 'OUTCOME_FLOOR')
    .sort((a, b) => Math.abs(b.shadowPrice) - Math.abs(a.shadowPrice));
  const locked = problem.units
    .filter((unit) => unit.locked)
    .map(({ id }) => ({ kind: 'LOCKED' as const, unit: id }));
  const asked = [...binding, ...locked].slice(0, MOST_LIMITS);
  return asked.flatMap((limit): ConstraintCost[] => {
    // The dearest come first: what time does not allow is left out.
    if (clock.hasPassed) return [];
    const { objectiveValue } = clock.solve(without(problem, limit));
    return [
      {
        kind: limit.kind,
        ...(limit.unit === undefined ? {} : { unit: limit.unit }),
        ...('group' in limit && limit.group !== undefined ? { group: limit.group } : {}),
        cost: objectiveValue === null ? null : Math.max(0, gainOf(problem, objectiveValue, value)),
      },
    ];
  });
}

type Limit = Pick<ConstraintCost, 'kind' | 'unit' | 'group'>;

function without(problem: AllocationProblem, limit: Limit): AllocationProblem {
  const units = (change: (unit: Unit) => Unit) =>
    problem.units.map((unit) => (unit.id === limit.unit ? change(unit) : unit));
  const groups = (...keys: (keyof Group)[]) =>
    (problem.groups ?? []).map((group) => (group.id === limit.group ? omit(group, keys) : group));
  const targets = (...keys: (keyof Targets)[]) => omit(problem.targets ?? {}, keys);
  switch (limit.kind) {
    case 'UNIT_MAX':
      return { ...problem, units: units((unit) => omit(unit, ['max', 'maxChange'])) };
    case 'UNIT_MIN':
      return { ...problem, units: units((unit) => omit(unit, ['min', 'minChange'])) };
    case 'LOCKED':
      return { ...problem, units: units((unit) => omit(unit, ['locked'])) };
    case 'GROUP_MIN':
      return { ...problem, groups: groups('min') };
    case 'GROUP_MAX':
      return { ...problem, groups: groups('max') };
    case 'GROUP_MIN_SHARE':
      return { ...problem, groups: groups('minShare') };
    case 'GROUP_MAX_SHARE':
      return { ...problem, groups: groups('maxShare') };
    case 'CPA':
      return { ...problem, targets: targets('cpaAtMost') };
    case 'ROAS':
      return { ...problem, targets: targets('roasAtLeast') };
    case 'TOTAL_MOVED':
      return { ...problem, limits: omit(problem.limits ?? {}, ['totalMoved']) };
    case 'UNITS_MOVED':
      return { ...problem, limits: omit(problem.limits ?? {}, ['unitsMoved']) };
    default:
      return problem;
  }
}

function omit<T extends object>(value: T, keys: readonly (keyof T)[]): T {
  const copy = { ...value };
  // Only optional keys are named above, so what is left is still a T.
  for (const key of keys) delete (copy as Partial<T>)[key];
  return copy;
}
