import type { AllocationProblem } from '../problem/problem.ts';

/** How much better `value` is than `than`, whichever way the objective points. */
export function gainOf({ objective }: AllocationProblem, value: number, than: number): number {
  return 'minimize' in objective ? than - value : value - than;
}
