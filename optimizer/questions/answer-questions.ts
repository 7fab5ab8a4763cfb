import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, Answers } from '../problem/result.ts';
import { constraintCosts } from './constraint-costs.ts';
import { fewestMoves } from './fewest-moves.ts';
import { frontier } from './frontier.ts';
import { widerRoom } from './wider-room.ts';

/** Answers what was asked beside the plan. `result` is the plan of the same problem. */
export function answerQuestions(problem: AllocationProblem, result: AllocationResult): Answers {
  const { questions, ...asked } = problem;
  if (!questions) return {};
  const mean: AllocationProblem = {
    ...asked,
    ...(asked.risk ? { risk: { ...asked.risk, aversion: 0 } } : {}),
  };
  return {
    ...(questions.frontier && { frontier: frontier(mean, questions.frontier) }),
    ...(questions.constraintCosts && { constraintCosts: constraintCosts(mean, result) }),
    ...(questions.widerRoom !== undefined && { widerRoom: widerRoom(mean, result, questions.widerRoom) }),
    ...(questions.fewestMoves !== undefined && {
      fewestMoves: fewestMoves(mean, result, questions.fewestMoves) ?? null,
    }),
  };
}
