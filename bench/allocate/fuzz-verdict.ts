import { allocate } from '../../optimizer/allocate/allocate.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';
import type { Planted } from './fuzz-problems.ts';
import { judge } from './judge.ts';

/** Wrong is what must never be shipped; the rest is an honest answer that could have been a better one. */
export type Finding =
  | 'WRONG_LIMIT_BROKEN'
  | 'WRONG_ABOVE_BOUND'
  | 'WRONG_BOUND_BELOW_PLAN'
  | 'WRONG_OPTIMAL_BEATEN'
  | 'WRONG_WORSE_THAN_CURRENT'
  | 'WRONG_VALUE'
  | 'WRONG_NOT_A_NUMBER'
  | 'WRONG_INFEASIBLE'
  | 'WRONG_UNBOUNDED'
  | 'WRONG_GAP'
  | 'WRONG_THROWN'
  | 'NO_PLAN_FOUND'
  | 'BEATEN_WITHIN_GAP'
  | 'LATE';

export interface FuzzVerdict {
  readonly findings: readonly { readonly finding: Finding; readonly detail: string }[];
  readonly status: string;
  readonly milliseconds: number;
}

/** Breach that rounding may leave. */
const LIMIT_TOLERANCE = 2e-9;
/** What counts as feasible of plans that the answer is held against: only what is so beyond doubt. */
const EXACT = 1e-13;
const VALUE_TOLERANCE = 1e-9;
const LATE_BY = 1.1;
const LATE_GRACE_MS = 100;

export function fuzzVerdict({ problem, plan }: Planted): FuzzVerdict {
  const started = performance.now();
  let result: AllocationResult;
  try {
    result = allocate(problem);
  } catch (error) {
    const detail =
      error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 2).join(' ') : '';
    return { findings: [{ finding: 'WRONG_THROWN', detail }], status: 'THROWN', milliseconds: 0 };
  }
  const milliseconds = performance.now() - started;
  const findings: { finding: Finding; detail: string }[] = [];
  const add = (finding: Finding, detail: string) => findings.push({ finding, detail });
  const limit = problem.solve?.timeLimitMs ?? Number.POSITIVE_INFINITY;
  if (milliseconds > LATE_BY * limit + LATE_GRACE_MS) add('LATE', `${milliseconds.toFixed(0)} ms`);
  if (holdsNaN(result)) add('WRONG_NOT_A_NUMBER', '');
  const isPlantedFeasible = judge(problem, plan).breach <= EXACT;
  switch (result.status) {
    case 'INFEASIBLE':
      if (isPlantedFeasible) add('WRONG_INFEASIBLE', result.infeasibility?.message ?? '');
      break;
    case 'UNBOUNDED':
      add('WRONG_UNBOUNDED', '');
      break;
    case 'TIME_LIMIT':
      add('NO_PLAN_FOUND', `after ${milliseconds.toFixed(0)} ms`);
      break;
    default:
      checkPlan(problem, plan, isPlantedFeasible, result, add);
  }
  return { findings, status: result.status, milliseconds };
}

function checkPlan(
  problem: AllocationProblem,
  plan: readonly number[],
  isPlantedFeasible: boolean,
  result: AllocationResult,
  add: (finding: Finding, detail: string) => void,
): void {
  const spends = result.units.map(({ spend }) => spend ?? Number.NaN);
  const answer = judge(problem, spends);
  const isMinimization = 'minimize' in problem.objective;
  const sign = isMinimization ? -1 : 1;
  const bound = (isMinimization ? result.lowerBound : result.upperBound) ?? sign * Number.POSITIVE_INFINITY;
  const near = VALUE_TOLERANCE * Math.max(answer.magnitude, Math.abs(answer.value));
  if (!(answer.breach <= LIMIT_TOLERANCE)) add('WRONG_LIMIT_BROKEN', answer.breach.toExponential(2));
  if (!(Math.abs(answer.value - (result.objectiveValue ?? Number.NaN)) <= near))
    add('WRONG_VALUE', `${result.objectiveValue} reported, ${answer.value} seen`);
  if (sign * (answer.value - bound) > near) add('WRONG_ABOVE_BOUND', `${answer.value} against ${bound}`);
  const asked = problem.solve?.relativeGap ?? 1e-4;
  const gap = result.relativeGap ?? Number.NaN;
  if (result.status === 'OPTIMAL' && !(gap <= asked)) add('WRONG_GAP', `${gap}`);

  const current = problem.units.map((unit) => unit.current);
  for (const [name, rival, isFeasible] of [
    ['planted', plan, isPlantedFeasible],
    ['current', current, judge(problem, current).breach <= EXACT],
  ] as const) {
    if (!isFeasible) continue;
    const { value, magnitude } = judge(problem, rival);
    const size = VALUE_TOLERANCE * Math.max(magnitude, answer.magnitude, Math.abs(value));
    const lead = sign * (value - answer.value);
    if (sign * (value - bound) > size) add('WRONG_BOUND_BELOW_PLAN', `${name} ${value}, bound ${bound}`);
    const allowed = asked * Math.max(Math.abs(bound), Math.abs(answer.value), 1e-6 * answer.magnitude);
    if (result.status === 'OPTIMAL' && lead > allowed + size)
      add('WRONG_OPTIMAL_BEATEN', `${name} ${value}, answer ${answer.value}`);
    if (lead > size) {
      const finding = name === 'current' ? 'WRONG_WORSE_THAN_CURRENT' : 'BEATEN_WITHIN_GAP';
      add(finding, `${name} ${value}, answer ${answer.value}, gap ${gap}`);
    }
  }
}

function holdsNaN(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(holdsNaN);
}
