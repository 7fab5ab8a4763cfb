import type { IsoDate } from '../../../store/model/day.ts';
import type { DayRange, MonthChange } from '../../../store/ports.ts';

export type RowChange = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'OLDER';
export type RowCounts = Readonly<Record<RowChange, number>>;
export const NO_ROWS: RowCounts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, OLDER: 0 };

interface AnyDay {
  readonly date: IsoDate;
  readonly asOf: IsoDate;
}

/** Where days of a kind are kept and what becomes of one that comes again. `Series` is a campaign, or a CRM's source. */
export interface DayLedger<Day extends AnyDay, Series extends string> {
  readonly seriesOf: (day: Day) => Series;
  readonly read: (series: Series, range: DayRange) => Promise<readonly Day[]>;
  readonly replaceMonths: (changes: readonly MonthChange<Day>[]) => Promise<readonly MonthChange<Day>[]>;
  readonly merged: (stored: Day | undefined, incoming: Day) => Day;
  readonly sameFigures: (a: Day, b: Day) => boolean;
  /** Known to have no days, so that nothing needs to be read. A wrong guess costs a read, not a row. */
  readonly isNew: (series: Series) => boolean;
}

/** Another writer of the same month is rare; one that wins this often in a row is a fault. */
const MAX_ATTEMPTS = 20;
const CONCURRENT_READS = 16;

/** What the incoming days of one series would do to the stored ones. */
interface Planned<Day, Series> {
  /** Those with a new or restated figure. */
  readonly changed: ReadonlySet<Series>;
  readonly changes: readonly MonthChange<Day>[];
  readonly counts: RowCounts;
}

/**
 * Merges the days into the ledger, month by month, each month all or nothing. Repeating it changes nothing, and a
 * month that another writer changed in between is read and merged again. With `write` false it only counts.
 */
export async function mergeDays<Day extends AnyDay, Series extends string>(
  ledger: DayLedger<Day, Series>,
  days: readonly Day[],
  write: boolean,
  onWritten: (series: Series) => void = () => {},
): Promise<RowCounts> {
  const first = await planned(ledger, [...grouped(days, ledger.seriesOf)], ledger.isNew);
  let changes = write ? first.changes : [];
  for (const series of first.changed) onWritten(series);
  for (let attempt = 1; changes.length > 0; attempt += 1) {
    const overtaken = await ledger.replaceMonths(changes);
    if (overtaken.length > 0 && attempt === MAX_ATTEMPTS) throw new OvertakenError(overtaken.length);
    changes = (await planned(ledger, incomingAgain(ledger, days, overtaken), () => false)).changes;
  }
  return first.counts;
}

export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
  readonly code = 'VERSION_CONFLICT';
  constructor(months: number) {
    super(
      `${months} months were changed by other imports ${MAX_ATTEMPTS} times in a row. Import the file again.`,
    );
  }
}

async function planned<Day extends AnyDay, Series extends string>(
  ledger: DayLedger<Day, Series>,
  groups: readonly (readonly [Series, readonly Day[]])[],
  isNew: (series: Series) => boolean,
): Promise<Planned<Day, Series>> {
  const counts = { ...NO_ROWS };
  const changes: MonthChange<Day>[] = [];
  const changed = new Set<Series>();
  for (let start = 0; start < groups.length; start += CONCURRENT_READS) {
    const part = groups.slice(start, start + CONCURRENT_READS);
    const stored = await Promise.all(
      part.map(([series, days]) => (isNew(series) ? [] : ledger.read(series, wholeMonthsOf(days)))),
    );
    for (const [i, [series, days]] of part.entries()) {
      const before = counts.CREATED + counts.UPDATED;
      changes.push(...changesOf(ledger, stored[i] ?? [], days, counts));
      if (counts.CREATED + counts.UPDATED > before) changed.add(series);
    }
  }
  return { changes, changed, counts };
}

function changesOf<Day extends AnyDay, Series extends string>(
  ledger: DayLedger<Day, Series>,
  stored: readonly Day[],
  incoming: readonly Day[],
  counts: Record<RowChange, number>,
): MonthChange<Day>[] {
  const storedMonths = grouped(stored, monthLabel);
  return [...grouped(incoming, monthLabel)].map(([month, days]) => {
    const before = storedMonths.get(month) ?? [];
    const after = new Map(before.map((day) => [day.date, day]));
    for (const day of days) {
      const was = after.get(day.date);
      const merged = ledger.merged(was, day);
      counts[changeOf(ledger, was, day, merged)] += 1;
      after.set(day.date, merged);
    }
    return { before, after: [...after.values()].sort((a, b) => (a.date < b.date ? -1 : 1)) };
  });
}

function changeOf<Day extends AnyDay, Series extends string>(
  { sameFigures }: DayLedger<Day, Series>,
  stored: Day | undefined,
  incoming: Day,
  merged: Day,
): RowChange {
  if (stored === undefined) return 'CREATED';
  if (!sameFigures(stored, merged)) return 'UPDATED';
  return incoming.asOf <= stored.asOf && !sameFigures(stored, incoming) ? 'OLDER' : 'UNCHANGED';
}

/** The incoming days of the months that were not written. */
function incomingAgain<Day extends AnyDay, Series extends string>(
  { seriesOf }: DayLedger<Day, Series>,
  days: readonly Day[],
  overtaken: readonly MonthChange<Day>[],
): readonly (readonly [Series, readonly Day[]])[] {
  const keyOf = (day: Day) => `${monthLabel(day)} ${seriesOf(day)}`;
  const wanted = new Set(overtaken.flatMap(({ after }) => after.slice(0, 1).map(keyOf)));
  return [
    ...grouped(
      days.filter((day) => wanted.has(keyOf(day))),
      seriesOf,
    ),
  ];
}

const monthLabel = ({ date }: AnyDay): string => date.slice(0, 7);

/** From the first of the first month to the last of the last: a month is replaced as a whole. */
function wholeMonthsOf(days: readonly AnyDay[]): DayRange {
  const months = days.map(monthLabel).sort();
  // As text these bound every day of the months, and that is all they are used for.
  return { from: `${months[0]}-01` as IsoDate, to: `${months.at(-1)}-31` as IsoDate };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
