/** How a route is asked to work. */
export interface RouteOptions {
  readonly relativeGap: number;
  /** In the time of `performance.now()`. */
  readonly deadline: number;
  readonly maxRounds: number;
  /** Plans worth less are of no use: a route that finds that there are no others may stop as if there were none. */
  readonly worthMoreThan?: number;
}

/** What a route brings back. Its plan is checked and its bound computed anew outside of it. */
export type RouteAnswer =
  | {
      readonly status: 'PLAN';
      readonly spends: Float64Array;
      /** One price per row of the program, ≥ 0 unless the row is an equality. */
      readonly prices: Float64Array;
      readonly bound: number;
      readonly rounds: number;
    }
  | {
      readonly status: 'INFEASIBLE' | 'FAILED';
      readonly rounds: number;
      /** Where the route stood when it gave up: on infeasible rows they point to the proof. */
      readonly prices?: Float64Array;
    };

/** Beyond this many units a dense tableau is no longer quick. */
export const MOST_UNITS_FOR_TABLEAU = 150;
