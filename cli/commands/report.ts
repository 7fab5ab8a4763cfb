import { writeFile } from 'node:fs/promises';
import { CONNECTION_HELP, CONNECTION_OPTIONS, connect } from '../client/connect.ts';
import { MONTHLY_REPORT, type ReportFormat } from '../client/report-documents.ts';
import { type Command, parseArguments } from '../command.ts';
import { BadInputError, EXIT, UsageError } from '../exit-code.ts';

const FORMATS: Readonly<Record<string, ReportFormat>> = { md: 'MARKDOWN', html: 'HTML' };
const REVENUE = { platform: 'PLATFORM', crm: 'CRM' } as const;

export const report: Command = {
  help: `Usage: equimarginal report --month 2026-10 [--format md|html] [-o FILE]

The report of a month, ready to be sent: goals and fact, why they differ, the best and the worst channels, the funnel
and its bottleneck, what was moved and what came of it.

Options
  --month MONTH      yyyy-mm
  --format FORMAT    md (Markdown) or html (one file with charts that prints well); default: by FILE's ending, else md
  -o, --output FILE  where to; default: standard output
  --currency CODE    convert amounts of other currencies into this one, by the rates that were loaded
  --revenue WHOSE    platform or crm; default: crm where the CRM booked revenue in the month
${CONNECTION_HELP}

  equimarginal report --month 2026-10 -o october.html
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      month: { type: 'string' },
      format: { type: 'string' },
      output: { type: 'string', short: 'o' },
      currency: { type: 'string' },
      revenue: { type: 'string' },
      ...CONNECTION_OPTIONS,
    });
    const [stranger] = positionals;
    if (stranger !== undefined) throw new UsageError(`${JSON.stringify(stranger)} is not an option.`);
    const month = monthOf(values.month);
    const format = formatOf(values.format, values.output);
    const revenueBasis = basisOf(values.revenue);
    const client = connect(values, io);
    const { monthlyReport } = await client.request(MONTHLY_REPORT, {
      month,
      format,
      convertTo: currencyOf(values.currency),
      revenueBasis,
    });
    if (values.output === undefined) {
      await io.stdout.write(monthlyReport.document);
      return EXIT.done;
    }
    await write(values.output, monthlyReport.document);
    await io.stderr.write(`The report of ${month} is in ${values.output}.\n`);
    return EXIT.done;
  },
};

function monthOf(text: string | undefined): string {
  if (text === undefined)
    throw new UsageError('No month was given. Wanted --month, such as --month 2026-10.');
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new UsageError(`--month ${JSON.stringify(text)} is not a month. Wanted yyyy-mm, such as 2026-10.`);
}

function formatOf(text: string | undefined, output: string | undefined): ReportFormat {
  const name = text ?? (/\.html?$/i.test(output ?? '') ? 'html' : 'md');
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format) return format;
  throw new UsageError(`--format ${JSON.stringify(text)} is not a format. Wanted md or html.`);
}

function currencyOf(text: string | undefined): string | null {
  if (text === undefined || /^[A-Z]{3}$/.test(text)) return text ?? null;
  throw new UsageError(
    `--currency ${JSON.stringify(text)} is not an ISO 4217 code. Wanted three capitals, such as EUR.`,
  );
}

function basisOf(text: string | undefined): 'PLATFORM' | 'CRM' | null {
  if (text === undefined) return null;
  if (text === 'platform' || text === 'crm') return REVENUE[text];
  throw new UsageError(`--revenue ${JSON.stringify(text)} is neither platform nor crm.`);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BadInputError(`${file} cannot be written: ${why}`, { cause });
  }
}
