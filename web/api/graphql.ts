import type { initGraphQLTada, ResultOf, VariablesOf } from 'gql.tada';
import type { introspection } from './schema-types.d.ts';

interface Setup {
  introspection: introspection;
  disableMasking: true;
  scalars: {
    BigInt: string;
    CurrencyCode: string;
    Date: string;
    DateTime: string;
    Decimal: string;
    Month: string;
  };
}

/** A document that the types of its variables and its answer belong to; when the page runs it is the document's id. */
export const graphql = ((source: string) => source) as unknown as initGraphQLTada<Setup>;

export type { ResultOf, VariablesOf };
