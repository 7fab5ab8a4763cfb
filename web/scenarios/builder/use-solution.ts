import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, asApiError, request } from '../../api/client.ts';
import { FRONTIER, type Problem, SOLVE, type Solution } from './documents.ts';
import { cents } from './problem.ts';

export interface Solving {
  readonly solution: Solution | null;
  readonly refusal: ApiError | null;
  readonly error: ApiError | null;
  readonly isSolving: boolean;
  /** From asking to having, in milliseconds. */
  readonly milliseconds: number | null;
}

const NOTHING: Solving = { solution: null, refusal: null, error: null, isSolving: false, milliseconds: null };

/**
 * Solves the newest problem. One question is on its way at a time: whatever is asked meanwhile waits, and only the
 * newest of it is asked next, so that dragging never queues up work. Null: nothing to solve.
 */
export function useSolution(problem: Problem | null): Solving {
  const [state, setState] = useState<Solving>(NOTHING);
  const waiting = useRef<Problem | null>(null);
  const isBusy = useRef(false);
  const key = JSON.stringify(problem);
  useEffect(() => {
    waiting.current = problem;
    if (problem === null || isBusy.current) return;
    isBusy.current = true;
    setState((before) => ({ ...before, isSolving: true }));
    void (async () => {
      for (let next = take(waiting); next !== null; next = take(waiting)) {
        const answered = await solve(next);
        setState((before) => ({ ...before, ...answered, isSolving: waiting.current !== null }));
      }
      isBusy.current = false;
    })();
  }, [key]);
  return state;
}

function take(waiting: { current: Problem | null }): Problem | null {
  const next = waiting.current;
  waiting.current = null;
  return next;
}

async function solve(problem: Problem): Promise<Partial<Solving>> {
  const start = performance.now();
  try {
    const { allocate } = await request(SOLVE, { problem });
    const milliseconds = performance.now() - start;
    return allocate.__typename === 'AllocationResult'
      ? { solution: allocate, refusal: null, error: null, milliseconds }
      : { refusal: new ApiError('INVALID_INPUT', allocate.message), error: null, milliseconds };
  } catch (error) {
    return { error: asApiError(error) };
  }
}

export type FrontierPoints = readonly {
  readonly budget: number;
  readonly outcome: number;
  readonly marginal: number | null;
}[];

const FRONTIER_POINTS = 25;
const SETTLE_MS = 250;

/** The best outcome for every budget of the range, once the limits have settled; the budget itself does not matter. */
export function useFrontier(problem: Problem | null, least: number, most: number): FrontierPoints {
  const [points, setPoints] = useState<FrontierPoints>([]);
  const asked = problem === null || most - least < 1 ? null : frontierProblem(problem, least, most);
  const key = JSON.stringify(asked);
  useEffect(() => {
    if (asked === null) return setPoints([]);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      request(FRONTIER, { problem: asked }, abort.signal).then(
        ({ allocate }) => {
          const found =
            allocate.__typename === 'AllocationResult' ? allocate.answers?.frontier?.points : null;
          setPoints(
            (found ?? []).flatMap(({ budget, objectiveValue, marginal }) =>
              objectiveValue === null ? [] : [{ budget, outcome: objectiveValue, marginal }],
            ),
          );
        },
        () => {},
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key]);
  return points;
}

function frontierProblem(problem: Problem, least: number, most: number): Problem | null {
  if (!problem.objective.maximize) return null;
  // At the very ends nothing can move, and the return of the next unit of budget has no finite value.
  const inset = (most - least) * 0.002;
  const range = { from: cents(least + inset), to: cents(most - inset), points: FRONTIER_POINTS };
  return { ...problem, budget: {}, questions: { frontier: range } };
}
