import type { IsoDate } from './day.ts';
import type { WorkspaceId } from './ids.ts';
import type { CurrencyCode } from './money.ts';

/** One unit of `from` was worth `rate` units of `to` on that day. */
export interface ExchangeRate {
  readonly workspaceId: WorkspaceId;
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  readonly date: IsoDate;
  /** A positive decimal as text, exactly as the source publishes it. */
  readonly rate: string;
  /** Such as `ECB`. */
  readonly source: string;
}
