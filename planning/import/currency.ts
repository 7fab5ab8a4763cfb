import { nameFigure, says } from '../../optimizer/statement.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { Columns } from './choose-columns.ts';
import type { Format } from './formats/format.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { TableHead } from './table/head.ts';
import { type TableRecord, textOf } from './table/record.ts';

const ISO_4217 = /^[A-Z]{3}$/;
/** Signs of one currency alone. A dollar, pound, yen or krona may be of several. */
const CURRENCY_OF_SIGN: Readonly<Record<string, CurrencyCode>> = { '€': 'EUR', '₽': 'RUB' };

/** What a file says of its currency, record by record. */
export interface CurrencyFinder {
  see(record: TableRecord): void;
  /** The one currency of the file: of its column, else of a header of amounts, else the one handed in. */
  found(): CurrencyCode | Refusal;
}

export function createCurrencyFinder(
  { header, headerLine }: TableHead,
  columns: Columns,
  format: Format,
  handedIn: CurrencyCode | undefined,
): CurrencyFinder {
  const column = columns.get('currency') ?? -1;
  const amounts = (['spend', 'spendMicros', 'revenue', 'margin'] as const).flatMap(
    (field) => columns.get(field) ?? [],
  );
  const headers = amounts.map((index) => header[index] ?? '');
  const amountHeader = headers[0] ?? '';
  let seen: CurrencyCode | null =
    headers.map((name) => currencyInHeader(name, format)).find((code) => code !== null) ?? null;
  let wrong: Refusal | null = null;
  let sign: { readonly line: number; readonly text: string; readonly code: CurrencyCode } | null = null;

  function see({ line, cells }: TableRecord): void {
    for (const index of amounts) {
      const code = CURRENCY_OF_SIGN[/[€₽]/.exec(String(cells[index] ?? ''))?.[0] ?? ''];
      if (code !== undefined) sign ??= { line, text: textOf(cells[index]), code };
    }
    const code = textOf(cells[column]);
    if (code === '' || code === seen || wrong !== null) return;
    if (!ISO_4217.test(code)) wrong = noCode(line, code);
    else if (seen === null) seen = code;
    else wrong = mixed(line, seen, code);
  }

  function found(): CurrencyCode | Refusal {
    if (wrong !== null) return wrong;
    if (seen !== null && handedIn !== undefined && seen !== handedIn) {
      const hint = says(
        'OTHER_CURRENCY_GIVEN',
        `The file says ${seen}, ${handedIn} was given. Leave the currency out, the file's own is used.`,
        nameFigure('seen', seen),
        nameFigure('given', handedIn),
      );
      return refusal('MIXED_CURRENCY', hint, { line: headerLine, value: seen });
    }
    const currency = seen ?? handedIn ?? sign?.code;
    if (currency === undefined) return needed(headerLine, amountHeader);
    return sign !== null && sign.code !== currency ? mixedSign(sign.line, sign.text, currency) : currency;
  }
  return { see, found };
}

/** `Amount spent (EUR)`, `Расход, ₽`; `Расход (руб.)` of Yandex, where other roubles are spelled out. */
function currencyInHeader(header: string, { roubles }: Format): CurrencyCode | null {
  const code = /\(([A-Z]{3})\)/.exec(header)?.[1];
  if (code !== undefined) return code;
  if (roubles && /[(,]\s*руб\.?[\s,)]?/i.test(header)) return 'RUB';
  return CURRENCY_OF_SIGN[/[€₽]/.exec(header)?.[0] ?? ''] ?? null;
}

const noCode = (line: number, value: string) =>
  refusal('UNREADABLE_CELL', says('WANTED_CURRENCY', 'Wanted an ISO 4217 currency code such as EUR.'), {
    line,
    value: value.slice(0, 200),
  });

const mixed = (line: number, seen: CurrencyCode, other: CurrencyCode) =>
  refusal(
    'MIXED_CURRENCY',
    says(
      'TWO_CURRENCIES',
      `The file holds ${seen} and ${other}. Amounts of two currencies are never added; export each alone.`,
      nameFigure('seen', seen),
      nameFigure('other', other),
    ),
    { line, value: other },
  );

const mixedSign = (line: number, value: string, currency: CurrencyCode) =>
  refusal(
    'MIXED_CURRENCY',
    says(
      'OTHER_SIGN',
      `Amounts are taken to be in ${currency}, and this one bears another sign. Say which it is.`,
      nameFigure('currency', currency),
    ),
    {
      line,
      value,
    },
  );

const needed = (line: number, value: string) =>
  refusal(
    'NEEDS_CURRENCY',
    says(
      'NO_CURRENCY',
      'The file does not say which currency its amounts are in. Give one (such as EUR) or add a column currency.',
    ),
    { line, value },
  );
