import { nameFigure, numberFigure, type Statement, says } from '../../optimizer/statement.ts';
import type { FileFacts } from './formats/format.ts';
import type { ExportOptions } from './parsed-export.ts';
import { isPersonal } from './personal-data.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Reading } from './rows.ts';
import type { Survey } from './survey.ts';
import type { Table } from './table/open-table.ts';
import { totalMismatch, totalOfShownRows } from './totals.ts';

export interface Surveyed {
  readonly table: Table;
  readonly reading: Reading;
  readonly facts: FileFacts;
  readonly survey: Survey;
  readonly options: ExportOptions;
}

/** Everything that keeps a file from being trusted, once it has been read through. Empty when nothing does. */
export function refusalsOf(of: Surveyed): readonly Refusal[] {
  const { survey, table } = of;
  const beforeRows = [headersOnly(of), notDaily(of), survey.doubt, unclearResults(of), mergedRows(of)].find(
    (found) => found !== null,
  );
  if (beforeRows) return [beforeRows];
  const { shortLastLine, refusals, currency } = survey;
  const isCut = shortLastLine !== null && !table.endsWithLineBreak();
  if (isCut)
    return [cutOff(shortLastLine, says('CUT_IN_A_ROW', 'The last line ends in the middle of a row.'))];
  const ofRows = [...refusals, ...(typeof currency === 'string' ? [] : [currency])];
  if (ofRows.length > 0) return ofRows;
  return [
    survey.firstOutsidePeriod,
    wrongTotal(of),
    fewerRowsThanStated(of),
    lostEnd(of),
    fullToTheLimit(of),
  ].filter((found) => found !== null);
}

function headersOnly({ survey, table: { head } }: Surveyed): Refusal | null {
  if (survey.dataRows > 0) return null;
  return refusal(
    'HEADERS_ONLY',
    says('NO_ROWS', 'The file has a header and no rows. Choose a period with data and export it again.'),
    { line: head.headerLine, value: head.header.join(' | ') },
  );
}

function notDaily({ survey, facts, reading, table: { head } }: Surveyed): Refusal | null {
  const { format, columns, style } = reading;
  const seen = survey.grain.coarserThanDaily(
    format.datesAreStarts ? facts.period : null,
    format.kind === 'OUTCOMES',
  );
  const isDaily = columns.has(style.dateField) && survey.periodsOfManyDays === 0;
  if (isDaily && facts.coarserThanDaily === null && seen === null) return null;
  const hint = says(
    `NOT_DAILY_${format.format}`,
    `The rows of this file are not single days. ${format.dailyHint}`,
  );
  return refusal('NOT_DAILY', hint, {
    line: head.headerLine,
    value: facts.coarserThanDaily ?? seen ?? facts.periodText ?? head.header.join(' | '),
  });
}

/** Results are purchases for one campaign and clicks for another. */
function unclearResults({ survey, reading, options, table: { head } }: Surveyed): Refusal | null {
  if (reading.style.conversionsField !== 'results' || options.mapping?.columns.conversions !== undefined)
    return null;
  const { resultIndicators } = survey;
  if (reading.columns.has('resultIndicator') && resultIndicators.size <= 1) return null;
  const value =
    [...resultIndicators].slice(0, 5).join(', ') || (head.header[reading.columns.get('results') ?? -1] ?? '');
  return refusal(
    'AMBIGUOUS_RESULT_COLUMN',
    says(
      'RESULTS_DIFFER',
      'Results mean something else for each objective, so they cannot be added up. Add the column of the result that counts ' +
        '(such as Purchases or Leads) and export again, or name it in a column mapping: {"columns": {"conversions": "Results"}}.',
    ),
    { line: head.headerLine, value },
  );
}

function mergedRows({ table }: Surveyed): Refusal | null {
  const merged = table
    .merged()
    .find(({ firstRow, lastRow }) => lastRow > firstRow && lastRow > table.head.headerLine);
  if (merged === undefined) return null;
  return refusal(
    'UNREADABLE_CELL',
    says(
      'MERGED_CELLS',
      'Cells are merged over several rows here, so it is not said which rows their content is for. Unmerge them and fill in each row.',
    ),
    { line: merged.firstRow, value: merged.range },
  );
}

function wrongTotal({ survey }: Surveyed): Refusal | null {
  const { totals, tally, dataRows, spendDecimals } = survey;
  const lastPlaceMicros = 10n ** BigInt(6 - Math.min(6, spendDecimals));
  const total = totalOfShownRows(totals);
  const ofFile = total === null ? null : totalMismatch(total, tally.spendMicros, dataRows, lastPlaceMicros);
  if (ofFile !== null) return ofFile;
  for (const ofDay of totals) {
    if (ofDay.day === null) continue;
    const found = totalMismatch(ofDay, tally.spendByDay.get(ofDay.day) ?? 0n, dataRows, lastPlaceMicros);
    if (found !== null) return found;
  }
  return null;
}

