import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, Answers } from '../problem/result.ts';
import { constraintCosts } from './constraint-costs.ts';
import { Deadline } from './deadline.ts';
import { fewestMoves } from './fewest-moves.ts';
import { frontier } from './frontier.ts';
import { widerRoom } from './wider-room.ts';

const DEFAULT_TIME_LIMIT_MS = 10_000;

/** Answers what was asked beside the plan, all of it within one more time limit of the plan. `result` is the plan of the same problem. */
export function answerQuestions(problem: AllocationProblem, result: AllocationResult): Answers {
  const { questions, ...asked } = problem;
  if (!questions) return {};
  const clock = new Deadline(performance.now() + (asked.solve?.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS));
  const mean: AllocationProblem = {
    ...asked,
    ...(asked.risk ? { risk: { ...asked.risk, aversion: 0 } } : {}),
  };
  return {
    ...(questions.frontier && { frontier: frontier(mean, questions.frontier, clock) }),
    ...(questions.constraintCosts && { constraintCosts: constraintCosts(mean, result, clock) }),
    ...(questions.widerRoom !== undefined && {
      widerRoom: widerRoom(mean, result, questions.widerRoom, clock),
    }),
    ...(questions.fewestMoves !== undefined && {
      fewestMoves: fewestMoves(mean, result, questions.fewestMoves, clock) ?? null,
    }),
  };
}
