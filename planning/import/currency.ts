import type { CurrencyCode } from '../../store/model/money.ts';
import { type Refusal, refusal } from './refusal.ts';
import { cellsOf } from './sections.ts';
import type { Table, TableRecord } from './table.ts';

const ISO_4217 = /^[A-Z]{3}$/;

/** The one currency of a file: of its currency column, else of its spend header, else the one handed in. */
export function currencyOf(
  table: Table,
  data: readonly TableRecord[],
  handedIn: CurrencyCode | undefined,
): CurrencyCode | Refusal {
  const stated = statedCurrency(table, data);
  if (stated !== null && typeof stated !== 'string') return stated;
  if (stated !== null && handedIn !== undefined && stated !== handedIn) {
    return refusal(
      'MIXED_CURRENCY',
      `The file says ${stated}, ${handedIn} was given. Leave the currency out, the file's own is used.`,
      { line: table.headerLine, value: stated },
    );
  }
  return (
    stated ??
    handedIn ??
    refusal(
      'NEEDS_CURRENCY',
      'The file does not say which currency its amounts are in. Give one (such as EUR) or add a column currency.',
      { line: table.headerLine, value: table.header[table.columns.get('spend') ?? -1] ?? '' },
    )
  );
}

function statedCurrency(table: Table, data: readonly TableRecord[]): CurrencyCode | Refusal | null {
  const spendHeader = table.header[table.columns.get('spend') ?? -1] ?? '';
  let seen: CurrencyCode | null = /\(([A-Z]{3})\)/.exec(spendHeader)?.[1] ?? null;
  for (const record of data) {
    const code = cellsOf(table, record)('currency');
    if (code === '') continue;
    if (!ISO_4217.test(code)) {
      return refusal('UNREADABLE_CELL', 'Wanted an ISO 4217 currency code such as EUR.', {
        line: record.line,
        value: code,
      });
    }
    if (seen !== null && code !== seen) {
      return refusal(
        'MIXED_CURRENCY',
        `The file holds ${seen} and ${code}. Amounts of two currencies are never added; export each alone.`,
        { line: record.line, value: code },
      );
    }
    seen = code;
  }
  return seen;
}
