import { allocateOverTime } from '../over-time/allocate-over-time.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult } from '../problem/result.ts';
import { answerQuestions } from '../questions/answer-questions.ts';
import { allocateUnderUncertainty } from '../uncertainty/allocate-under-uncertainty.ts';
import { solveProblem } from './solve-problem.ts';

/**
 * Solves an allocation problem: the plan, its proof, and whatever else was asked. Deterministic; `solve.timeLimitMs`
 * bounds the plan itself, and every question gets as much again.
 *
 * @example
 * allocate({
 *   objective: { maximize: 'CONVERSIONS' },
 *   budget: { equal: 3000 },
 *   units: [
 *     { id: 'search', current: 2000, curve: { family: 'LOG', scale: 40, halfSaturation: 500 } },
 *     { id: 'social', current: 1000, curve: { family: 'POWER', scale: 2, exponent: 0.5 } },
 *   ],
 * }).units.map(({ spend }) => spend);
 */
export function allocate(problem: AllocationProblem): AllocationResult {
  if (problem.periods) return allocateOverTime(problem);
  const hasDraws = problem.units.some(({ draws }) => draws !== undefined);
  const result = hasDraws ? allocateUnderUncertainty(problem) : solveProblem(problem);
  if (!problem.questions) return result;
  return { ...result, answers: answerQuestions(problem, result) };
}
