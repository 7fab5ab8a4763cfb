import { dayFigure, numberFigure, says } from '../../optimizer/statement.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import { createCurrencyFinder } from './currency.ts';
import { parseDate } from './dates.ts';
import { markOf } from './day-index.ts';
import { createEvidence } from './evidence.ts';
import { createGrain, type Grain } from './grain.ts';
import { isTotalLabel } from './language/words.ts';
import { decimalsIn, decimalToMicros, isAbsent, plainDecimal } from './numbers.ts';
import type { ExportOptions } from './parsed-export.ts';
import { type Refusal, RefusedError, refusal, refuse } from './refusal.ts';
import { cellsOf, type Reading, readOutcome, readRow } from './rows.ts';
import { sectionOf } from './sections.ts';
import { type Style, sameStyle } from './style.ts';
import type { Table } from './table/open-table.ts';
import { type TableRecord, textOf } from './table/record.ts';
import { createTally, type Tally } from './tally.ts';
import type { FileTotal } from './totals.ts';

/** A broken column would repeat itself on every line; the first ones say enough. */
const MAX_REFUSALS = 20;
/** More than ten years of a thousand campaigns. */
const MAX_ROWS = 5_000_000;

/** What a pass over all records has found, read in the style that `reading` assumes. */
export interface Survey {
  /** The style that the records prove. Where it is not the one assumed, everything else here is void. */
  readonly style: Style;
  /** Of single rows and of rows that occur twice. */
  readonly refusals: readonly Refusal[];
  readonly doubt: Refusal | null;
  readonly currency: CurrencyCode | Refusal;
  readonly totals: readonly FileTotal[];
  /** As a total or footer states it. */
  readonly statedRows: number | null;
  readonly hasFooter: boolean;
  /** Lines of data, whether or not they could be read. */
  readonly dataRows: number;
  /** The last line of data when it has fewer cells than the header. */
  readonly shortLastLine: number | null;
  readonly firstOutsidePeriod: Refusal | null;
  readonly withoutCost: number;
  readonly withoutName: number;
  readonly spendDecimals: number;
  readonly resultIndicators: ReadonlySet<string>;
  readonly periodsOfManyDays: number;
  readonly grain: Grain;
  readonly tally: Tally;
}

/**
 * Reads a file through once, in bounded memory. `mayEndEarly` lets it end as soon as the records prove another style
 * than the one assumed, so that the next pass can begin with that.
 */
export async function surveyed(
  table: Table,
  reading: Reading,
  period: { readonly from: string; readonly to: string } | null,
  options: ExportOptions,
  mayEndEarly: boolean,
): Promise<Survey> {
  const { head } = table;
  const { columns, format, style } = reading;
  const evidence = createEvidence(columns, format, style, options.mapping);
  const currency = createCurrencyFinder(head, columns, format, options.currency);
  const grain = createGrain();
  const tally = createTally();
  const refusals: Refusal[] = [];
  const totals: FileTotal[] = [];
  const resultIndicators = new Set<string>();
  const counts = { dataRows: 0, withoutCost: 0, withoutName: 0, spendDecimals: 0, periodsOfManyDays: 0 };
  let statedRows: number | null = null;
  let hasFooter = false;
  let shortLastLine: number | null = null;
  let firstOutsidePeriod: Refusal | null = null;

  function take(record: TableRecord): void {
    const { kind, firstCell } = sectionOf(record, reading);
    statedRows = format.rowsStatedBy?.(firstCell) ?? statedRows;
    if (kind === 'FOOTER') hasFooter = true;
    else if (kind === 'TOTAL') totals.push(...totalOf(record, reading));
    else takeData(record);
  }

  function takeData(record: TableRecord): void {
    counts.dataRows += 1;
    if (counts.dataRows > MAX_ROWS) throw tooManyRows(record.line);
    shortLastLine = record.cells.length < head.header.length ? record.line : null;
    const misaligned = table.isSheet ? null : otherWidth(record, head.header.length);
    if (misaligned === null) {
      evidence.see(record);
      currency.see(record);
      seeCells(record);
    }
    if (refusals.length >= MAX_REFUSALS) return;
    const refused = misaligned ?? readData(record);
    if (refused !== null) refusals.push(refused);
  }

  function seeCells(record: TableRecord): void {
    const cell = cellsOf(columns, record);
    const spend = record.cells[columns.get(style.spendField) ?? -1] ?? '';
    counts.spendDecimals = Math.max(counts.spendDecimals, decimalsIn(spend, style.decimalSign));
    if (columns.has('resultIndicator') && !isAbsent(cell('results')))
      resultIndicators.add(cell('resultIndicator'));
    if (style.dateField === 'periodStart' && cell('periodStart') !== cell('periodEnd'))
      counts.periodsOfManyDays += 1;
  }

  /** What is wrong with the row, if anything. */
  function readData(record: TableRecord): Refusal | null {
    try {
      return addRow(record);
    } catch (error) {
      if (error instanceof RefusedError) return error.refusal;
      throw error;
    }
  }

  function addRow(record: TableRecord): Refusal | null {
    const row = format.kind === 'PERFORMANCE' ? readRow(record, reading) : readOutcome(record, reading);
    if (row === null) {
      if (format.kind === 'PERFORMANCE') counts.withoutCost += 1;
      else counts.withoutName += 1;
      return null;
    }
    grain.see(row.date);
    if (period !== null && (row.date < period.from || row.date > period.to)) {
      firstOutsidePeriod ??= outsidePeriod(record.line, row.date, period);
    }
    const mark = markOf(segmentsOf(record, head.header).join('\u0000'));
    const isDouble = 'spendMicros' in row ? tally.addRow(row, mark) : tally.addOutcome(row, mark);
    return isDouble ? doubleRow(record.line, `${row.campaignName ?? ''}, ${row.date}`) : null;
  }

  for await (const records of table.records) {
    for (const record of records) take(record);
    if (mayEndEarly && !sameStyle(evidence.settled(), style)) break;
  }
  return {
    style: evidence.settled(),
    refusals,
    doubt: evidence.doubt(),
    currency: currency.found(),
    totals,
    statedRows,
    hasFooter,
    shortLastLine,
    firstOutsidePeriod,
    resultIndicators,
    grain,
    tally,
    ...counts,
  };
}

