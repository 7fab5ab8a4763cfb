import type { Response } from '../curve/response.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import { compileRows } from './compile-rows.ts';
import { tightenToGrid } from './grid-rows.ts';
import { profitPerOutcome, revenuePerOutcome } from './outcome-value.ts';
import type { Program, ProgramUnit } from './program.ts';
import { capSpends } from './spend-caps.ts';
import type { ClashingUnit } from './unit-clash.ts';
import { unitDomain } from './unit-domain.ts';
import { responsesOf } from './unit-response.ts';

/** A problem as mathematics, or the unit limits that already contradict each other. */
export type Compiled =
  | {
      readonly kind: 'PROGRAM';
      /** Every unit inside its own limits alone. */
      readonly program: Program;
      /** The same, narrowed to what the rows leave possible. */
      readonly capped: Program;
    }
  | ({ readonly kind: 'CLASH' } & ClashingUnit);

/** `responses` are those of the units, in their order. */
export function compile(
  problem: AllocationProblem,
  responses: readonly Response[] = responsesOf(problem),
): Compiled {
  const units: ProgramUnit[] = [];
  for (const [i, unit] of problem.units.entries()) {
    const response = responses[i]!;
    const limited = unitDomain(unit, response, problem.targets);
    if (limited.kind === 'CLASH') return { ...limited, kind: 'CLASH', unit };
    units.push({ id: unit.id, current: unit.current, response, domain: limited.domain });
  }
  const objective = compileObjective(problem);
  const rows = compileRows(problem, units);
  const program: Program = { units, rows, objective };
  // What a unit's own profit says of its spend holds for profit alone: the best return may be a negative one.
  const isRatio = 'maximize' in problem.objective && problem.objective.maximize === 'ROI';
  return { kind: 'PROGRAM', program, capped: capSpends(tightenToGrid(program), !isRatio) };
}

/**
 * The objective's coefficients. A minimisation is the maximisation of its negative. Return on investment is not
 * linear in them: for a trial return r it is profit − r·spend, which is what `maximizeRatio` varies.
 */
function compileObjective(problem: AllocationProblem): Program['objective'] {
  const { objective, units } = problem;
  const n = units.length;
  const spend = new Float64Array(n);
  const outcome = new Float64Array(n);
  const measure = 'maximize' in objective ? objective.maximize : 'SPEND';
  units.forEach((unit, i) => {
    if (measure === 'CONVERSIONS') outcome[i] = 1;
    else if (measure === 'REVENUE') outcome[i] = revenuePerOutcome(unit);
    else if (measure === 'SPEND') spend[i] = -1;
    else {
      outcome[i] = Math.max(0, profitPerOutcome(unit));
      spend[i] = -1;
    }
  });
  return { spend, outcome };
}
