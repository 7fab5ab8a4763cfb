import { solveProblem } from '../allocate/solve-problem.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult } from '../problem/result.ts';

/** The time that all questions share. In the time of `performance.now()`. */
export class Deadline {
  private readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  get hasPassed(): boolean {
    return performance.now() >= this.at;
  }

  /** Solves with what time is left, and at most `limitMs` of it. */
  solve(problem: AllocationProblem, limitMs = Number.POSITIVE_INFINITY): AllocationResult {
    const left = Math.max(1, Math.min(limitMs, this.at - performance.now()));
    return solveProblem({ ...problem, solve: { ...problem.solve, timeLimitMs: left } });
  }
}
