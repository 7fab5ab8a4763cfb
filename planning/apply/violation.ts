/** Which guard rail, and what it saw. */
export interface Violation {
  readonly rail: Rail;
  /** Null where it concerns the whole. */
  readonly campaignId: string | null;
  readonly sentence: string;
}

export const RAILS = [
  'KILL_SWITCH',
  'FREEZE',
  'MAX_STEP',
  'MAX_WEEK',
  'MAX_MOVED',
  'MIN_DAYS_BETWEEN_CHANGES',
  'PLATFORM_QUOTA',
  'FLOOR',
  'DAILY_CAP',
  'MONTHLY_CAP',
  'SHARED_BUDGET',
  'SECOND_PERSON',
  'NOT_DUE',
] as const;

export type Rail = (typeof RAILS)[number];
