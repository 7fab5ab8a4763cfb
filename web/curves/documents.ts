import { graphql, type ResultOf } from '../api/graphql.ts';

export const CURVES = graphql(`query Curves($after: String) {
  responseCurves(first: 20, after: $after) {
    nodes {
      campaign { id name channel { name slug } }
      family currentSpend { amount } saturationAtCurrent
      marginalCpaAtCurrent { amount }
      identifiability { verdict reason suggestion }
      observations observedSpend { min { amount } max { amount } p95 { amount } variation }
      points(count: 31) { spend { amount } expectedOutcome interval { low high } extrapolated }
    }
    pageInfo { hasNextPage endCursor }
  }
}`);

export const OBSERVED_WEEKS = graphql(`query ObservedWeeks($from: Date!, $to: Date!, $campaignIds: [ID!]!) {
  performance(from: $from, to: $to, groupBy: [CAMPAIGN, WEEK], filter: { campaignIds: $campaignIds }) {
    rows { campaign { id } period { partial } days spend { amount } conversions }
  }
}`);

export type Curve = ResultOf<typeof CURVES>['responseCurves']['nodes'][number];
