import { type Client, createClient, typedDocument } from '../../cli/client/create-client.ts';
import { importFiles, runExampleScenario } from '../../cli/client/example.ts';
import { readEvidenceFiles, readExportFiles } from '../../cli/client/example-files.ts';
import { recordEvidence } from '../../cli/client/record-evidence.ts';
import { EXIT, UsageError } from '../../cli/exit-code.ts';
import { type Io, processIo } from '../../cli/io.ts';
import { renderPlan } from '../../cli/report/example.ts';
import { createProgress } from '../../cli/terminal/progress.ts';
import { styleFor } from '../../cli/terminal/style.ts';
import { GRAPHQL_PATH } from '../server.ts';
import { describe, EXAMPLE_EVIDENCE, EXAMPLE_EXPORTS, run } from './run.ts';
import { type LocalServer, startLocalServer } from './server.ts';

const DEFAULT_PORT = 4000;
const DEFAULT_DATA_DIR = '.data';

const FIRST_CAMPAIGN = typedDocument<{ campaigns: { edges: readonly unknown[] } }>(
  '{ campaigns(first: 1) { edges { cursor } } }',
);

/** Serves the API on this machine until it is told to stop, with an example worked out on it. */
await run(async () => {
  const stop = whenToldToStop();
  const { PORT, DATA_DIR } = process.env;
  const server = await startLocalServer({ port: portOf(PORT), dataDir: DATA_DIR || DEFAULT_DATA_DIR });
  try {
    await Promise.race([present(server, processIo()), stop]);
    await stop;
  } finally {
    await server.close();
    // The terminal has printed ^C at the start of a line.
    if (process.stderr.isTTY) process.stderr.write('\nStopped.\n');
  }
});

/** Resolves at the first signal to stop; a second one does not wait for anything to be closed. */
function whenToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let wasTold = false;
    const tell = () => {
      if (wasTold) process.exit(EXIT.error);
      wasTold = true;
      resolve();
    };
    // Not `once`: while this listener is there, the database leaves the order of closing to us.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, tell);
  });
}

function portOf(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`PORT is ${JSON.stringify(text)}; wanted a whole number from 0 to 65535.`);
}

async function present(server: LocalServer, io: Io): Promise<void> {
  const client = createClient({ url: server.url + GRAPHQL_PATH, token: server.token('admin') });
  try {
    await io.stdout.write(`\n${await exampleReport(client, io)}\n`);
  } catch (error) {
    // The server is of use without its example.
    await io.stderr.write(`The example could not be worked out: ${describe(error)}\n`);
  }
  await io.stdout.write(addresses(server, io));
}

async function exampleReport(client: Client, io: Io): Promise<string> {
  const progress = createProgress(io.stderr);
  try {
    if (!(await hasCampaigns(client))) {
      await importFiles(client, await readExportFiles(EXAMPLE_EXPORTS), progress);
      await recordEvidence(client, await readEvidenceFiles(EXAMPLE_EVIDENCE));
    }
    progress.step('Fitting the response curves and solving the example scenario');
    const plan = await runExampleScenario(client);
    return renderPlan(plan, { style: styleFor(io.stdout, io.env), width: io.stdout.columns });
  } finally {
    progress.clear();
  }
}

async function hasCampaigns(client: Client): Promise<boolean> {
  return (await client.request(FIRST_CAMPAIGN, {})).campaigns.edges.length > 0;
}

function addresses(server: LocalServer, io: Io): string {
  const { bold, dim } = styleFor(io.stdout, io.env);
  const rows = [
    ['GraphQL', bold(server.url + GRAPHQL_PATH), 'GraphiQL with ready-made queries, in a browser'],
    ['Page', bold(`${server.url}/`), ''],
    ['Token', server.token('admin'), ''],
    ['Data', server.notice, ''],
  ] as const;
  const lines = rows.map(([what, value, remark]) => `${what.padEnd(9)}${value}  ${dim(remark)}`.trimEnd());
  return `${lines.join('\n')}\n\n${dim('Ctrl-C stops the server.')}\n`;
}
