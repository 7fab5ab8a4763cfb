import { initGraphQLTada, type ResultOf } from 'gql.tada';
import type { introspection } from './schema-types.d.ts';

/** Types come from the schema alone: a field that does not exist, or a wrong variable, does not compile. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { CurrencyCode: string; Decimal: string };
}>();

/** A page of campaigns. */
export const CAMPAIGNS = graphql(`
  query ListCampaigns($first: Int!, $after: String) {
    campaigns(first: $first, after: $after) {
      nodes { id name currencyCode channel { name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export type Campaign = ResultOf<typeof CAMPAIGNS>['campaigns']['nodes'][number];

/** The best split of today's budget. What may go wrong is a member of the answer, so it cannot be forgotten. */
export const BEST_SPLIT = graphql(`
  mutation FindBestSplit($name: String!) {
    createScenario(input: { name: $name, objective: MAX_CONVERSIONS }) {
      __typename
      ... on CreateScenarioSuccess {
        scenario {
          id
          status
          rows { campaignName current { amount } proposed { amount } }
        }
      }
      ... on Error { code message }
    }
  }
`);
