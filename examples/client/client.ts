import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';
import { BEST_SPLIT, CAMPAIGNS, type Campaign } from './documents.ts';

export interface Connection {
  /** Such as `http://localhost:4000/graphql`. */
  readonly url: string;
  readonly token: string;
}

/** Sends one operation. Its variables and its answer have the types of its document. */
export async function send<Data, Variables>(
  { url, token }: Connection,
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = await response.json();
  if (errors) {
    const requestId = response.headers.get('x-request-id');
    throw new Error(`${errors[0].message} (${errors[0].extensions?.code}, request ${requestId})`);
  }
  return data;
}

/** Every campaign, a page at a time. */
export async function* campaigns(connection: Connection): AsyncGenerator<Campaign> {
  let after: string | null = null;
  do {
    const { campaigns: page }: { campaigns: CampaignPage } = await send(connection, CAMPAIGNS, {
      first: 50,
      after,
    });
    yield* page.nodes;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

interface CampaignPage {
  readonly nodes: readonly Campaign[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What to move, largest first: lines such as `Brand: 120.00 -> 96.50`. */
export async function bestSplit(connection: Connection, name: string): Promise<readonly string[]> {
  const { createScenario: answer } = await send(connection, BEST_SPLIT, { name });
  if (answer.__typename !== 'CreateScenarioSuccess') throw new Error(`${answer.code}: ${answer.message}`);
  const moves = answer.scenario.rows.flatMap(({ campaignName, current, proposed }) =>
    proposed === null ? [] : [{ campaignName, from: Number(current.amount), to: Number(proposed.amount) }],
  );
  return moves
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .map(({ campaignName, from, to }) => `${campaignName}: ${from.toFixed(2)} -> ${to.toFixed(2)}`);
}
