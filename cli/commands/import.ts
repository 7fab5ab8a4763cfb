import { openAsBlob } from 'node:fs';
import { type Client, createClient } from '../client/create-client.ts';
import { commitPreviewed, previewFile } from '../client/import-calls.ts';
import type { Import } from '../client/import-documents.ts';
import { type Command, parseArguments } from '../command.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readBytes, STANDARD_INPUT } from '../input/read-input.ts';
import type { Io } from '../io.ts';
import { renderImport } from '../report/import-preview.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { styleFor } from '../terminal/style.ts';

const DEFAULT_URL = 'http://localhost:4000/graphql';

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
  --load-duplicates  load also campaigns that seem to be stored already from another source
  --url URL          of the API; default: EQUIMARGINAL_URL, else ${DEFAULT_URL}
  --token TOKEN      default: EQUIMARGINAL_TOKEN. The local server prints one when it starts

  equimarginal import examples/exports/* --dry-run

Exit codes: 0 all are loaded, 1 the API failed, 2 a file is refused.
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      currency: { type: 'string' },
      'as-of': { type: 'string' },
      'load-duplicates': { type: 'boolean', default: false },
      url: { type: 'string' },
      token: { type: 'string' },
    });
    if (positionals.length === 0) throw new UsageError('No file was named. Wanted one export file or more.');
    const client = clientOf(values, io);
    const progress = createProgress(io.stderr);
    const style = styleFor(io.stdout, io.env);
    const imports: Import[] = [];
    try {
      for (const [index, file] of positionals.entries()) {
        const done = await importOne(client, file, index, positionals.length, values, io, progress);
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
  const { currency, 'as-of': asOf } = options;
  const previewed = await previewFile(client, await blobOf(file, io), {
    name: file,
    ...(currency !== undefined && { currency }),
    ...(asOf !== undefined && { asOf }),
  });
  if (options['dry-run'] || previewed.preview.refusals.length > 0) return previewed;
  const tell = (rowsDone: number) =>
    progress.step(`Loading ${file}${place}`, rowsDone, previewed.preview.rows);
  tell(0);
  return commitPreviewed(client, previewed, options['load-duplicates'], tell);
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

function clientOf(
  { url, token }: { readonly url?: string | undefined; readonly token?: string | undefined },
  io: Io,
): Client {
  const given = token ?? io.env.EQUIMARGINAL_TOKEN;
  if (!given) {
    throw new UsageError(
      'There is no token. Give --token or set EQUIMARGINAL_TOKEN; npm start prints one for the local server.',
    );
  }
  const address = url ?? io.env.EQUIMARGINAL_URL ?? DEFAULT_URL;
  if (!URL.canParse(address)) throw new UsageError(`--url ${JSON.stringify(address)} is not a URL.`);
  return createClient({ url: address, token: given });
}
