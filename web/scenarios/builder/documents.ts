import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql.ts';

export const DRAFT = graphql(`query Draft($input: CreateScenarioInput!) {
  scenarioDraft(input: $input) {
    campaigns {
      campaign { id name channel { name slug } }
      current { amount }
      lower { spend { amount } origin }
      upper { spend { amount } origin }
      curve { family outcome baseline scale halfSaturation slope exponent }
      valuePerConversion { amount }
      identifiability { verdict }
    }
  }
}`);

export const COUNTED = graphql(`query Counted($from: Date!, $to: Date!) {
  performance(from: $from, to: $to) { total { leads orders newCustomers } }
}`);

export const SOLVE = graphql(`query Solve($problem: AllocationProblemInput!) {
  allocate(problem: $problem) {
    __typename
    ... on AllocationResult {
      status objectiveValue currentValue relativeGap totalSpend
      units { id current spend outcomeBefore outcomeAfter marginalBefore marginalAfter reason baselineOutcome }
      bindingConstraints { kind unit group shadowPrice }
      infeasibility {
        message
        constraints { id description limit { code kind value } }
      }
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

export type DraftedCampaign = ResultOf<typeof DRAFT>['scenarioDraft']['campaigns'][number];
export type Solution = Extract<ResultOf<typeof SOLVE>['allocate'], { __typename: 'AllocationResult' }>;
export type Problem = VariablesOf<typeof SOLVE>['problem'];
export type ScenarioInput = VariablesOf<typeof SAVE>['input'];
