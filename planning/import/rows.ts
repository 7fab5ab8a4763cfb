import type { IsoDate } from '../../store/model/day.ts';
import type { CampaignStatus } from '../../store/model/entities.ts';
import { type Channel, channel } from '../../store/model/ids.ts';
import type { Micros } from '../../store/model/money.ts';
import { type DateOrder, parseDate } from './dates.ts';
import type { Field } from './fields.ts';
import type { CellOf, Format } from './formats/format.ts';
import { type DecimalSign, decimalToMicros, isAbsent, plainDecimal } from './numbers.ts';
import type { ExportRow } from './parsed-export.ts';
import { type Refusal, refusal } from './refusal.ts';

/** How one file writes things, settled before its rows are read. */
export interface Style {
  readonly dateField: Field;
  readonly dateOrder: DateOrder;
  readonly decimalSign: DecimalSign;
  /** Link clicks stand in where a file has no clicks. */
  readonly clicksField: 'clicks' | 'linkClicks';
}

export type UnfinishedRow = Omit<ExportRow, 'currencyCode' | 'incomplete'>;

/** One record as a row; `NO_COST` when the platform gives no cost for it, which is not a cost of zero. */
export function readRow(
  cell: CellOf,
  line: number,
  format: Format,
  style: Style,
): UnfinishedRow | Refusal | 'NO_COST' {
  try {
    const spendMicros = money(cell, 'spend', line, style);
    if (spendMicros === null) return 'NO_COST';
    if (spendMicros < 0n) {
      throw new CellError(
        'NEGATIVE_COST',
        'A cost cannot be negative. Correct the row or leave it out.',
        line,
        cell('spend'),
      );
    }
    return {
      ...campaignOf(cell, line, format),
      date: dateOf(cell, line, style),
      spendMicros,
      impressions: count(cell, 'impressions', line, style),
      clicks: count(cell, style.clicksField, line, style),
      conversions: count(cell, 'conversions', line, style),
      revenueMicros: money(cell, 'revenue', line, style),
    };
  } catch (error) {
    if (error instanceof CellError) return error.refusal;
    throw error;
  }
}

/** Carries a refusal out of the cell readers below; never leaves this file. */
class CellError extends Error {
  readonly refusal: Refusal;
  constructor(code: 'UNREADABLE_CELL' | 'NEGATIVE_COST', hint: string, line: number, value: string) {
    super(hint);
    this.refusal = refusal(code, hint, { line, value });
  }
}

function campaignOf(cell: CellOf, line: number, format: Format) {
  const name = cell('campaignName');
  const id = /^\[?(.*?)\]?$/.exec(cell('campaignId'))?.[1] ?? '';
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(id)) {
    const hint =
      'A spreadsheet has cut this campaign id to a rounded number. Load the file as it was exported.';
    throw new CellError('UNREADABLE_CELL', hint, line, id);
  }
  const channelName = format.channelOf(cell);
  const externalId = isAbsent(id) ? nameAsId(format, channelName, name) : id;
  if (externalId === '') {
    throw new CellError('UNREADABLE_CELL', 'This row names no campaign. Wanted a name or an id.', line, '');
  }
  const account = cell('accountId').replace(/^\[|\]$/g, '');
  return {
    campaignExternalId: externalId,
    campaignName: isAbsent(name) ? externalId : name,
    accountId: isAbsent(account) ? null : account,
    channel: channelFrom(channelName, line),
    status: statusFrom(cell('status')),
  };
}

/** Two channels of a tidy file may each have a campaign of the same name. */
const nameAsId = (format: Format, channelName: string, name: string) =>
  format.format === 'EQUIMARGINAL_TIDY' && name !== '' ? `${channelName}/${name}` : name;

function channelFrom(name: string, line: number): Channel {
  try {
    return channel(name);
  } catch {
    throw new CellError(
      'UNREADABLE_CELL',
      'Wanted a channel of 1 to 200 characters without "#".',
      line,
      name,
    );
  }
}

function dateOf(cell: CellOf, line: number, { dateField, dateOrder }: Style): IsoDate {
  const date = parseDate(cell(dateField), dateOrder);
  if (date !== null) return date;
  throw new CellError('UNREADABLE_CELL', 'Wanted a calendar day such as 2026-10-31.', line, cell(dateField));
}

function money(cell: CellOf, field: Field, line: number, style: Style): Micros | null {
  const decimal = decimalOf(cell, field, line, style);
  return decimal === null ? null : decimalToMicros(decimal);
}

function count(cell: CellOf, field: Field, line: number, style: Style): number | null {
  const decimal = decimalOf(cell, field, line, style);
  if (decimal === null) return null;
  if (!decimal.startsWith('-')) return Number(decimal);
  throw new CellError('UNREADABLE_CELL', `Wanted ${field} of zero or more.`, line, cell(field));
}

function decimalOf(cell: CellOf, field: Field, line: number, style: Style): string | null {
  const text = cell(field);
  if (isAbsent(text)) return null;
  const decimal = plainDecimal(text, style.decimalSign);
  if (decimal !== null) return decimal;
  const sign = style.decimalSign === '.' ? 'point' : 'comma';
  const hint = `Wanted a number for ${field}, with a decimal ${sign} as in the rest of the file, or -- for none.`;
  throw new CellError('UNREADABLE_CELL', hint, line, text);
}

/** Words of the three platforms. Null for a word that says nothing of the three states. */
function statusFrom(word: string): CampaignStatus | null {
  const status = word
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
  if (['enabled', 'active', 'eligible', 'learning', 'learning limited'].includes(status)) return 'ACTIVE';
  if (['paused', 'inactive', 'off', 'campaign off', 'not delivering'].includes(status)) return 'PAUSED';
  if (['removed', 'ended', 'deleted', 'archived', 'completed', 'complete'].includes(status)) return 'ENDED';
  return null;
}
