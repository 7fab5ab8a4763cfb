import { graphql, type ResultOf } from '../api/graphql.ts';

export const HEALTH = graphql(`query Health($after: String) {
  responseCurves(first: 50, after: $after) {
    nodes {
      campaign { id name currencyCode }
      observations dataCompleteThrough outliers warnings
      identifiability { verdict reason suggestion }
      observedSpend { variation }
      forecastError { wape intervalCoverage }
      correlatedSpend { correlation campaign { id name } }
      suggestedExperiment {
        rank weeks value spendFrom { amount } spendTo { amount } cost { amount } expectedMarginalInterval { low high }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`);

export type HealthCurve = ResultOf<typeof HEALTH>['responseCurves']['nodes'][number];
