import type { Curve } from '../curve/curve.ts';

/**
 * An allocation problem, in the words of the public JSON format. Amounts are in one currency; spend is per period.
 * Where several limits are given, all hold; without a limit a unit may spend from 0 upward.
 */
export interface AllocationProblem {
  readonly name?: string;
  readonly currency?: string;
  readonly period?: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
  readonly objective: Objective;
  readonly budget?: Budget;
  readonly units: readonly Unit[];
  readonly groups?: readonly Group[];
  readonly limits?: Limits;
  readonly targets?: Targets;
  readonly solve?: SolveOptions;
}

export type Measure = 'CONVERSIONS' | 'REVENUE' | 'PROFIT' | 'ROI';

export type Objective =
  | { readonly maximize: Measure }
  | { readonly minimize: 'SPEND'; readonly subjectTo: OutcomeFloors };

export interface OutcomeFloors {
  readonly conversionsAtLeast?: number;
  readonly revenueAtLeast?: number;
  readonly profitAtLeast?: number;
}

export interface Budget {
  readonly equal?: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Unit {
  readonly id: string;
  readonly current: number;
  readonly curve: Curve;
  readonly min?: number;
  readonly max?: number;
  /** Relative to `current`: -0.3 is thirty per cent less. */
  readonly minChange?: number;
  readonly maxChange?: number;
  /** Holds the unit at `current`. */
  readonly locked?: boolean;
  /** The unit spends 0 or at least this. */
  readonly minIfOn?: number;
  /** Spend is a multiple of this. */
  readonly step?: number;
  /** Revenue that one conversion brings; 1 for a curve whose outcome is revenue. */
  readonly valuePerConversion?: number;
  /** Profit = revenue × margin − spend. Default 1. */
  readonly margin?: number;
}

export interface Group {
  readonly id: string;
  readonly units: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Of total spend, 0 to 1. */
  readonly minShare?: number;
  readonly maxShare?: number;
}

export interface Limits {
  /** Half the sum of absolute changes. */
  readonly totalMoved?: number;
  /** How many units may differ from current. */
  readonly unitsMoved?: number;
}

export interface Targets {
  readonly cpaAtMost?: number;
  readonly roasAtLeast?: number;
  readonly marginalCpaAtMost?: number;
  readonly marginalRoasAtLeast?: number;
}

export interface SolveOptions {
  /** `OPTIMAL` means at most this gap. Default 1e-6, and 1e-4 where curves are S-shaped or choices discrete. */
  readonly relativeGap?: number;
  readonly timeLimitMs?: number;
  /** The route to take instead of the one that fits best; a concave one is taken only where it applies. */
  readonly route?: SolveRoute;
}

export type SolveRoute = 'WATER_FILLING' | 'INTERIOR_POINT' | 'LINEAR_PROGRAMMING' | 'BRANCH_AND_BOUND';
