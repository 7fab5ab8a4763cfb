import * as z from 'zod/mini';
import { MalformedItemError } from '../../store/errors.ts';
import type { ApplicationId } from '../../store/model/ids.ts';
import type { AuditEvent } from '../../store/model/ledger.ts';
import type { Micros } from '../../store/model/money.ts';
import { micros } from '../scenario/answers.ts';
import { inputHash } from '../scenario/input-hash.ts';

/** What every event of the log carries on from the one before. */
const stateSchema = z.object({
  /** The sum of all known daily budgets, by currency. */
  dailyTotals: z.record(z.string(), micros),
  /** The one application that is writing budgets, and how many of its steps are written. */
  running: z.nullable(z.object({ applicationId: z.string(), steps: z.int() })),
  /** Applications that others carry out and report on, with the campaigns they are about. */
  awaited: z.array(z.object({ applicationId: z.string(), campaignIds: z.array(z.string()) })),
  /** Figures of the month's goals that were off track at the last look. */
  offTrack: z.optional(z.array(z.string())),
});

export type LedgerState = z.infer<typeof stateSchema>;

const EMPTY: LedgerState = { dailyTotals: {}, running: null, awaited: [] };

export function ledgerStateAfter(event: AuditEvent | null): LedgerState {
  if (event === null) return EMPTY;
  const parsed = z.object({ ledger: stateSchema }).safeParse(event.body);
  if (parsed.success) return parsed.data.ledger;
  throw new MalformedItemError(`Audit event ${event.sequence} cannot be read by this version.`);
}

export const dailyTotalOf = ({ dailyTotals }: LedgerState, currencyCode: string): Micros =>
  BigInt(dailyTotals[currencyCode] ?? '0');

export function withDailyTotals(
  { dailyTotals }: LedgerState,
  changes: readonly { readonly currencyCode: string; readonly changeMicros: Micros }[],
): Pick<LedgerState, 'dailyTotals'> {
  const next: Record<string, string> = { ...dailyTotals };
  for (const { currencyCode, changeMicros } of changes) {
    next[currencyCode] = (BigInt(next[currencyCode] ?? '0') + changeMicros).toString();
  }
  return { dailyTotals: next };
}

export const isRunning = ({ running }: LedgerState, id: ApplicationId): boolean =>
  running?.applicationId === id;

/** The event as it is kept: its hash covers everything it says and the hash before it. */
export function sealed(event: Omit<AuditEvent, 'hash'>): AuditEvent {
  return { ...event, hash: inputHash(event) };
}

/**
 * The sequence of the first event that is not what was written, or does not follow the one before it; null for a
 * chain that holds. `events` oldest first, from the very first on.
 */
export function firstBrokenEvent(events: readonly AuditEvent[]): number | null {
  let previousHash = '';
  for (const [index, event] of events.entries()) {
    const { hash, ...rest } = event;
    const follows = event.sequence === index + 1 && event.previousHash === previousHash;
    if (!follows || inputHash(rest) !== hash) return event.sequence;
    previousHash = hash;
  }
  return null;
}
