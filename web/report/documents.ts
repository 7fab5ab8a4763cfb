import { graphql, type ResultOf } from '../api/graphql.ts';

export const PLAN_AND_FACT = graphql(`query PlanAndFact($month: Month!) {
  planAndFact(month: $month) {
    month through
    goals {
      goal {
        version scope revenueBasis channel { name slug } campaign { name }
        spend { amount } conversions revenue { amount } cpa { amount } cpc { amount } roas romi
      }
      lines {
        metric plan fact deviation fulfilment planToDate requiredDaily
        projection { end interval { low high } }
      }
    }
  }
}`);

export const MONTH_CHANNELS = graphql(`query MonthChannels($from: Date!, $to: Date!) {
  performance(from: $from, to: $to, groupBy: [CHANNEL]) {
    currencyCode
    total { spend { amount } conversions cpa { amount } revenue { amount } roas }
    rows { channel { name slug } spend { amount } conversions cpa { amount } revenue { amount } roas shareOfSpend }
  }
}`);

export const REPORT_DOCUMENT = graphql(`query ReportDocument($month: Month!, $format: ReportFormat!) {
  monthlyReport(month: $month) { document(format: $format) }
}`);

export const SET_GOAL = graphql(`mutation SetGoal($input: SetGoalInput!) {
  setGoal(input: $input) {
    __typename
    ... on Error { code message }
  }
}`);

export const REMOVE_GOAL = graphql(`mutation RemoveGoal($month: Month!, $channel: String, $version: Int!) {
  removeGoal(month: $month, channel: $channel, version: $version) {
    __typename
    ... on Error { code message }
  }
}`);

export type PlanAndFact = ResultOf<typeof PLAN_AND_FACT>['planAndFact'];
