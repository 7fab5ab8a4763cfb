import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { UnprocessedItemsError } from '../errors.ts';
import { delayMs, isThrottle, MAX_ATTEMPTS } from './backoff.ts';
import type { Item } from './batch-write.ts';
import type { TableAccess } from './table-access.ts';

/** TransactWriteItems takes at most 100 actions; a month has at most 31 days and its sums. */
const MAX_ACTIONS = 100;
/** A transaction is one write of SQLite in an emulator, and no more than four a time keep AWS's latency hidden. */
const LANES = 4;

/** The days of one campaign's month that change, and its sums, which carry the hash of all its days. */
export interface MonthWrite {
  readonly days: readonly Item[];
  readonly sums: Item & { readonly daysHash: string };
  /** The hash that the writer saw; null: the month had no days. */
  readonly seenHash: string | null;
}

/**
 * Writes the months, each all or nothing and only where its hash is still the one seen. Says of each, in order,
 * whether it was written. Throws `UnprocessedItemsError` when the table keeps refusing.
 */
export async function writeMonths(
  table: TableAccess,
  months: readonly MonthWrite[],
): Promise<readonly boolean[]> {
  const written = new Map<MonthWrite, boolean>();
  const waiting = packed(months);
  let stopped = false;

  async function lane(): Promise<void> {
    while (!stopped) {
      const pack = waiting.shift();
      if (pack === undefined) return;
      try {
        await writePack(table, pack, (month, isWritten) => written.set(month, isWritten));
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const failed = lanes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return months.map((month) => written.get(month) ?? false);
}

function packed(months: readonly MonthWrite[]): MonthWrite[][] {
  const packs: MonthWrite[][] = [];
  let room = 0;
  for (const month of months) {
    const actions = month.days.length + 1;
    if (actions > room) {
      packs.push([]);
      room = MAX_ACTIONS;
    }
    packs.at(-1)?.push(month);
    room -= actions;
  }
  return packs;
}

/** A transaction is refused as a whole; the months that are not to blame are sent again without the others. */
async function writePack(
  table: TableAccess,
  pack: readonly MonthWrite[],
  tell: (month: MonthWrite, isWritten: boolean) => void,
): Promise<void> {
  let left = pack;
  let cause: unknown;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const outcome = await writeOnce(table, left);
    if (outcome === 'WRITTEN') {
      for (const month of left) tell(month, true);
      return;
    }
    cause = outcome.cause;
    for (const month of outcome.overtaken) tell(month, false);
    left = left.filter((month) => !outcome.overtaken.has(month));
    if (left.length === 0) return;
    if (outcome.overtaken.size === 0) await table.backoff.sleep(delayMs(attempt, table.backoff.random));
  }
  throw new UnprocessedItemsError('written', left.length, pack.length, MAX_ATTEMPTS, { cause });
}

interface Refused {
  /** Months that another writer has changed since they were read. */
  readonly overtaken: ReadonlySet<MonthWrite>;
  readonly cause: unknown;
}

async function writeOnce(
  { client, tableName }: TableAccess,
  months: readonly MonthWrite[],
): Promise<'WRITTEN' | Refused> {
  const TransactItems = months.flatMap((month) => actionsOf(tableName, month));
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
    return 'WRITTEN';
  } catch (error) {
    if (isThrottle(error)) return { overtaken: new Set(), cause: error };
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
    const isFatal = (code: string) => !PASSING.has(code) && code !== OVERTAKEN;
    if (reasons.length === 0 || reasons.some(isFatal)) throw error;
    return { overtaken: overtakenAmong(months, reasons), cause: error };
  }
}

const OVERTAKEN = 'ConditionalCheckFailed';
/** None, or what another attempt may find gone. */
const PASSING = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

function overtakenAmong(months: readonly MonthWrite[], reasons: readonly string[]): ReadonlySet<MonthWrite> {
  let start = 0;
  return new Set(
    months.filter(({ days }) => {
      const own = reasons.slice(start, start + days.length + 1);
      start += days.length + 1;
      return own.includes(OVERTAKEN);
    }),
  );
}

function actionsOf(
  TableName: string,
  { days, sums, seenHash }: MonthWrite,
): NonNullable<TransactWriteCommandInput['TransactItems']> {
  const isAsSeen =
    seenHash === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'daysHash = :seen',
          ExpressionAttributeValues: { ':seen': seenHash },
        };
  return [
    ...days.map((Item) => ({ Put: { TableName, Item } })),
    { Put: { TableName, Item: sums, ...isAsSeen } },
  ];
}

/** Sums may be integers beyond 2⁵³, which the document client takes as `bigint` alone. */
export function storableSums<Sums extends object>(sums: Sums): Readonly<Record<string, unknown>> {
  const isTooLarge = (value: unknown): value is number =>
    Number.isInteger(value) && !Number.isSafeInteger(value);
  return Object.fromEntries(
    Object.entries(sums).map(([name, value]: [string, unknown]) => [
      name,
      isTooLarge(value) ? BigInt(value) : value,
    ]),
  );
}
