import { nameFigure, says } from '../../optimizer/statement.ts';
import type { IsoDate } from '../../store/model/day.ts';
import { type Channel, channel } from '../../store/model/ids.ts';
import type { Micros } from '../../store/model/money.ts';
import type { Columns } from './choose-columns.ts';
import { parseDate } from './dates.ts';
import type { CellOf, Format } from './formats/format.ts';
import type { Field } from './language/field.ts';
import { statusOf } from './language/words.ts';
import { decimalToMicros, isAbsent, plainDecimal } from './numbers.ts';
import type { ExportRow, OutcomeRow } from './parsed-export.ts';
import { refuse } from './refusal.ts';
import type { Style } from './style.ts';
import { type Cell, type TableRecord, textOf } from './table/record.ts';

/** Everything that is needed to read the rows of a file, settled before. */
export interface Reading {
  readonly format: Format;
  readonly columns: Columns;
  readonly style: Style;
  /** What the conversions of all rows are, where the file or the planner says it. */
  readonly conversions: { readonly label: string | null; readonly isWhole: boolean };
}

export type UnfinishedRow = Omit<ExportRow, 'currencyCode' | 'incomplete'>;
export type UnfinishedOutcome = Omit<OutcomeRow, 'currencyCode'>;

export const cellsOf =
  (columns: Columns, record: TableRecord): CellOf =>
  (field) =>
    textOf(record.cells[columns.get(field) ?? -1]);

/** One record as a row; null when the platform gives no cost for it, which is not a cost of zero. Throws `RefusedError`. */
export function readRow(record: TableRecord, reading: Reading): UnfinishedRow | null {
  const { format, columns, style } = reading;
  const cell = cellsOf(columns, record);
  const figures = figuresOf(record, reading);
  const spendMicros = figures.money(style.spendField);
  if (spendMicros === null) return null;
  if (spendMicros < 0n) {
    const hint = says('COST_NEGATIVE', 'A cost cannot be negative. Correct the row or leave it out.');
    throw refuse('NEGATIVE_COST', hint, { line: record.line, value: cell(style.spendField) });
  }
  const platform = format.platformOf?.(cell) ?? format.platform ?? '';
  return {
    platform,
    ...campaignOf(record, reading),
    date: dateOf(record, reading),
    spendMicros,
    impressions: figures.count('impressions'),
    clicks: figures.count(style.clicksField),
    conversions: style.conversionsField === null ? null : figures.count(style.conversionsField),
    revenueMicros: figures.money('revenue'),
    attribution: attributionOf(cell, reading),
  };
}

/** One record of a CRM or shop; null when it names nothing that a campaign could be found by. Throws `RefusedError`. */
export function readOutcome(record: TableRecord, reading: Reading): UnfinishedOutcome | null {
  const { columns } = reading;
  const cell = cellsOf(columns, record);
  const figures = figuresOf(record, reading);
  const text = (field: Field) => (isAbsent(cell(field)) ? null : cell(field));
  const utm = {
    source: text('utmSource') ?? text('channel'),
    medium: text('utmMedium'),
    campaign: text('utmCampaign'),
  };
  const hasUtm = utm.source !== null || utm.medium !== null || utm.campaign !== null;
  const id = idOf(record, reading);
  const names = {
    campaignExternalId: isAbsent(id) ? null : id,
    campaignName: text('campaignName'),
    utm: hasUtm ? utm : null,
  };
  const outcome = {
    date: dateOf(record, reading),
    ...names,
    leads: figures.count('leads'),
    orders: columns.has('orders') ? figures.count('orders') : text('orderId') === null ? null : 1,
    newCustomers: figures.count('newCustomers'),
    revenueMicros: figures.money('revenue'),
    marginMicros: figures.money('margin'),
  };
  return names.campaignExternalId === null && names.campaignName === null && !hasUtm ? null : outcome;
}

