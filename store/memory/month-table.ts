import type { WorkspaceId } from '../model/ids.ts';
import type { MonthHash } from '../model/monthly.ts';
import { monthOf } from '../model/monthly.ts';
import { changedDays, grouped, withDays } from '../month-changes.ts';
import type { DayRange, MonthChange } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { Partitions } from './ordered-map.ts';

/** How a kind of days is kept and summed. */
interface MonthTableOptions<Day, Sums, Owner> {
  readonly what: string;
  readonly daysPartition: (day: Day) => string;
  readonly daySortKey: (day: Day) => string;
  readonly monthKey: (day: Day) => { readonly pk: string; readonly sk: string };
  /** Whose days they are. */
  readonly ownerOf: (day: Day) => Owner;
  readonly hashOf: (days: readonly Day[]) => string | null;
  readonly sumsOf: (days: readonly Day[]) => Sums | null;
}

type AnyDay = { readonly workspaceId: WorkspaceId; readonly date: DayRange['from'] };

/** Days and the sums of their months, kept together under the same promises as in the table. */
export function monthTable<Day extends AnyDay, Sums, Owner>(options: MonthTableOptions<Day, Sums, Owner>) {
  const days = new Partitions<Day>();
  const months = new Partitions<{ readonly sums: Sums; readonly hash: MonthHash<Owner> }>();

  const ofPartition = (partition: string, range?: DayRange): readonly Day[] => {
    const all = days.read(partition).values();
    return range ? all.filter(({ date }) => range.from <= date && date <= range.to) : all;
  };
  const storedMonth = (day: Day): readonly Day[] =>
    ofPartition(options.daysPartition(day)).filter(({ date }) => monthOf(date) === monthOf(day.date));

  function writeMonth({ before, after }: MonthChange<Day>): void {
    const isSame = (a: Day, b: Day) => options.hashOf([a]) === options.hashOf([b]);
    for (const day of changedDays(before, after, isSame)) {
      days.write(options.daysPartition(day), options.daySortKey(day), { ...day });
    }
    const [first] = after;
    const summed = options.sumsOf(after);
    if (first === undefined || summed === null) return;
    const { pk, sk } = options.monthKey(first);
    const hash = { owner: options.ownerOf(first), daysHash: options.hashOf(after) };
    months.write(pk, sk, { sums: summed, hash });
  }

  return {
    days,
    ofPartition,
    ofMonth: (partition: string): readonly Sums[] =>
      months
        .read(partition)
        .values()
        .map(({ sums }) => sums),
    hashesOfMonth: (partition: string): readonly MonthHash<Owner>[] =>
      months
        .read(partition)
        .values()
        .map(({ hash }) => hash),

    async replaceMonths(workspace: WorkspaceId, changes: readonly MonthChange<Day>[]) {
      for (const { after } of changes) assertSameWorkspace(options.what, workspace, after);
      return changes.filter((change) => {
        const [first] = change.after;
        const seenHash = options.hashOf(change.before);
        if (first === undefined || options.hashOf(change.after) === seenHash) return false;
        const isOvertaken = options.hashOf(storedMonth(first)) !== seenHash;
        if (!isOvertaken) writeMonth(change);
        return isOvertaken;
      });
    },

    async putMany(workspace: WorkspaceId, rows: readonly Day[]): Promise<void> {
      assertSameWorkspace(options.what, workspace, rows);
      for (const given of grouped(rows, (day) => JSON.stringify(options.monthKey(day))).values()) {
        const [first] = given;
        if (first === undefined) continue;
        const before = storedMonth(first);
        writeMonth({ before, after: withDays(before, given) });
      }
    },
  };
}
