import { numberFigure, says } from '../../optimizer/statement.ts';
import { addDays } from '../../store/model/day.ts';
import { batchesOf } from './batches.ts';
import { closeAfter } from './bytes/close-after.ts';
import { type Encoding, legacyEncodingOf, NotUtf8Error } from './bytes/decode.ts';
import { unpack } from './bytes/unpack.ts';
import { chooseColumns } from './choose-columns.ts';
import { type FileFacts, type Format, NO_FACTS } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import { googleAdsApi } from './formats/google-ads-api.ts';
import { mapped } from './formats/mapped.ts';
import { normalised } from './language/normalise.ts';
import type { ExportBatch, ExportOptions, ExportSource, OpenedExport } from './parsed-export.ts';
import { listedWarnings } from './parsed-export.ts';
import { isPersonal } from './personal-data.ts';
import { type Refusal, RefusedError, refusal } from './refusal.ts';
import type { Reading } from './rows.ts';
import { sameStyle, styleOfColumns } from './style.ts';
import { surveyed } from './survey.ts';
import { openTable, type Table } from './table/open-table.ts';
import { textOf } from './table/record.ts';
import { totalOfShownRows } from './totals.ts';
import { refusalsOf, type Surveyed, warningsOf } from './verdict.ts';

/**
 * Platforms credit conversions to the day of the click, and most come in within a week: this many days up to and
 * with `asOf` are taken as still incomplete. A newer export of the same days settles them.
 */
export const INCOMPLETE_DAYS = 7;

/**
 * Reads an export through once and says what it is. Nothing of its rows is kept: `batches` reads it again. Content that
 * cannot be read is a refusal in the result, never an exception; what `open` throws, it throws.
 */
export async function openExport(source: ExportSource): Promise<OpenedExport> {
  const known: Known = { format: null, facts: NO_FACTS, header: [] };
  try {
    const of = await survey(source, known);
    return opened(source, of);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const header = known.header.length > 0 ? known.header : error.columns;
    return refused(source, { ...known, header }, [error.refusal]);
  }
}

/** What a file turned out to be before it was refused. */
interface Known {
  format: Format | null;
  facts: FileFacts;
  header: readonly string[];
}

/** Passes over the file until one has read it in the style and the encoding that it proves to be in. */
async function survey(
  source: ExportSource,
  known: Known,
): Promise<Surveyed & { readonly encoding: Encoding }> {
  const { mapping } = source;
  let encoding: Encoding = 'utf-8';
  let style: Reading['style'] | null = null;
  for (;;) {
    try {
      const found = await closeAfter(source.open(), async (chunks) => {
        const table = await openTable(chunks, encoding, mapping);
        known.header = table.head.header;
        const format = formatOf(table, source);
        const facts = factsOf(format, table, source);
        Object.assign(known, { format, facts });
        const reading = readingOf(table, format, style, source);
        const survey = await surveyed(table, reading, facts.period, source, style === null);
        return { table, reading, facts, survey, options: source, encoding };
      });
      if (sameStyle(found.survey.style, found.reading.style)) return found;
      style = found.survey.style;
    } catch (error) {
      if (!(error instanceof NotUtf8Error)) throw error;
      encoding = await closeAfter(source.open(), legacyEncoding);
      style = null;
    }
  }
}

async function legacyEncoding(chunks: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const content = await unpack(chunks);
  if (content.kind !== 'TEXT') throw new TypeError('A workbook was read as text.');
  return legacyEncodingOf(content.bytes);
}

function formatOf(table: Table, { mapping }: ExportOptions): Format {
  if (table.isGoogleAdsApi) return googleAdsApi;
  const format =
    FORMATS.find((candidate) => candidate.recognises(table.head)) ?? (mapping && mapped(mapping));
  if (format !== undefined) return format;
  throw new RefusedError(unknownFormat(table));
}

function factsOf(format: Format, { head }: Table, { mapping }: ExportOptions): FileFacts {
  const facts = format.factsOf(head);
  const zoneOfFirstRow = textOf(head.first?.cells[head.columns.get('timeZone') ?? -1]);
  return {
    ...facts,
    timeZone: mapping?.timeZone ?? facts.timeZone ?? (zoneOfFirstRow === '' ? null : zoneOfFirstRow),
    vatMode: mapping?.vatMode ?? facts.vatMode,
  };
}

function readingOf(
  table: Table,
  format: Format,
  style: Reading['style'] | null,
  { mapping }: ExportOptions,
): Reading {
  const { head } = table;
  const columns = chooseColumns(head, format, mapping);
  if ('code' in columns) throw new RefusedError(columns);
  const missing = missingColumn(table, format, columns);
  if (missing !== null) throw new RefusedError(missing);
  const settled = style ?? styleOfColumns(columns, format, mapping);
  const header = head.header[columns.get(settled.conversionsField ?? 'conversions') ?? -1];
  const ownLabel = header === undefined ? null : (format.conversionsAre?.(header) ?? null);
  const isOtherThanUsual = settled.conversionsField === 'leads' || mapping?.columns.conversions !== undefined;
  return {
    format,
    columns,
    style: settled,
    conversions: {
      label: mapping?.attribution ?? ownLabel ?? (isOtherThanUsual ? (header ?? null) : null),
      isWhole: mapping?.attribution !== undefined,
    },
  };
}

