import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/schema.ts';
import { graphqlRequest, startStandIn } from './stand-in.ts';

const { server } = startStandIn({ schema });

const codesOf = async (query: string, variables: object) => {
  const { errors = [] } = await (await server.fetch(graphqlRequest({ query, variables }))).json();
  return errors.map(({ extensions }: { readonly extensions: { readonly code: string } }) => extensions.code);
};

const PAGES = `query Pages($n: Int) {
  campaigns(first: $n) {
    nodes { responseCurve { points(count: 200) { spend { amount amountMicros currencyCode } interval { low high } } } }
  }
}`;

describe('what a document may cost', () => {
  it('depends on its variables, also when the same document was let through before', async () => {
    expect(await codesOf(PAGES, { n: 1 })).toEqual([]);
    expect(await codesOf(PAGES, { n: 100 })).toEqual(['QUERY_TOO_COMPLEX']);
    expect(await codesOf(PAGES, { n: 1 })).toEqual([]);
  });
});
