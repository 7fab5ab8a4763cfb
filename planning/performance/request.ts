import type { IsoDate } from '../../store/model/day.ts';
import type { RevenueBasis } from '../../store/model/goal.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import type { CampaignSelector } from '../campaign-selection.ts';
import { daysBetween } from '../complete-days.ts';
import { InvalidInputError } from '../errors.ts';
import { isPeriodGrain } from '../period.ts';

export type PerformanceDimension = 'DAY' | 'WEEK' | 'MONTH' | 'CAMPAIGN' | 'CHANNEL' | 'PLATFORM' | 'GOAL';

/** The period that a range is compared with. */
export type Comparison = 'PREVIOUS_PERIOD' | 'YEAR_AGO';

/** Which figures, of when, in which currency. */
export interface FiguresRequest {
  /** Both ends included. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly filter?: CampaignSelector | undefined;
  /** Convert what was spent and earned in other currencies. Left out: several currencies are refused. */
  readonly convertTo?: CurrencyCode | undefined;
  /** Gross margin as a share of revenue, 0 to 1. Left out: as the workspace's economics say. */
  readonly margin?: number | null | undefined;
  /** Default: PLATFORM. */
  readonly revenueBasis?: RevenueBasis | undefined;
}

export interface PerformanceRequest extends FiguresRequest {
  /** At most one of DAY, WEEK and MONTH. Empty: one row for everything. */
  readonly groupBy: readonly PerformanceDimension[];
  readonly compareWith?: Comparison | undefined;
}

const LONGEST_RANGE_DAYS = 1_100;

/** Throws `InvalidInputError` for a range that ends before it begins or is longer than is answered at once. */
export function checkRange({ from, to }: DayRange): void {
  if (from > to) {
    throw new InvalidInputError(['from'], `from (${from}) is after to (${to}). Swap them.`);
  }
  if (daysBetween(from, to) > LONGEST_RANGE_DAYS) {
    throw new InvalidInputError(
      ['to'],
      `${daysBetween(from, to)} days were asked for; at most ${LONGEST_RANGE_DAYS} are answered at once. Ask in parts.`,
    );
  }
}

export function checkMargin(margin: number | null | undefined): void {
  if (typeof margin === 'number' && !(margin >= 0 && margin <= 1)) {
    throw new InvalidInputError(['margin'], `margin is ${margin}; wanted a share of revenue from 0 to 1.`);
  }
}

/** Throws `InvalidInputError` for a request that makes no sense. */
export function checkPerformanceRequest(request: PerformanceRequest): void {
  checkRange(request);
  checkMargin(request.margin);
  const { groupBy } = request;
  if (groupBy.filter(isPeriodGrain).length > 1) {
    throw new InvalidInputError(
      ['groupBy'],
      `groupBy holds ${groupBy.filter(isPeriodGrain).join(' and ')}; wanted at most one of DAY, WEEK and MONTH.`,
    );
  }
  if (new Set(groupBy).size < groupBy.length) {
    throw new InvalidInputError(['groupBy'], 'groupBy names a dimension twice. Name each once.');
  }
}