function missingColumn({ head }: Table, format: Format, columns: Reading['columns']): Refusal | null {
  const isPerformance = format.kind === 'PERFORMANCE';
  const names = isPerformance
    ? (['campaignName', 'campaignId'] as const)
    : (['campaignName', 'campaignId', 'utmCampaign', 'utmSource', 'utmMedium', 'channel'] as const);
  const hasDay =
    columns.has('date') || columns.has('periodStart') || columns.has('coarsePeriod') || isPerformance;
  const lacksCost = isPerformance && !columns.has('spend') && !columns.has('spendMicros');
  const lacksCampaign = !names.some((field) => columns.has(field));
  const missing = [
    lacksCost ? 'a cost column (Cost, Spend or Amount spent)' : null,
    lacksCampaign ? `a Campaign or Campaign ID column${isPerformance ? '' : ' or UTM tags'}` : null,
    hasDay ? null : 'a column with the day (Date)',
  ].filter((name) => name !== null);
  if (missing.length === 0) return null;
  const hint = says(
    'COLUMNS_MISSING',
    `Wanted ${missing.join(' and ')}. Add it to the report and export it again.`,
    numberFigure('cost', Number(lacksCost)),
    numberFigure('campaign', Number(lacksCampaign)),
    numberFigure('day', Number(!hasDay)),
  );
  return refusal('MISSING_COLUMN', hint, { line: head.headerLine, value: head.header.join(' | ') });
}

function opened(source: ExportSource, of: Surveyed & { readonly encoding: Encoding }): OpenedExport {
  const { survey: found, reading, facts, table, encoding } = of;
  const { format } = reading;
  const known: Known = { format, facts, header: table.head.header };
  const refusals = refusalsOf(of);
  const currency = typeof found.currency === 'string' ? found.currency : null;
  if (refusals.length > 0) {
    const isMoneyless = needsNoCurrency(reading) && refusals.every(({ code }) => code === 'NEEDS_CURRENCY');
    if (!isMoneyless) return { ...refused(source, known, refusals), currency };
  }
  const { tally } = found;
  const asOf = source.asOf ?? facts.lastCompleteDay ?? facts.period?.to ?? tally.dates.last;
  return {
    ...refused(source, known, []),
    currency,
    attributions: [...tally.attributions].sort(),
    asOf,
    rowCount: tally.index.days.size,
    firstDay: tally.dates.first,
    lastDay: tally.dates.last,
    spendMicros: tally.spendMicros,
    spendByChannel: [...tally.spendByChannel]
      .map(([channel, spendMicros]) => ({ channel, spendMicros }))
      .sort((a, b) => (a.channel < b.channel ? -1 : 1)),
    campaigns: format.kind === 'PERFORMANCE' ? tally.campaigns() : [],
    fileTotalMicros: totalOfShownRows(found.totals)?.spendMicros ?? null,
    ...listedWarnings(warningsOf(of)),
    batches: () =>
      batchesOf({
        open: () => openTable(source.open(), encoding, source.mapping),
        reading,
        index: tally.index,
        currency,
        completeThrough: asOf === null ? null : addDays(asOf, -INCOMPLETE_DAYS),
      }),
  };
}

/** A CRM's counts are counts in any currency. */
const needsNoCurrency = ({ format, columns }: Reading) =>
  format.kind === 'OUTCOMES' && !columns.has('revenue') && !columns.has('margin');

function refused(
  options: ExportOptions,
  { format, facts, header }: Known,
  refusals: readonly Refusal[],
): OpenedExport {
  return {
    file: options.name,
    format: format?.format ?? null,
    kind: format?.kind ?? null,
    platform: format?.platform ?? null,
    period: facts.period,
    timeZone: facts.timeZone,
    currency: null,
    vatMode: facts.vatMode,
    attributions: [],
    asOf: options.asOf ?? null,
    completenessNotice: facts.completenessNotice,
    rowCount: 0,
    firstDay: null,
    lastDay: null,
    spendMicros: 0n,
    spendByChannel: [],
    campaigns: [],
    fileTotalMicros: null,
    columns: header,
    droppedColumns: header.filter(isPersonal),
    headerSignature: header.length === 0 ? null : header.map(normalised).sort().join('|'),
    ...listedWarnings([]),
    refusals,
    batches: noBatches,
  };
}

async function* noBatches(): AsyncGenerator<ExportBatch> {}

const unknownFormat = ({ head }: Table) =>
  refusal(
    'UNSUPPORTED',
    says(
      'FORMAT_UNKNOWN',
      'This table is of no known format. Known are the exports of Google Ads, Meta Ads Manager, Yandex.Direct, Microsoft ' +
        'Advertising, LinkedIn, TikTok and Fivetran, tables with the columns date, channel, campaign, spend, impressions, ' +
        'clicks, conversions, revenue, and those of a CRM or shop. A column mapping says what the columns of any other mean.',
    ),
    { line: head.headerLine, value: head.header.join(' | ').slice(0, 500) },
  );
