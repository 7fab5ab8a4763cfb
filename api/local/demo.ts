import { parseArgs } from 'node:util';
import { createClient } from '../../cli/client/create-client.ts';
import { runExample } from '../../cli/client/example.ts';
import { readEvidenceFiles, readExportFiles } from '../../cli/client/example-files.ts';
import { UsageError } from '../../cli/exit-code.ts';
import { processIo } from '../../cli/io.ts';
import { renderExample } from '../../cli/report/example.ts';
import type { ExampleView } from '../../cli/report/view.ts';
import { createProgress, type Progress } from '../../cli/terminal/progress.ts';
import { styleFor } from '../../cli/terminal/style.ts';
import { GRAPHQL_PATH } from '../server.ts';
import { EXAMPLE_EVIDENCE, EXAMPLE_EXPORTS, run } from './run.ts';
import { startLocalServer } from './server.ts';

/** Works the example out on a server and a database that end with it, and prints every step of the way. */
await run(async () => {
  const { json } = readOptions();
  const io = processIo();
  const example = await workOutExample(createProgress(io.stderr));
  const style = styleFor(io.stdout, io.env);
  await io.stdout.write(
    json
      ? `${JSON.stringify(example, null, 2)}\n`
      : `\n${renderExample(example, { style, width: io.stdout.columns })}`,
  );
});

function readOptions(): { readonly json: boolean } {
  try {
    const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${what}. The only option is --json: npm run demo -- --json`);
  }
}

async function workOutExample(progress: Progress): Promise<ExampleView> {
  const start = performance.now();
  // A database of the user's own is not for throw-away data.
  const server = await startLocalServer({ port: 0, env: { ...process.env, DYNAMODB_ENDPOINT: '' } });
  const started = { step: 'start the database and the server', milliseconds: performance.now() - start };
  try {
    const client = createClient({ url: server.url + GRAPHQL_PATH, token: server.token('admin') });
    const example = await runExample(
      client,
      await readExportFiles(EXAMPLE_EXPORTS),
      await readEvidenceFiles(EXAMPLE_EVIDENCE),
      progress,
    );
    return { ...example, steps: [started, ...example.steps] };
  } finally {
    await server.close();
  }
}
