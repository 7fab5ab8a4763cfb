import { createAuthenticator } from '../../api/auth.ts';
import { createDevIssuer } from '../../api/local/dev-issuer.ts';
import { createGraphQLServer } from '../../api/server.ts';
import { schema } from '../../schema/schema.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { createMemoryUploads } from '../../store/memory/memory-uploads.ts';
import { randomFrom } from '../allocate/random.ts';
import { randomBody } from './random-request.ts';

/** What a random request was answered that no request should be. */
export interface Finding {
  readonly seed: number;
  readonly what: 'SERVER_ERROR' | 'HIDDEN_ERROR' | 'LEAK';
  readonly body: string;
  readonly answer: string;
}

/** Paths, stacks, names of runtime errors and of what lies below: nothing that a caller should read. */
const INTERNAL =
  /node_modules|\.ts:\d|\n {4}at |arn:aws|DynamoDB|ECONNREFUSED|TypeError|RangeError|Cannot read prop|is not a function|\bpk\b.*\bsk\b/;

const WORKSPACE = 'fuzz';
const CAMPAIGNS = ['Brand', 'Generic', 'Shared'];

/** A server with a little data, and a way to send it the request of a seed. */
export async function startFuzzing() {
  const issuer = createDevIssuer();
  const authorization = `Bearer ${issuer.token('admin', WORKSPACE)}`;
  const hidden: unknown[] = [];
  const statuses: Record<string, number> = {};
  let lastId = 0;
  const server = createGraphQLServer({
    schema,
    authenticate: createAuthenticator(issuer).authenticate,
    deps: {
      store: createMemoryStore(),
      uploads: createMemoryUploads(),
      now: () => new Date('2026-11-02T09:00:00Z'),
      newId: () => `ID${String(++lastId).padStart(6, '0')}`,
    },
    reportError: ({ error }) => hidden.push(error),
  });
  const send = (body: string) =>
    server.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization,
        },
        body,
      }),
    );
  const ask = async (query: string, variables: object = {}) =>
    (await (await send(JSON.stringify({ query, variables }))).json()).data;

  await ask('mutation($input: ImportExportsInput!) { importExports(input: $input) { __typename } }', {
    input: {
      files: [{ name: 'a.csv', currency: 'EUR', base64: Buffer.from(tidyExport()).toString('base64') }],
    },
  });
  const { campaigns } = await ask('{ campaigns { nodes { id } } }');
  const ids = (campaigns.nodes as readonly { id: string }[]).map(({ id }) => id);
  ids.push(...['Scenario:ID000002', 'ChangeSet:ID000009', 'Channel:search'].map((id) => btoa(id)));

  return {
    /** How many requests were answered how; `200 with data` where something was told. */
    statuses,
    /** Sends the request of this seed. Null: it was answered as a request may be. */
    async probe(seed: number): Promise<Finding | null> {
      hidden.length = 0;
      const body = randomBody(schema, ids, randomFrom(seed));
      const response = await send(body);
      const text = await response.text();
      const kind = `${response.status}${/^\{"data":\{/.test(text) ? ' with data' : ''}`;
      statuses[kind] = (statuses[kind] ?? 0) + 1;
      const finding = (what: Finding['what'], answer: string) => ({
        seed,
        what,
        body: body.slice(0, 3_000),
        answer,
      });
      const [error] = hidden;
      if (error)
        return finding('HIDDEN_ERROR', String(error instanceof Error ? error.stack : error).slice(0, 1_000));
      if (response.status >= 500) return finding('SERVER_ERROR', `${response.status} ${text.slice(0, 500)}`);
      const leak = INTERNAL.exec(text);
      return leak ? finding('LEAK', text.slice(Math.max(0, leak.index - 200), leak.index + 300)) : null;
    },
  };
}

function tidyExport(): string {
  const rows = CAMPAIGNS.flatMap((campaign, index) =>
    Array.from({ length: 45 }, (_, i) => {
      const date = new Date(Date.UTC(2026, 7, 1 + i)).toISOString().slice(0, 10);
      const spend = (40 + 20 * index) * (1 + 0.4 * Math.sin(1.7 * i + index));
      const conversions = Math.round(3 * Math.sqrt(spend));
      return `${date},search,${campaign},${spend.toFixed(2)},1000,100,${conversions},${conversions * 40}`;
    }),
  );
  return ['date,channel,campaign,spend,impressions,clicks,conversions,revenue', ...rows].join('\n');
}
