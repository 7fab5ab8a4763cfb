import { graphql, type ResultOf } from '../api/graphql.ts';

export const PLAN_AND_FACT = graphql(`query PlanAndFact($month: Month!) {
  planAndFact(month: $month) {
    month through
    goals {
      goal { scope channel { name } campaign { name } spend { currencyCode } revenue { currencyCode } cpa { currencyCode } }
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

export type PlanAndFact = ResultOf<typeof PLAN_AND_FACT>['planAndFact'];
