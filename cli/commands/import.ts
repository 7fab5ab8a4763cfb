import { openAsBlob } from 'node:fs';
import type { ColumnMapping } from '../../planning/import/column-mapping.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS, connect } from '../client/connect.ts';
import type { Client } from '../client/create-client.ts';
import { commitPreviewed, previewFile } from '../client/import-calls.ts';
import type { ColumnMappingInput, Import } from '../client/import-documents.ts';
import { type Command, parseArguments } from '../command.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readMapping } from '../input/mapping.ts';
import { readBytes, STANDARD_INPUT } from '../input/read-input.ts';
import type { Io } from '../io.ts';
import { renderImport } from '../report/import-preview.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { styleFor } from '../terminal/style.ts';

export const importCommand: Command = {
  help: `Usage: equimarginal import FILE… [--dry-run] [--json] [--currency CODE] [--as-of DAY] [--load-duplicates]

Loads export files of ad platforms, CRMs and shops into a workspace, in the order given. Each is shown before it
is loaded; a refused file loads nothing, and then the command goes on with the next. Loading a file again changes
nothing, and an import that was cut short is simply run again.

Options
  --dry-run          only show what would be loaded
  --json             a JSON array, one object per file: file, id, state, rowsDone, contentHash, preview
  --currency CODE    the ISO 4217 currency of files that do not say theirs
  --as-of DAY        the day up to which the files had seen data, YYYY-MM-DD; default: what they say themselves
  --mapping FILE     a column mapping in JSON, for files of no known format. Files with the same columns are read by it
                     from then on, without this option
  --load-duplicates  load also campaigns that seem to be stored already from another source
${CONNECTION_HELP}

  equimarginal import examples/exports/* --dry-run

Exit codes: 0 all are loaded, 1 the API failed, 2 a file is refused.
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      currency: { type: 'string' },
      'as-of': { type: 'string' },
      mapping: { type: 'string' },
      'load-duplicates': { type: 'boolean', default: false },
      ...CONNECTION_OPTIONS,
    });
    if (positionals.length === 0) throw new UsageError('No file was named. Wanted one export file or more.');
    const mapping =
      values.mapping === undefined ? undefined : mappingInput(await readMapping(values.mapping, io));
    const client = connect(values, io);
    const progress = createProgress(io.stderr);
    const style = styleFor(io.stdout, io.env);
    const imports: Import[] = [];
    try {
      for (const [index, file] of positionals.entries()) {
        const done = await importOne(
          client,
          file,
          index,
          positionals.length,
          { ...values, mapping },
          io,
          progress,
        );
        imports.push(done);
        progress.clear();
        if (!values.json) await io.stdout.write(renderImport(done, { style, width: io.stdout.columns }));
      }
    } finally {
      progress.clear();
    }
    if (values.json) {
      await io.stdout.write(`${JSON.stringify(imports, null, io.stdout.isTerminal ? 2 : undefined)}\n`);
    }
    return imports.some(({ preview }) => preview.refusals.length > 0) ? EXIT.badInput : EXIT.done;
  },
};

interface Options {
  readonly currency?: string | undefined;
  readonly 'as-of'?: string | undefined;
  readonly mapping: ColumnMappingInput | undefined;
  readonly 'dry-run': boolean;
  readonly 'load-duplicates': boolean;
}

async function importOne(
  client: Client,
  file: string,
  index: number,
  files: number,
  options: Options,
  io: Io,
  progress: Progress,
): Promise<Import> {
  const place = files === 1 ? '' : ` (${index + 1} of ${files})`;
  progress.step(`Reading ${file}${place}`);
  const { currency, mapping, 'as-of': asOf } = options;
  const previewed = await previewFile(client, await blobOf(file, io), {
    name: file,
    ...(currency !== undefined && { currency }),
    ...(asOf !== undefined && { asOf }),
    ...(mapping && { mapping }),
  });
  if (options['dry-run'] || previewed.preview.refusals.length > 0) return previewed;
  const tell = (rowsDone: number) =>
    progress.step(`Loading ${file}${place}`, rowsDone, previewed.preview.rows);
  tell(0);
  return commitPreviewed(client, previewed, options['load-duplicates'], tell);
}

function mappingInput({ columns, ...rest }: ColumnMapping): ColumnMappingInput {
  const pairs = Object.entries(columns).flatMap(([field, header]) => (header ? [{ field, header }] : []));
  return { ...rest, columns: pairs };
}

/** A file is sent from the disk, without being held in memory. */
async function blobOf(file: string, io: Io): Promise<Blob> {
  if (file === STANDARD_INPUT) return new Blob([Uint8Array.from(await readBytes(file, io))]);
  try {
    return await openAsBlob(file);
  } catch {
    // Says why in a sentence.
    return new Blob([Uint8Array.from(await readBytes(file, io))]);
  }
}
