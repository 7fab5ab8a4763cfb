import { parseArgs } from 'node:util';
import { EXIT, UsageError } from '../../cli/exit-code.ts';
import { openTable } from '../../store/local/open-table.ts';
import { workspaceId } from '../../store/model/ids.ts';
import { run } from './run.ts';
import {
  countWorkspace,
  deleteWorkspace,
  exportWorkspace,
  manifestPath,
  restoreWorkspace,
} from './workspace-data.ts';

const USAGE = `npm run workspace -- export  --workspace ID --file FILE
npm run workspace -- delete  --workspace ID [--confirm ID]
npm run workspace -- restore --workspace ID --file FILE

For a person who looks after the database. Works on the local data (DATA_DIR, by default .data), on the table TABLE_NAME
of DYNAMODB_ENDPOINT, or with --table NAME on that table of AWS, in AWS_REGION and with the credentials of the
environment. Every run reads the whole table.`;

/** Everything that a workspace owns: out into a file, away, and back. */
await run(async () => {
  const { action, workspace, options } = readOptions();
  const { access, close } = await openTable({
    tableName: options.table,
    dataDir: process.env.DATA_DIR || '.data',
  });
  try {
    if (action === 'export') {
      const { items, sha256 } = await exportWorkspace(access, workspace, fileOf(options), new Date());
      print(`${items} items of ${workspace} are in ${options.file}, SHA-256 ${sha256}.`);
      print(`What it holds is told in ${manifestPath(fileOf(options))}.`);
    } else if (action === 'restore') {
      const { items } = await restoreWorkspace(access, workspace, fileOf(options));
      print(`${items} items of ${workspace} are back.`);
    } else if (options.confirm === workspace) {
      print(`${await deleteWorkspace(access, workspace)} items of ${workspace} are deleted. None is left.`);
    } else {
      const kinds = Object.entries(await countWorkspace(access, workspace));
      for (const [kind, count] of kinds) print(`${kind.padEnd(16)}${count}`);
      print(
        kinds.length === 0
          ? `There is nothing of a workspace ${workspace} in this table.`
          : `Nothing was deleted. To delete all of it for good, add --confirm ${workspace}`,
      );
      process.exitCode = EXIT.badInput;
    }
  } finally {
    await close();
  }
});

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        file: { type: 'string' },
        confirm: { type: 'string' },
        table: { type: 'string' },
      },
    });
    const [action, ...more] = positionals;
    if (action !== 'export' && action !== 'delete' && action !== 'restore') {
      throw new Error(`Saw ${JSON.stringify(action ?? '')}; wanted export, delete or restore`);
    }
    if (more.length > 0) throw new Error(`Saw ${more.join(', ')} after ${action}; wanted options only`);
    if (!values.workspace) throw new Error('--workspace is missing');
    if (values.confirm !== undefined && values.confirm !== values.workspace) {
      throw new Error(`--confirm says ${values.confirm} and --workspace ${values.workspace}`);
    }
    return { action, workspace: workspaceId(values.workspace), options: values } as const;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}.\n\n${USAGE}`);
  }
}

function fileOf({ file }: { readonly file?: string | undefined }): string {
  if (file) return file;
  throw new UsageError(`--file is missing.\n\n${USAGE}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
