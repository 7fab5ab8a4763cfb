import { graphql, type ResultOf } from '../api/graphql.ts';

export const OVERVIEW =
  graphql(`query Overview($from: Date!, $to: Date!, $fromBefore: Date!, $toBefore: Date!) {
  now: performance(from: $from, to: $to) {
    total {
      spend { amount } conversions revenue { amount } impressions clicks
      cpa { amount } cpc { amount } roas ctr cr incompleteDays
    }
  }
  before: performance(from: $fromBefore, to: $toBefore) {
    total {
      spend { amount } conversions revenue { amount } impressions clicks
      cpa { amount } cpc { amount } roas ctr cr
    }
  }
  channels: performance(from: $from, to: $to, groupBy: [CHANNEL]) {
    rows {
      channel { name slug } shareOfSpend shareOfConversions
      spend { amount } conversions cpa { amount } roas
    }
  }
  weeks: performance(from: $fromBefore, to: $to, groupBy: [DAY]) {
    rows { period { from } spend { amount } conversions revenue { amount } cpa { amount } roas }
  }
}`);

export const FUNNEL = graphql(`query OverviewFunnel($from: Date!, $to: Date!) {
  funnel(from: $from, to: $to) {
    currencyCode
    norm { from to }
    stages { stage value norm }
    steps { from to rate norm change }
    bottleneck { to loss { amount } }
  }
}`);

export const ATTENTION = graphql(`query Attention {
  responseCurves(first: 100) {
    nodes {
      campaign { id name }
      currentSpend { amount }
      dataCompleteThrough
      marginalCpaAtCurrent { amount }
      identifiability { verdict reason }
      warningStatements { code sentence figures { name kind number text } }
    }
    pageInfo { hasNextPage }
  }
  scenarios(first: 1) {
    nodes {
      id name status createdAt objective currencyCode dataCompleteThrough
      gain { conversions conversionsRatio conversionsInterval { low high } }
      before { spend { amount } expectedConversions }
    }
  }
}`);

export type Overview = ResultOf<typeof OVERVIEW>;
export type Funnel = ResultOf<typeof FUNNEL>['funnel'];
export type Attention = ResultOf<typeof ATTENTION>;
