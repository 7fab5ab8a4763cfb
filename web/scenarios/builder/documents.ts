import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql.ts';

export const PLANNABLE = graphql(`query Plannable($after: String) {
  responseCurves(first: 100, after: $after) {
    nodes {
      campaign { id name currencyCode channel { name slug } }
      family
      parameters { baseline scale halfSaturation slope exponent }
      currentSpend { amount }
      marginalConversionsAtCurrent
      marginalIntervalAtCurrent { low high }
      identifiability { verdict reason }
      observedSpend { p95 { amount } }
      dataCompleteThrough
    }
    pageInfo { hasNextPage endCursor }
  }
}`);

export const CONVERSION_VALUES = graphql(`query ConversionValues($from: Date!, $to: Date!) {
  performance(from: $from, to: $to, groupBy: [CAMPAIGN]) {
    rows { campaign { id } revenuePerConversion { amount } }
  }
}`);

export const SOLVE = graphql(`query Solve($problem: AllocationProblemInput!) {
  allocate(problem: $problem) {
    __typename
    ... on AllocationResult {
      status objectiveValue currentValue relativeGap totalSpend
      units { id current spend outcomeBefore outcomeAfter marginalBefore marginalAfter reason baselineOutcome }
      bindingConstraints { kind unit group shadowPrice }
      infeasibility { message }
      solve { wallMs route }
    }
    ... on InvalidInputError { path message }
  }
}`);

export const FRONTIER = graphql(`query SolveFrontier($problem: AllocationProblemInput!) {
  allocate(problem: $problem) {
    __typename
    ... on AllocationResult {
      answers {
        frontier {
          points { budget objectiveValue conversions marginal status }
          mostProfitable { budget objectiveValue }
        }
      }
    }
  }
}`);

export const SAVE = graphql(`mutation SaveScenario($input: CreateScenarioInput!) {
  createScenario(input: $input) {
    __typename
    ... on CreateScenarioSuccess { scenario { id } }
    ... on Error { code message }
  }
}`);

export type Plannable = ResultOf<typeof PLANNABLE>['responseCurves']['nodes'][number];
export type Solution = Extract<ResultOf<typeof SOLVE>['allocate'], { __typename: 'AllocationResult' }>;
export type Problem = VariablesOf<typeof SOLVE>['problem'];
export type ScenarioInput = VariablesOf<typeof SAVE>['input'];