function fewerRowsThanStated({ survey, facts }: Surveyed): Refusal | null {
  const stated = survey.statedRows ?? facts.statedRows;
  if (stated === null || stated <= survey.dataRows) return null;
  return cutOff(
    null,
    statedRowsDiffer('FEWER_ROWS_THAN_STATED', stated, survey.dataRows),
    String(survey.dataRows),
  );
}

function lostEnd({ survey, table, reading }: Surveyed): Refusal | null {
  const wantsFooter = reading.format.endsWithFooter && table.head.preamble.length > 0;
  if (!wantsFooter || survey.hasFooter || table.endsWithLineBreak()) return null;
  return cutOff(null, says('END_MISSING', 'The lines that such a report ends with are missing.'));
}

/** Where interfaces and spreadsheets stop writing. */
const ROW_LIMITS = [65_535, 65_536, 1_048_575, 1_048_576];
const ROW_LIMITS_OF_INTERFACES = [1000, 5000, 10_000, 100_000];

function fullToTheLimit({ survey, facts, reading }: Surveyed): Refusal | null {
  const isChecked =
    totalOfShownRows(survey.totals) !== null || (survey.statedRows ?? facts.statedRows) !== null;
  const limits =
    reading.format.format === 'YANDEX_DIRECT' ? [...ROW_LIMITS, ...ROW_LIMITS_OF_INTERFACES] : ROW_LIMITS;
  if (isChecked || !limits.includes(survey.dataRows)) return null;
  return cutOff(
    null,
    says(
      'FULL_TO_THE_LIMIT',
      `The file has exactly ${survey.dataRows} rows, at which exports are cut off, and no total that would show that it is whole.`,
      numberFigure('rows', survey.dataRows),
    ),
    String(survey.dataRows),
  );
}

const statedRowsDiffer = (code: string, stated: number, rows: number) =>
  says(
    code,
    `The file says it has ${stated} rows and has ${rows}.`,
    numberFigure('stated', stated),
    numberFigure('rows', rows),
  );

const cutOff = (line: number | null, seen: Statement, value?: string) =>
  refusal(
    'TRUNCATED_EXPORT_SUSPECTED',
    { ...seen, sentence: `${seen.sentence} Export the report again, in shorter periods if it is long.` },
    {
      ...(line !== null && { line }),
      ...(value !== undefined && { value }),
    },
  );

/** What to know of a file, though it was read. */
export function warningsOf(of: Surveyed): readonly Statement[] {
  const { survey, facts, reading, table } = of;
  const { columns, style, format } = reading;
  const { tally, withoutCost, withoutName, dataRows } = survey;
  const stated = survey.statedRows ?? facts.statedRows;
  const personal = table.head.header.filter(isPersonal).join(', ');
  const isPerformance = format.kind === 'PERFORMANCE';
  const counted = (code: string, sentence: string, n: number) =>
    n > 0 && says(code, `${sentence}: ${n}.`, numberFigure('n', n));
  return [
    counted('ROWS_WITHOUT_COST', 'Rows left out because they have no cost', withoutCost),
    counted(
      'ROWS_WITHOUT_NAME',
      'Rows left out because they name no campaign and carry no UTM tag',
      withoutName,
    ),
    isPerformance && style.conversionsField === null && NO_CONVERSIONS,
    isPerformance && style.conversionsField === 'leads' && LEADS_TAKEN,
    isPerformance && style.conversionsField === 'conversions' && columns.has('leads') && LEADS_ASIDE,
    isPerformance &&
      style.conversionsField !== null &&
      counted(
        'DAYS_WITHOUT_CONVERSIONS',
        'Campaign days without a conversions figure, kept as not reported and not as 0',
        tally.withoutConversions,
      ),
    format.moneyUnit === 'MICROS_OR_UNITS' && style.moneyUnit === 'MICROS' && IN_MICROS,
    stated !== null && stated < dataRows && statedRowsDiffer('MORE_ROWS_THAN_STATED', stated, dataRows),
    personal !== '' &&
      says(
        'PERSONAL_COLUMNS',
        `Columns with personal data are not read: ${personal}.`,
        nameFigure('columns', personal),
      ),
    format.platform === 'yandex_direct' && facts.vatMode === null && NO_VAT_MODE,
  ].filter((warning) => warning !== false);
}

const NO_CONVERSIONS = says(
  'NO_CONVERSIONS_COLUMN',
  'The file has no conversions column. Add the column to fit response curves.',
);
const LEADS_TAKEN = says('LEADS_TAKEN', 'Leads are taken as conversions, as the file has no others.');
const LEADS_ASIDE = says(
  'LEADS_ASIDE',
  'Leads are a column of their own here and are not counted as conversions.',
);
const IN_MICROS = says(
  'IN_MILLIONTHS',
  'Amounts are read as millionths of the currency, the default of the Reports service.',
);
const NO_VAT_MODE = says('NO_VAT_MODE', 'The file does not say whether its amounts include value-added tax.');
