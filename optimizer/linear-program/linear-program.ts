/**
 * A linear program in the one form the optimizer needs, and the narrow door behind which any library stands.
 *
 *   maximise c·z  subject to  A z ≤ b (or = b),  0 ≤ z ≤ u
 *
 * Whoever builds one scales it: variables, rows and objective of the order of one. Libraries work with absolute
 * tolerances near 1e-8.
 */
export interface LinearProgram {
  readonly objective: Float64Array;
  /** Infinity where a variable has no upper bound. */
  readonly upper: Float64Array;
  readonly rows: readonly LinearRow[];
}

export interface LinearRow {
  readonly variables: Int32Array;
  readonly coefficients: Float64Array;
  readonly bound: number;
  readonly equality: boolean;
}

export type LinearSolution =
  | {
      readonly status: 'OPTIMAL';
      readonly values: Float64Array;
      /** Objective gained per unit of each row's bound: ≥ 0, of either sign for an equality. */
      readonly prices: Float64Array;
    }
  | { readonly status: 'INFEASIBLE' | 'UNBOUNDED' }
  /** The library gave up, or its answer did not hold when it was checked. */
  | { readonly status: 'FAILED'; readonly why: string };

export interface LinearProgramLibrary {
  readonly name: string;
  maximize(program: LinearProgram): LinearSolution;
}

/** The largest breach of a row or bound at `values`; what a library calls optimal is believed only when this is small. */
export function largestBreach(program: LinearProgram, values: Float64Array): number {
  let worst = 0;
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (Number.isNaN(value)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, -value, value - program.upper[j]!);
  }
  for (const row of program.rows) {
    let activity = 0;
    for (let t = 0; t < row.variables.length; t++)
      activity += row.coefficients[t]! * values[row.variables[t]!]!;
    const excess = activity - row.bound;
    worst = Math.max(worst, row.equality ? Math.abs(excess) : excess);
  }
  return worst;
}
