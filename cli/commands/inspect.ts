import { openExport } from '../../planning/import/open-export.ts';
import type { ExportOptions, ExportSummary } from '../../planning/import/parsed-export.ts';
import { type Command, parseArguments } from '../command.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readMapping } from '../input/mapping.ts';
import { readBytes, STANDARD_INPUT, streamBytes } from '../input/read-input.ts';
import type { Io } from '../io.ts';
import { renderFiles } from '../report/files.ts';
import type { FileView } from '../report/view.ts';
import { styleFor } from '../terminal/style.ts';

export const inspect: Command = {
  help: `Usage: equimarginal inspect FILE… [--json] [--currency CODE] [--mapping FILE]

Recognises exports of ad platforms, CRMs and shops by their content, checks them, and says what is in them:
CSV, TSV, JSON or XLSX, also in zip or gzip. Nothing is sent or stored.

Options
  --json           a JSON array, one object per file: file, format, period, timeZone, currency, vatMode,
                   rows, firstDay, lastDay, spend, fileTotal, warnings, refusals (code, line, value, hint)
  --currency CODE  the ISO 4217 currency of files that do not say theirs
  --mapping FILE   a column mapping in JSON, for files of no known format and for columns that may be read
                   in two ways: {"columns": {"date": "When", "campaignName": "What", "spend": "Paid"}}

  equimarginal inspect examples/exports/*

Exit codes: 0 all can be imported, 2 a file is refused.
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      json: { type: 'boolean', default: false },
      currency: { type: 'string' },
      mapping: { type: 'string' },
    });
    const { json, currency } = values;
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) {
      throw new UsageError(
        `--currency ${JSON.stringify(currency)} is not an ISO 4217 code. Wanted three capitals, such as EUR.`,
      );
    }
    if (positionals.length === 0) throw new UsageError('No file was named. Wanted one export file or more.');
    const mapping = values.mapping === undefined ? undefined : await readMapping(values.mapping, io);

    const summaries: ExportSummary[] = [];
    for (const file of positionals) {
      const options = { name: file, ...(currency && { currency }), ...(mapping && { mapping }) };
      summaries.push(await summaryOf(options, io));
    }
    if (json) {
      const indent = io.stdout.isTerminal ? 2 : undefined;
      await io.stdout.write(`${JSON.stringify(summaries.map(jsonOf), null, indent)}\n`);
    } else {
      const style = styleFor(io.stdout, io.env);
      await io.stdout.write(renderFiles(summaries.map(viewOf), { style, width: io.stdout.columns }));
    }
    return summaries.some(({ refusals }) => refusals.length > 0) ? EXIT.badInput : EXIT.done;
  },
};

/** A file is read from the disk as often as it takes; standard input can be read once, so it is held. */
async function summaryOf(options: ExportOptions, io: Io): Promise<ExportSummary> {
  if (options.name !== STANDARD_INPUT)
    return openExport({ ...options, open: () => streamBytes(options.name) });
  const bytes = await readBytes(STANDARD_INPUT, io);
  return openExport({
    ...options,
    async *open() {
      yield bytes;
    },
  });
}

/** The keys of this object are a contract. */
function jsonOf(summary: ExportSummary) {
  return {
    file: summary.file,
    format: summary.format,
    period: summary.period,
    timeZone: summary.timeZone,
    currency: summary.currency,
    vatMode: summary.vatMode,
    rows: summary.rowCount,
    firstDay: summary.firstDay,
    lastDay: summary.lastDay,
    spend: units(summary.spendMicros),
    fileTotal: summary.fileTotalMicros === null ? null : units(summary.fileTotalMicros),
    warnings: summary.warnings,
    refusals: summary.refusals.map(({ code, line, value, hint }) => ({ code, line, value, hint })),
  };
}

function viewOf(summary: ExportSummary): FileView {
  const { file, format, rows, firstDay, lastDay, currency, spend, fileTotal, warnings, refusals } =
    jsonOf(summary);
  return {
    file,
    format,
    rows,
    created: 0,
    updated: 0,
    unchanged: 0,
    firstDay,
    lastDay,
    currencyCode: currency,
    spend,
    fileTotal,
    spendByChannel: summary.spendByChannel.map(({ channel, spendMicros }) => ({
      channel,
      spend: units(spendMicros),
    })),
    warnings,
    refusals,
  };
}

/** Micros as units of currency. */
const units = (micros: bigint) => Number(micros) / 1e6;
