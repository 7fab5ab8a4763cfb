import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { createAuthenticator } from '../../api/auth.ts';
import { createDeps } from '../../api/deps.ts';
import { createDevIssuer } from '../../api/local/dev-issuer.ts';
import { createGraphQLServer } from '../../api/server.ts';
import { createClient } from '../../cli/client/create-client.ts';
import { importFiles } from '../../cli/client/example.ts';
import { readExportFiles } from '../../cli/client/example-files.ts';
import { schema } from '../../schema/schema.ts';
import { openDatabase } from '../../store/local/open-database.ts';
import { type Random, randomFrom } from '../allocate/random.ts';
import { spreadOf } from '../statistics.ts';

const ROUNDS = 5;
const CONCURRENCY = 8;
const WORKSPACE = 'bench';
const ENDPOINT = 'http://localhost/graphql';
const EXPORTS = new URL('../../examples/exports/', import.meta.url);

/** The ready-made queries that only read, and how often a scenario is written between them. */
const READS = [
  '01-campaigns',
  '02-performance-by-channel-and-month',
  '03-response-curves',
  '05-read-the-newest-scenario',
].map((name) => readFileSync(new URL(`../../examples/queries/${name}.graphql`, import.meta.url), 'utf8'));
const WRITE = `mutation { createScenario(input: { name: "load", objective: MAX_CONVERSIONS }) {
  __typename ... on CreateScenarioSuccess { scenario { id status } } } }`;
const WRITES = 0.1;

type Send = (random: Random) => Promise<Response>;

/** Two things that a load must show: no fault, and memory that does not grow with requests. */
export async function loadRun({ seconds }: { readonly seconds: number }) {
  const database = await openDatabase({ env: { ...process.env, TABLE_NAME: 'equimarginal-load' } });
  try {
    const issuer = createDevIssuer();
    const token = issuer.token('admin', WORKSPACE);
    let hidden = 0;
    const server = createGraphQLServer({
      schema,
      authenticate: createAuthenticator(issuer).authenticate,
      deps: createDeps(database.store),
      reportError: () => hidden++,
    });
    const inProcess = (url: unknown, init?: RequestInit) => server.fetch(new Request(String(url), init));
    await importFiles(
      createClient({ url: ENDPOINT, token, fetch: inProcess }),
      await readExportFiles(EXPORTS),
    );

    const post = (query: string) =>
      new Request(ENDPOINT, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
    const bareYoga = createYoga({ schema: buildSchema('type Query { nothing: Int }'), logging: false });
    const loads: Readonly<Record<'bare' | 'cheapest' | 'reads' | 'mixed', Send>> = {
      bare: async () => bareYoga.fetch(post('{ __typename }')),
      cheapest: () => server.fetch(post('{ __typename }')),
      reads: (random) => server.fetch(post(random.pick(READS))),
      mixed: (random) => server.fetch(post(random.chance(WRITES) ? WRITE : random.pick(READS))),
    };
    const kinds = ['bare', 'cheapest', 'reads', 'mixed'] as const;
    const rates = {
      bare: [] as number[],
      cheapest: [] as number[],
      reads: [] as number[],
      mixed: [] as number[],
    };
    const statuses: Record<string, number> = {};
    const heapMegabytes: number[] = [];
    let requests = 0;
    for (const send of Object.values(loads)) await requestsPerSecond(send, seconds / 4, 0, () => {});
    // Taken in turns, so that what slows the machine slows all of them.
    for (let round = 1; round <= ROUNDS; round++) {
      for (const kind of kinds) {
        const rate = await requestsPerSecond(loads[kind], seconds, round, (status) => {
          if (kind === 'bare') return;
          requests++;
          statuses[status] = (statuses[status] ?? 0) + 1;
        });
        rates[kind].push(rate);
      }
      heapMegabytes.push(heapAfterCollection());
    }
    const overBare = (kind: 'cheapest' | 'reads' | 'mixed') =>
      spreadOf(
        rates[kind].map((rate, round) => rate / (rates.bare[round] ?? 1)),
        4,
      );
    return {
      database: database.kind,
      concurrency: CONCURRENCY,
      secondsEach: seconds,
      shareOfWrites: WRITES,
      requests,
      statuses,
      hiddenErrors: hidden,
      requestsPerSecond: Object.fromEntries(kinds.map((kind) => [kind, spreadOf(rates[kind], 1)])),
      /** Throughput over that of a bare yoga server that answers { __typename }. */
      overBareYoga: { cheapest: overBare('cheapest'), reads: overBare('reads'), mixed: overBare('mixed') },
      /** After each round. */
      heapMegabytes,
    };
  } finally {
    await database.close();
  }
}

async function requestsPerSecond(
  send: Send,
  seconds: number,
  seed: number,
  onAnswer: (status: number) => void,
): Promise<number> {
  const start = performance.now();
  const until = start + seconds * 1000;
  let answered = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async (_, client) => {
      const random = randomFrom(1 + client + CONCURRENCY * seed);
      while (performance.now() < until) {
        const response = await send(random);
        await response.text();
        answered++;
        onAnswer(response.status);
      }
    }),
  );
  return (1000 * answered) / (performance.now() - start);
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  // The flag gives new contexts a function to collect with.
  const collect: () => void = runInNewContext('gc');
  collect();
  return Number((process.memoryUsage().heapUsed / 2 ** 20).toFixed(1));
}
