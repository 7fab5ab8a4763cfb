import type { Figure, Statement } from '../../optimizer/statement.ts';

/** Which guard rail, and what it saw. */
export interface Violation {
  readonly rail: Rail;
  /** Null where it concerns the whole. */
  readonly campaignId: string | null;
  readonly sentence: string;
  /** What the sentence says, and its figures. Absent in what was stored before they were kept. */
  readonly code?: string | undefined;
  readonly figures?: readonly Figure[] | undefined;
}

export const broken = (
  rail: Rail,
  { code, sentence, figures }: Statement,
  campaignId: string | null = null,
): Violation => ({ rail, campaignId, sentence, code, figures });

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
