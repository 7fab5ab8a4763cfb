import { graphql, type ResultOf } from '../api/graphql.ts';

export const SCENARIOS = graphql(`query Scenarios($after: String) {
  scenarios(first: 20, after: $after) {
    nodes {
      id name status objective createdAt createdBy currencyCode dataCompleteThrough
      before { spend { amount } expectedConversions }
      after { spend { amount } expectedConversions }
      gain { conversions conversionsRatio conversionsInterval { low high } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`);

export const SCENARIO = graphql(`query Scenario($id: ID!) {
  scenario(id: $id) {
    id name status progress failure { code message } objective outcome createdAt createdBy currencyCode dataCompleteThrough inputHash
    noteStatements { ...Told }
    budget { equal { amount } atLeast { amount } atMost { amount } }
    horizon { from to }
    currentValue objectiveValue upperBound lowerBound relativeGap
    violations { budget bounds groups targets }
    infeasibility {
      message statement { ...Told }
      constraints { description origin statement { ...Told } }
    }
    before { ...Totals }
    after { ...Totals }
    gain { conversions conversionsRatio conversionsInterval { low high } objective objectiveRatio }
    rows {
      campaign { id }
      campaignName channelSlug platform
      current { amount } proposed { amount } change { amount } changeRatio
      before { ...Point }
      after { ...Point }
      lower { spend { amount } origin sentence }
      upper { spend { amount } origin sentence }
      reason { code sentence }
      identifiability { verdict }
    }
    bindingConstraints { kind name shadowPrice sentence }
    notPlanned { campaignName sentence }
    uncertainty { draws expectedGain gainInterval { low high } probabilityBeatsCurrent probabilityTargetsMet }
    answers {
      widerRoom { times gain }
      constraintCosts { kind name cost }
    }
    timings { fitMs solveMs route library linearPrograms curvesReused }
  }
}
fragment Told on Statement { code sentence figures { name kind number text } }
fragment Totals on ScenarioTotals {
  spend { amount } expectedConversions incrementalConversions interval { low high }
  cpa { amount } incrementalCpa { amount } revenue { amount } roas profit { amount }
}
fragment Point on ScenarioPoint {
  expectedConversions interval { low high } marginalCpa { amount } marginalRoas
}`);

export const DRAWN_CURVES = graphql(`query DrawnCurves($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on Campaign {
      id name
      responseCurve {
        currentSpend { amount }
        observedSpend { min { amount } max { amount } }
        points(count: 31) { spend { amount } expectedOutcome interval { low high } extrapolated }
      }
    }
  }
}`);

export type Scenario = NonNullable<ResultOf<typeof SCENARIO>['scenario']>;

/** A scenario that a worker has answered, be it with a plan or with why there is none. */
export type AnsweredScenario = {
  [Name in keyof Scenario]: Name extends 'before' | 'timings' | 'dataCompleteThrough'
    ? NonNullable<Scenario[Name]>
    : Scenario[Name];
};

export const isAnswered = (scenario: Scenario): scenario is AnsweredScenario =>
  scenario.before !== null && scenario.timings !== null && scenario.dataCompleteThrough !== null;

export type ScenarioRow = Scenario['rows'][number];
export type ScenarioListed = ResultOf<typeof SCENARIOS>['scenarios']['nodes'][number];
