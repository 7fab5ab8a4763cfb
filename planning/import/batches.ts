import { dayNumber, type IsoDate } from '../../store/model/day.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import { addOutcomes, addRows } from './merge-segments.ts';
import type { ExportBatch, ExportRow, OutcomeRow } from './parsed-export.ts';
import { type Reading, readOutcome, readRow, type UnfinishedOutcome, type UnfinishedRow } from './rows.ts';
import { sectionOf } from './sections.ts';
import type { Table } from './table/open-table.ts';
import { type KeyedDays, outcomeKey, rowKey } from './tally.ts';

interface Surveyed {
  readonly open: () => Promise<Table>;
  readonly reading: Reading;
  /** How many rows each campaign and day has. */
  readonly index: KeyedDays;
  readonly currency: CurrencyCode | null;
  readonly completeThrough: IsoDate | null;
}

/**
 * The second pass: rows are handed on as they are read. Those of a campaign and day that has several wait until the last
 * of them has come, and are summed.
 */
export async function* batchesOf({
  open,
  reading,
  index,
  currency,
  completeThrough,
}: Surveyed): AsyncGenerator<ExportBatch> {
  const table = await open();
  const rowsOf = createMerger<UnfinishedRow>(index, rowKey, addRows);
  const outcomesOf = createMerger<UnfinishedOutcome>(index, outcomeKey, addOutcomes);
  const finishRow = (row: UnfinishedRow): ExportRow => ({
    ...row,
    // A file of performance without a currency is refused.
    currencyCode: currency ?? '',
    incomplete: completeThrough === null || row.date > completeThrough,
  });
  const finishOutcome = (outcome: UnfinishedOutcome): OutcomeRow => ({ ...outcome, currencyCode: currency });
  for await (const records of table.records) {
    const data = records.filter((record) => sectionOf(record, reading).kind === 'DATA');
    const batch: ExportBatch =
      reading.format.kind === 'PERFORMANCE'
        ? { rows: rowsOf(data.map((record) => readRow(record, reading))).map(finishRow), outcomes: [] }
        : {
            rows: [],
            outcomes: outcomesOf(data.map((record) => readOutcome(record, reading))).map(finishOutcome),
          };
    if (batch.rows.length + batch.outcomes.length > 0) yield batch;
  }
}

/** Gives back what is whole, and holds what waits for more. */
function createMerger<Row extends { readonly date: IsoDate }>(
  { days, keyOf }: KeyedDays,
  nameOf: (row: Row) => string,
  add: (a: Row, b: Row) => Row,
): (rows: readonly (Row | null)[]) => Row[] {
  const waiting = new Map<string, { row: Row; missing: number }>();
  return (rows) =>
    rows.flatMap((row) => {
      if (row === null) return [];
      const name = nameOf(row);
      const count = days.countOf(keyOf(name), dayNumber(row.date));
      if (count <= 1) return [row];
      const key = `${row.date} ${name}`;
      const held = waiting.get(key);
      if (held === undefined) {
        waiting.set(key, { row, missing: count - 1 });
        return [];
      }
      held.row = add(held.row, row);
      held.missing -= 1;
      if (held.missing > 0) return [];
      waiting.delete(key);
      return [held.row];
    });
}
