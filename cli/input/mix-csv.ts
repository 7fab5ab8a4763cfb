import type { MediaMix, MixControl } from '../../optimizer/fit/media-mix/media-mix.ts';
import { BadInputError } from '../exit-code.ts';
import { badCell, type CsvRow, present, readDate, readNumber, readRows } from './csv-rows.ts';

const COLUMNS = ['date', 'channel', 'spend'];

/**
 * Reads `date,channel,spend,OUTCOME,CONTROL…`, one row per date and channel. Outcome and controls belong to the date:
 * its rows repeat them, or all but one leave the cell empty. A channel without a row on some date spent nothing then.
 * Throws a `BadInputError` that names the line for anything it cannot be sure of.
 *
 * @param outcome the header of the outcome's column; `conversions` is a count, anything else an amount
 */
export function readMixCsv(text: string, outcome: string, controls: readonly string[] = []): MediaMix {
  const shared = [outcome, ...controls].map((name) => name.toLowerCase());
  const twice = [...COLUMNS, ...shared].find((name, i, all) => all.indexOf(name) < i);
  if (twice !== undefined) {
    throw new BadInputError(`Column ${JSON.stringify(twice)} is asked for twice. Wanted each column once.`);
  }
  const example = `date,channel,spend,${shared.join(',')}`;
  const rows = readRows(text, [...COLUMNS, ...shared], example);
  const spends = new Map<string, Map<string, number>>();
  const known = new Map(shared.map((column) => [column, new Map<string, OnLine>()]));
  for (const row of rows) {
    const date = readDate(row);
    const channel = present(row, 'channel');
    const byDate = spends.get(channel) ?? new Map<string, number>();
    spends.set(channel, byDate);
    if (byDate.has(date)) {
      throw new BadInputError(
        `Line ${row.line}: ${date} of channel ${JSON.stringify(channel)} is there twice. ` +
          'Wanted one row per date and channel: add up its campaigns first.',
      );
    }
    const spend = readNumber(row, 'spend');
    if (spend === null) throw badCell(row, 'spend', 'an amount; write 0 for a period without spend');
    byDate.set(date, spend);
    for (const [column, values] of known) note(row, column, date, values);
  }
  const dates = [...new Set(rows.map(({ cells }) => cells.date ?? ''))].sort();
  const outcomes = known.get(outcome.toLowerCase());
  return {
    dates,
    outcome: dates.map((date) => outcomes?.get(date)?.value ?? null),
    kind: outcome.toLowerCase() === 'conversions' ? 'COUNT' : 'MONEY',
    channels: Array.from(spends, ([channel, byDate]) => ({
      channel,
      spend: dates.map((date) => byDate.get(date) ?? 0),
    })),
    controls: shared.slice(1).map((name): MixControl => {
      const values = dates.map((date) => {
        const value = known.get(name)?.get(date)?.value;
        if (value !== undefined) return value;
        throw new BadInputError(`${name} is empty on ${date}. Wanted a number on every date.`);
      });
      return { name, values };
    }),
  };
}

interface OnLine {
  readonly line: number;
  readonly value: number;
}

function note(row: CsvRow<string>, column: string, date: string, values: Map<string, OnLine>): void {
  const value = readNumber(row, column, 'ANY');
  if (value === null) return;
  const before = values.get(date);
  if (before && before.value !== value) {
    throw new BadInputError(
      `Line ${row.line}: ${column} of ${date} is ${value}; line ${before.line} says ${before.value}. ` +
        'Wanted one value per date, the whole outcome that all channels share and not what each is credited with.',
    );
  }
  values.set(date, { line: row.line, value });
}
