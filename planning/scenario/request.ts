import type { CampaignId, Channel } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import type { CountedOutcome } from './outcome-words.ts';

export type ScenarioObjective = 'MAX_CONVERSIONS' | 'MAX_REVENUE' | 'MAX_PROFIT' | 'MAX_ROI' | 'MIN_SPEND';

/** What a planner asks, in a planner's words. Amounts are per day. What is absent is not limited. */
export interface ScenarioRequest {
  readonly name: string;
  readonly objective: ScenarioObjective;
  /** What counts as a conversion, here and in targets and floors: what platforms report, or what a CRM counted. Default CONVERSIONS. */
  readonly outcome?: CountedOutcome | undefined;
  /** The days that the plan is for, in the future. Default: any day like the observed ones. */
  readonly horizon?: DayRange | undefined;
  /**
   * The planner's own split: nothing is sought, the split is judged as the answer would be. Campaigns that it leaves
   * out stay at current.
   */
  readonly split?: readonly SplitSpend[] | undefined;
  /** Needed only where the workspace spends in several currencies. */
  readonly currencyCode?: CurrencyCode | undefined;
  /** Default: equal to the current total, and free for MIN_SPEND. */
  readonly budget?: BudgetRequest | undefined;
  /** Gross margin as a share of revenue, 0 to 1. Default 1. Counts for profit and ROI. */
  readonly margin?: number | undefined;
  /** For campaigns without limits of their own. Default −0.5 and +1: half to twice the current spend. */
  readonly defaultLimits?: ChangeLimits | undefined;
  readonly campaigns?: readonly CampaignRequest[] | undefined;
  readonly groups?: readonly GroupRequest[] | undefined;
  /** Of MIN_SPEND: what the least spend has to bring. */
  readonly floors?: FloorsRequest | undefined;
  readonly targets?: TargetsRequest | undefined;
  readonly limits?: MoveLimits | undefined;
  /** Judge the plan by the draws of the curves, and plan for their mean. Default: with `risk` only. */
  readonly uncertainty?: boolean | undefined;
  readonly risk?: RiskRequest | undefined;
  readonly questions?: QuestionsRequest | undefined;
}

export interface SplitSpend {
  readonly campaignId: CampaignId;
  /** Per day. */
  readonly spendMicros: Micros;
}

export interface BudgetRequest {
  /** No limit on the total: the objective and the campaigns' limits decide. */
  readonly free?: boolean | undefined;
  readonly equalMicros?: Micros | undefined;
  readonly atMostMicros?: Micros | undefined;
  readonly atLeastMicros?: Micros | undefined;
}

/** Relative to current: −0.3 is thirty per cent less. */
export interface ChangeLimits {
  readonly minChange?: number | undefined;
  readonly maxChange?: number | undefined;
}

/** A limit given here takes the place of the default and of the limits that honesty would set on that side. */
export interface CampaignRequest extends ChangeLimits {
  readonly campaignId: CampaignId;
  readonly minMicros?: Micros | undefined;
  readonly maxMicros?: Micros | undefined;
  readonly locked?: boolean | undefined;
  /** Spends nothing or at least this. It may then be switched off, unless a minimum is given. */
  readonly minIfOnMicros?: Micros | undefined;
  /** Spends a multiple of this. */
  readonly stepMicros?: Micros | undefined;
  readonly valuePerConversionMicros?: Micros | undefined;
  readonly margin?: number | undefined;
}

/** The planned campaigns among those named and those of the channels named. */
export interface GroupRequest {
  readonly name: string;
  readonly campaignIds?: readonly CampaignId[] | undefined;
  readonly channels?: readonly Channel[] | undefined;
  readonly minMicros?: Micros | undefined;
  readonly maxMicros?: Micros | undefined;
  /** Of the total, 0 to 1. */
  readonly minShare?: number | undefined;
  readonly maxShare?: number | undefined;
}

/** Counts what spend brings alone. At least one of them. */
export interface FloorsRequest {
  readonly conversionsAtLeast?: number | undefined;
  readonly revenueAtLeastMicros?: Micros | undefined;
  readonly profitAtLeastMicros?: Micros | undefined;
}

/** Count what spend brings alone. The marginal ones hold for each campaign above its lower limit. */
export interface TargetsRequest {
  readonly cpaAtMostMicros?: Micros | undefined;
  readonly roasAtLeast?: number | undefined;
  readonly marginalCpaAtMostMicros?: Micros | undefined;
  readonly marginalRoasAtLeast?: number | undefined;
}

export interface MoveLimits {
  /** Half the sum of absolute changes. */
  readonly totalMovedMicros?: Micros | undefined;
  readonly unitsMoved?: number | undefined;
}

export interface RiskRequest {
  /** 0 plans for the mean of the draws, 1 for the mean of the worst `tail` alone. */
  readonly aversion: number;
  /** Share of the draws that counts as the worst. Default 0.1. */
  readonly tail?: number | undefined;
}

export interface QuestionsRequest {
  /** The best outcome for budgets from … to …, per day. */
  readonly frontier?:
    | { readonly fromMicros: Micros; readonly toMicros: Micros; readonly points: number }
    | undefined;
  readonly constraintCosts?: boolean | undefined;
  /** The best plan when every campaign's room is this many times as wide. */
  readonly widerRoom?: number | undefined;
  /** The plan that moves the fewest campaigns and keeps this share of the gain. */
  readonly fewestMoves?: number | undefined;
}

export const DEFAULT_LIMITS = { minChange: -0.5, maxChange: 1 } as const;
