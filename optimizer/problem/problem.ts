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
  /** A plan over time: spends are decided per unit and period, amounts of units are per period. */
  readonly periods?: readonly Period[];
  /** Budgets over several periods, such as a quarter; `budget` is over all of them. */
  readonly periodBudgets?: readonly PeriodBudget[];
  /** How to weigh the draws of the curves. Without it their mean is maximised. */
  readonly risk?: Risk;
  /** What else to answer beside the plan. */
  readonly questions?: Questions;
  readonly solve?: SolveOptions;
}

export interface Period {
  readonly id: string;
  readonly budget?: Budget;
  /** Multiplies every unit's response in this period. Default 1. */
  readonly response?: number;
  /** Price level of media: effective spend is spend ÷ cost. Default 1. */
  readonly cost?: number;
}

export interface PeriodBudget extends Budget {
  readonly id: string;
  /** Ids of periods. */
  readonly periods: readonly string[];
}

export interface Risk {
  /** 0 maximises the mean, 1 the mean of the worst `tail` alone. */
  readonly aversion: number;
  /** Share of the draws that counts as the worst. Default 0.1. */
  readonly tail?: number;
}

export interface Questions {
  /** The best outcome for budgets from `from` to `to`. */
  readonly frontier?: { readonly from: number; readonly to: number; readonly points: number };
  /** What each binding limit costs: the gain of the best plan without it. */
  readonly constraintCosts?: boolean;
  /** The best plan when every unit's room around its current spend is this many times as wide. */
  readonly widerRoom?: number;
  /** The plan that moves the fewest units and keeps this share of the gain. */
  readonly fewestMoves?: number;
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
  /** Equally likely curves, in the same order of draws for every unit that has some. */
  readonly draws?: readonly Curve[];
  /** Geometric carry-over from period to period, 0 ≤ θ < 1: a_t = (1 − θ)·x_t/cost_t + θ·a_{t−1}. */
  readonly carryOver?: number;
  /** a of the period before the first. Default `current`. */
  readonly carryIn?: number;
  /** Spend of a period differs from that of the one before by at most this share of the larger. */
  readonly maxPeriodChange?: number;
  readonly byPeriod?: readonly UnitPeriod[];
}

/** What is special of a unit in one period; multipliers multiply those of the period. */
export interface UnitPeriod {
  readonly period: string;
  readonly response?: number;
  readonly cost?: number;
  readonly min?: number;
  readonly max?: number;
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

export type SolveRoute =
  | 'WATER_FILLING'
  | 'DUAL_NEWTON'
  | 'INTERIOR_POINT'
  | 'LINEAR_PROGRAMMING'
  | 'BRANCH_AND_BOUND';