/** Reads the numbers of a record in the file's style. */
function figuresOf(record: TableRecord, { columns, style }: Reading) {
  function decimal(field: Field): string | null {
    const cell: Cell = record.cells[columns.get(field) ?? -1] ?? '';
    if (isAbsent(textOf(cell))) return style.zeroFields.includes(field) ? '0' : null;
    const found = plainDecimal(cell, style.decimalSign);
    if (found !== null) return found;
    const sign = style.decimalSign === '.' ? 'point' : 'comma';
    const hint = says(
      'WANTED_NUMBER',
      `Wanted a number for ${field}, with a decimal ${sign} as in the rest of the file, or -- for none.`,
      nameFigure('field', field),
      nameFigure('sign', style.decimalSign),
    );
    throw refuse('UNREADABLE_CELL', hint, { line: record.line, value: textOf(cell).slice(0, 200) });
  }
  function money(field: Field): Micros | null {
    const found = decimal(field);
    if (found === null) return null;
    const isMicros = field === 'spendMicros' || style.moneyUnit === 'MICROS';
    // A fraction of a micro is dust of the file's writer.
    return isMicros ? BigInt(found.split('.')[0] ?? '0') : decimalToMicros(found);
  }
  function count(field: Field): number | null {
    const found = decimal(field);
    if (found === null) return null;
    if (!found.startsWith('-') && Number.isFinite(Number(found))) return Number(found);
    const hint = says('WANTED_COUNT', `Wanted ${field} of zero or more.`, nameFigure('field', field));
    throw refuse('UNREADABLE_CELL', hint, {
      line: record.line,
      value: found.slice(0, 200),
    });
  }
  return { money, count };
}

function campaignOf(record: TableRecord, reading: Reading) {
  const { format, columns } = reading;
  const cell = cellsOf(columns, record);
  const name = cell('campaignName');
  const id = idOf(record, reading);
  const channelName = format.channelOf(cell);
  const externalId = isAbsent(id) ? nameAsId(format, channelName, name) : id;
  if (isAbsent(externalId)) {
    const hint = says(
      'WANTED_CAMPAIGN',
      'This row names no campaign. Wanted a name or an id; cells merged over several rows must be filled in.',
    );
    throw refuse('UNREADABLE_CELL', hint, { line: record.line, value: '' });
  }
  const account = cell('accountId').replace(/^\[|\]$/g, '');
  return {
    campaignExternalId: externalId,
    campaignName: isAbsent(name) ? externalId : name,
    accountId: isAbsent(account) ? null : account,
    channel: channelFrom(channelName, record.line),
    status: statusOf(cell('status')),
  };
}

/** The campaign's id, out of the brackets that some reports put it in. */
function idOf(record: TableRecord, { columns }: Reading): string {
  const cell = record.cells[columns.get('campaignId') ?? -1];
  const id = textOf(cell).replace(/^\[(.*)\]$/, '$1');
  // A spreadsheet keeps 15 digits of a number and fills up with zeros.
  const isRounded = typeof cell === 'number' ? Math.abs(cell) >= 1e15 : /^\d(?:[.,]\d+)?e\+?\d+$/i.test(id);
  if (!isRounded) return id;
  const hint = says(
    'ROUNDED_ID',
    'A spreadsheet has cut this campaign id to a rounded number. Load the file as it was exported.',
  );
  throw refuse('UNREADABLE_CELL', hint, { line: record.line, value: id });
}

/** Two channels of a tidy file may each have a campaign of the same name. */
const nameAsId = (format: Format, channelName: string, name: string) =>
  format.format === 'EQUIMARGINAL_TIDY' && name !== '' ? `${channelName}/${name}` : name;

function channelFrom(name: string, line: number): Channel {
  try {
    return channel(name);
  } catch {
    const hint = says('WANTED_CHANNEL', 'Wanted a channel of 1 to 200 characters without "#".');
    throw refuse('UNREADABLE_CELL', hint, { line, value: name.slice(0, 200) });
  }
}

function dateOf(record: TableRecord, { columns, style }: Reading): IsoDate {
  const text = cellsOf(columns, record)(style.dateField);
  const date = parseDate(text, style.dateOrder);
  if (date !== null && date >= '1990' && date < '2100') return date;
  const hint = says('WANTED_DAY', 'Wanted a calendar day such as 2026-10-31.');
  throw refuse('UNREADABLE_CELL', hint, { line: record.line, value: text.slice(0, 200) });
}

function attributionOf(cell: CellOf, { style, conversions }: Reading): string | null {
  if (conversions.isWhole) return conversions.label;
  const indicator = style.conversionsField === 'results' ? cell('resultIndicator') : null;
  const parts = [indicator ?? conversions.label, cell('attribution')].filter(
    (part) => part !== null && !isAbsent(part),
  );
  return parts.length === 0 ? null : parts.join(', ');
}
