/**
 * What the reports print: plain numbers in units of currency, per day unless a name says otherwise. The same objects
 * are what `--json` prints, so a name here is a contract.
 */

/** One export file, as it came in. */
export interface FileView {
  readonly file: string;
  readonly format: string | null;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly currencyCode: string | null;
  readonly spend: number;
  /** The total that the file states of itself; null where it states none. */
  readonly fileTotal: number | null;
  readonly spendByChannel: readonly { readonly channel: string; readonly spend: number }[];
  readonly warnings: readonly string[];
  readonly refusals: readonly RefusalView[];
}

export interface RefusalView {
  readonly code: string;
  readonly line: number | null;
  readonly value: string | null;
  readonly hint: string;
}

export type Verdict = 'WELL_IDENTIFIED' | 'WEAK' | 'UNIDENTIFIED';

/** One response curve, and how far it may be believed. */
export interface CurveView {
  readonly campaign: string;
  readonly channel: string;
  readonly family: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly suggestion: string | null;
  readonly observedDays: number;
  readonly spendLow: number;
  readonly spendHigh: number;
  readonly currentSpend: number;
  /** Outcome per unit of money at the current spend, with its 80 % interval. */
  readonly marginal: number | null;
  readonly marginalLow: number | null;
  readonly marginalHigh: number | null;
  /** Weighted absolute percentage error of forecasts of days that the fit had not seen, 0 to 1. */
  readonly forecastError: number | null;
  /** Its experiments, and what it said of them without their evidence and with it. */
  readonly calibration: readonly CalibrationView[];
  /** What the fitted curve was multiplied by to count incremental outcomes; null where it was not. */
  readonly incrementality: { readonly multiplier: number; readonly source: string } | null;
}

/** Outcome a day at the spend of the test beside that of the control. Intervals are 80 %. */
export interface CalibrationView {
  readonly experiment: string;
  readonly observed: LiftView;
  readonly before: LiftView;
  readonly after: LiftView;
}

export interface LiftView {
  readonly lift: number;
  readonly low: number;
  readonly high: number;
}

/** One line of the reallocation table. */
export interface MoveView {
  readonly campaign: string;
  readonly channel: string;
  readonly currentSpend: number;
  /** Null when there is no plan. */
  readonly proposedSpend: number | null;
  /** Expected conversions, the organic ones included. */
  readonly outcomeBefore: number;
  readonly outcomeAfter: number | null;
  /** Money for one more conversion at the margin; null where it has no end. */
  readonly marginalCpaBefore: number | null;
  readonly marginalCpaAfter: number | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
}

export interface PlanView {
  readonly id: string;
  readonly name: string;
  readonly currencyCode: string;
  readonly objective: 'MAX_CONVERSIONS' | 'MAX_REVENUE' | 'MAX_PROFIT' | 'MAX_ROI' | 'MIN_SPEND';
  readonly status: 'OPTIMAL' | 'FEASIBLE' | 'INFEASIBLE' | 'UNBOUNDED' | 'TIME_LIMIT';
  readonly dataCompleteThrough: string;
  readonly moves: readonly MoveView[];
  readonly currentSpend: number;
  readonly proposedSpend: number | null;
  /** Expected conversions a day, the organic ones included. */
  readonly outcomeBefore: number;
  readonly outcomeAfter: number | null;
  /** 80 % interval of the conversions gained; null where the curves do not say. */
  readonly gainInterval: readonly [number, number] | null;
  /** In the objective's own unit: what spend brings, the organic part left out. */
  readonly objectiveBefore: number;
  readonly objectiveAfter: number | null;
  readonly upperBound: number | null;
  readonly relativeGap: number | null;
  /** What holds the plan back. */
  readonly bindingConstraints: readonly BindingConstraintView[];
  /** The largest breach of any constraint, measured outside the solver. */
  readonly largestViolation: number | null;
  readonly infeasibility: string | null;
  /** Campaigns that the plan leaves out. */
  readonly notPlanned: readonly { readonly campaign: string; readonly reason: string }[];
  /** What to know before trusting the plan. */
  readonly notes: readonly string[];
  /** On the server; 0 where the stored curves still belonged to the data. */
  readonly fitMilliseconds: number;
  readonly solveMilliseconds: number;
  readonly linearPrograms: number;
  readonly library: string;
}

export interface BindingConstraintView {
  readonly kind: string;
  /** Objective gained per unit of room. */
  readonly shadowPrice: number;
  readonly sentence: string;
}

export interface StepView {
  readonly step: string;
  readonly milliseconds: number;
}

/** The whole walk from export files to a proposal. */
export interface ExampleView {
  readonly files: readonly FileView[];
  readonly curves: readonly CurveView[];
  readonly plan: PlanView;
  readonly steps: readonly StepView[];
}
