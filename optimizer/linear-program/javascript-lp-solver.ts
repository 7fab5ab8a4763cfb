import solver from 'javascript-lp-solver';
import {
  type LinearProgram,
  type LinearProgramLibrary,
  type LinearSolution,
  largestBreach,
} from './linear-program.ts';

/** Breach up to which an answer is believed; the library rounds its results to 1e-8. */
const TOLERANCE = 1e-6;

/**
 * javascript-lp-solver 1.0.3: a dense tableau, every upper bound a row of its own. Fast and right for scaled programs
 * of up to about a thousand rows. Left to itself it can pivot for ever and can call a violating point optimal, so the
 * pivots are counted and the answer is checked.
 */
export const javascriptLpSolver: LinearProgramLibrary = {
  name: 'javascript-lp-solver',
  maximize(program) {
    if (!isFiniteProgram(program)) return { status: 'FAILED', why: 'a coefficient is not finite' };
    try {
      return solveTableau(program);
    } catch (error) {
      if (error instanceof PivotLimitError) return { status: 'FAILED', why: error.message };
      throw error;
    }
  },
};

class PivotLimitError extends Error {
  override readonly name = 'PivotLimitError';
}

/** A constraint of the library's model, as far as prices need it. */
interface TableauRow {
  readonly slackIndex: number;
  readonly sign: 1 | -1;
}

function solveTableau(program: LinearProgram): LinearSolution {
  const model = new solver.Model();
  model.maximize();
  const variables = Array.from(program.objective, (cost, j) => model.addVariable(cost, `z${j}`));
  program.upper.forEach((bound, j) => {
    const variable = variables[j];
    if (variable && Number.isFinite(bound)) model.smallerThan(bound).addTerm(1, variable);
  });
  const tableauRows: TableauRow[][] = program.rows.map((row) => {
    const upper = model.smallerThan(row.bound);
    const lower = row.equality ? model.greaterThan(row.bound) : null;
    row.variables.forEach((j, t) => {
      const variable = variables[j];
      const coefficient = row.coefficients[t];
      if (!variable || !coefficient) return;
      upper.addTerm(coefficient, variable);
      lower?.addTerm(coefficient, variable);
    });
    const rows: TableauRow[] = [{ slackIndex: upper.slack.index, sign: 1 }];
    if (lower) rows.push({ slackIndex: lower.slack.index, sign: -1 });
    return rows;
  });

  const { tableau } = model;
  // Full pricing. With the library's default partial pricing some programs take sixty times as long.
  tableau.pricingBatchSize = 1e9;
  limitPivots(tableau, 20 * (program.rows.length + 2 * program.upper.length) + 1000);
  const solution = model.solve();
  if (!solution.feasible) return { status: 'INFEASIBLE' };
  if (!solution.bounded) return { status: 'UNBOUNDED' };

  const values = Float64Array.from(variables, (variable) => {
    const row = tableau.rowByVarIndex[variable.index] ?? -1;
    return row === -1 ? 0 : (tableau.matrix[row * tableau.width + tableau.rhsColumn] ?? 0);
  });
  const breach = largestBreach(program, values);
  if (breach > TOLERANCE) return { status: 'FAILED', why: `its answer breaks a row by ${breach}` };
  const reducedCost = ({ slackIndex, sign }: TableauRow) => {
    const column = tableau.colByVarIndex[slackIndex] ?? -1;
    return column === -1 ? 0 : -sign * (tableau.matrix[tableau.costRowIndex * tableau.width + column] ?? 0);
  };
  const prices = Float64Array.from(tableauRows, (rows) =>
    rows.reduce((sum, row) => sum + reducedCost(row), 0),
  );
  return { status: 'OPTIMAL', values, prices };
}

type Tableau = InstanceType<typeof solver.Model>['tableau'];

function limitPivots(tableau: Tableau, limit: number): void {
  const pivot = tableau.pivot.bind(tableau);
  let pivots = 0;
  tableau.pivot = (row, column) => {
    pivots += 1;
    if (pivots > limit) throw new PivotLimitError(`it did not finish within ${limit} pivots`);
    pivot(row, column);
  };
}

function isFiniteProgram(program: LinearProgram): boolean {
  return (
    program.objective.every(Number.isFinite) &&
    program.upper.every((bound) => bound >= 0) &&
    program.rows.every((row) => Number.isFinite(row.bound) && row.coefficients.every(Number.isFinite))
  );
}