function otherWidth({ line, cells }: TableRecord, columns: number): Refusal | null {
  const isTooShort = cells.length < columns;
  const isTooLong = cells.slice(columns).some((cell) => textOf(cell) !== '');
  if (!isTooShort && !isTooLong) return null;
  const hint = says(
    'OTHER_WIDTH',
    `This row has ${cells.length} cells and the header has ${columns}, so its figures may stand in wrong columns. ` +
      'Export the file again; a separator inside of a cell needs quotation marks around the cell.',
    numberFigure('cells', cells.length),
    numberFigure('columns', columns),
  );
  return refusal('UNREADABLE_CELL', hint, { line, value: `${cells.length} cells` });
}

/**
 * Rows of one campaign and day may differ in a further segment, and are summed then. Where every cell that is not
 * a figure is the same, the file holds a row twice.
 */
const segmentsOf = ({ cells }: TableRecord, header: readonly string[]): readonly string[] =>
  cells.map(textOf).filter((text, column) => isSegment(header[column] ?? '', text));

const isSegment = (header: string, text: string) =>
  /(^|[^\p{L}])(id|№|hour|age|номер|час)([^\p{L}]|$)/iu.test(header) || !/^[\s\d.,%€$£₽-]*$/.test(text);

/** Totals without a readable cost cannot be checked against. */
function totalOf(record: TableRecord, { columns, style }: Reading): FileTotal[] {
  const cell = cellsOf(columns, record);
  const decimal = plainDecimal(record.cells[columns.get(style.spendField) ?? -1] ?? '', style.decimalSign);
  if (decimal === null) return [];
  const isMicros = style.moneyUnit === 'MICROS' || style.spendField === 'spendMicros';
  const spendMicros = isMicros ? decimalToMicros(decimal) / 1_000_000n : decimalToMicros(decimal);
  const label = record.cells.map(textOf).find(isTotalLabel) ?? '';
  return [{ line: record.line, label, day: parseDate(cell('date'), style.dateOrder), spendMicros }];
}

const doubleRow = (line: number, value: string) =>
  refusal(
    'DUPLICATE_ROW',
    says(
      'DOUBLE_ROW',
      'This campaign has two rows for one day and nothing tells them apart. Remove the double.',
    ),
    { line, value },
  );

const outsidePeriod = (
  line: number,
  value: string,
  { from, to }: { readonly from: string; readonly to: string },
) =>
  refusal(
    'ROWS_OUTSIDE_PERIOD',
    says(
      'OUTSIDE_PERIOD',
      `The file says it covers ${from} to ${to}. Its dates may be read wrongly or it was edited; export it again.`,
      dayFigure('from', from),
      dayFigure('to', to),
    ),
    { line, value },
  );

const tooManyRows = (line: number) =>
  refuse(
    'TOO_MANY_ROWS',
    says(
      'MORE_ROWS_THAN_TAKEN',
      `The file has more than ${MAX_ROWS} rows. Export it in several files of shorter periods.`,
      numberFigure('rows', MAX_ROWS),
    ),
    {
      line,
    },
  );
