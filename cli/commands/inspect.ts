import { reportOf } from '../../planning/import/import-report.ts';
import type { ParsedExport } from '../../planning/import/parsed-export.ts';
import { readExport } from '../../planning/import/read-export.ts';
import { type Command, parseArguments } from '../command.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readBytes } from '../input/read-input.ts';
import { renderFiles } from '../report/files.ts';
import type { FileView } from '../report/view.ts';
import { styleFor } from '../terminal/style.ts';

export const inspect: Command = {
  help: `Usage: equimarginal inspect FILE… [--json] [--currency CODE]

Recognises export files of ad platforms by their content, checks them, and says what is in them.
Nothing is sent or stored.

Options
  --json           a JSON array, one object per file: file, format, period, timeZone, currency, vatMode,
                   rows, firstDay, lastDay, spend, fileTotal, warnings, refusals (code, line, value, hint)
  --currency CODE  the ISO 4217 currency of files that do not say theirs

  equimarginal inspect examples/exports/*

Exit codes: 0 all can be imported, 2 a file is refused.
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      json: { type: 'boolean', default: false },
      currency: { type: 'string' },
    });
    const { json, currency } = values;
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) {
      throw new UsageError(
        `--currency ${JSON.stringify(currency)} is not an ISO 4217 code. Wanted three capitals, such as EUR.`,
      );
    }
    if (positionals.length === 0) throw new UsageError('No file was named. Wanted one export file or more.');

    const parsed: ParsedExport[] = [];
    for (const file of positionals) {
      const bytes = await readBytes(file, io);
      parsed.push(readExport({ name: file, bytes, ...(currency === undefined ? {} : { currency }) }));
    }
    if (json) {
      const indent = io.stdout.isTerminal ? 2 : undefined;
      await io.stdout.write(`${JSON.stringify(parsed.map(jsonOf), null, indent)}\n`);
    } else {
      const style = styleFor(io.stdout, io.env);
      await io.stdout.write(renderFiles(parsed.map(viewOf), { style, width: io.stdout.columns }));
    }
    return parsed.some(({ refusals }) => refusals.length > 0) ? EXIT.badInput : EXIT.done;
  },
};

function jsonOf(parsed: ParsedExport) {
  return {
    file: parsed.file,
    format: parsed.format,
    period: parsed.period,
    timeZone: parsed.timeZone,
    currency: parsed.currency,
    vatMode: parsed.vatMode,
    rows: parsed.rows.length,
    firstDay: parsed.firstDay,
    lastDay: parsed.lastDay,
    spend: units(parsed.spendMicros),
    fileTotal: parsed.fileTotalMicros === null ? null : units(parsed.fileTotalMicros),
    warnings: parsed.warnings,
    refusals: parsed.refusals,
  };
}

function viewOf(parsed: ParsedExport): FileView {
  const { file, format, rows, firstDay, lastDay, currency, spend, fileTotal, warnings, refusals } =
    jsonOf(parsed);
  const { created, updated, unchanged, spendByChannel } = reportOf(parsed);
  return {
    file,
    format,
    rows,
    created,
    updated,
    unchanged,
    firstDay,
    lastDay,
    currencyCode: currency,
    spend,
    fileTotal,
    spendByChannel: spendByChannel.map(({ channel, spendMicros }) => ({
      channel,
      spend: units(spendMicros),
    })),
    warnings,
    refusals,
  };
}

/** Micros as units of currency. */
const units = (micros: bigint) => Number(micros) / 1e6;
