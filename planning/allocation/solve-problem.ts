import { allocate } from '../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../optimizer/problem/parse.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { solved } from '../diagnostics.ts';
import { InvalidInputError } from '../errors.ts';

/** A request is answered while its caller waits: beyond these a problem belongs to the command. */
export const MOST_UNITS = 5_000;
export const MOST_DECISIONS = 20_000;
export const MOST_DRAWN_CURVES = 100_000;
export const MOST_SOLVE_MS = 20_000;
const DEFAULT_SOLVE_MS = 10_000;
/** Every question may take as long as the plan. */
const DEFAULT_SOLVE_MS_WITH_QUESTIONS = 2_000;

/**
 * Solves a problem of the public JSON format. Nothing is read from the workspace and nothing is stored.
 *
 * @throws InvalidInputError whose path leads from the problem to what cannot be used.
 */
export function solveProblem(json: unknown): AllocationResult {
  const problem = placed(() => parseProblem(json));
  refuseTooLarge(problem);
  return allocateOrRefuse(problem);
}

/** Throws `InvalidInputError` for a combination that the optimizer does not solve. */
export function allocateOrRefuse(problem: AllocationProblem): AllocationResult {
  const timeLimitMs = problem.questions ? DEFAULT_SOLVE_MS_WITH_QUESTIONS : DEFAULT_SOLVE_MS;
  const start = performance.now();
  const result = placed(() => allocate({ ...problem, solve: { timeLimitMs, ...problem.solve } }));
  solved.publish({ status: result.status, milliseconds: performance.now() - start });
  return result;
}

function refuseTooLarge({ units, periods, solve }: AllocationProblem): void {
  const decisions = units.length * (periods?.length ?? 1);
  const drawnCurves = units.reduce((count, { draws }) => count + (draws?.length ?? 0), 0);
  const sizes: readonly [path: readonly string[], what: string, seen: number, most: number][] = [
    [['units'], 'units', units.length, MOST_UNITS],
    [['periods'], 'units × periods', decisions, MOST_DECISIONS],
    [['units'], 'draws of curves', drawnCurves, MOST_DRAWN_CURVES],
    [['solve', 'timeLimitMs'], 'milliseconds', solve?.timeLimitMs ?? 0, MOST_SOLVE_MS],
  ];
  for (const [path, what, seen, most] of sizes) {
    if (seen <= most) continue;
    throw new InvalidInputError(
      path,
      `${seen} ${what} were asked for; the API takes at most ${most}. The command \`equimarginal solve\` takes more.`,
    );
  }
}

/** The optimizer's refusals say where as `units[2].curve.scale`. */
function placed<T>(solve: () => T): T {
  try {
    return solve();
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string') {
      throw new InvalidInputError(pathOf(error.path), error.message);
    }
    throw error;
  }
}

/** `units[2].curve.scale` → `["units", "2", "curve", "scale"]`; words that follow a path are left out. */
const pathOf = (text: string): readonly string[] => text.replace(/\s.*$/s, '').match(/[^.[\]]+/g) ?? [];
