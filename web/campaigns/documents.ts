import { graphql, type ResultOf } from '../api/graphql.ts';

export const CAMPAIGN_TABLE =
  graphql(`query CampaignTable($from: Date!, $to: Date!, $fromBefore: Date!, $toBefore: Date!) {
  now: performance(from: $from, to: $to, groupBy: [CAMPAIGN]) {
    rows {
      campaign { id name status } channel { name slug } platform
      spend { amount } conversions revenue { amount } cpa { amount } roas cr shareOfSpend
    }
  }
  before: performance(from: $fromBefore, to: $toBefore, groupBy: [CAMPAIGN]) {
    rows { campaign { id } spend { amount } conversions }
  }
}`);

export const CHANNEL_TABLE =
  graphql(`query ChannelTable($from: Date!, $to: Date!, $fromBefore: Date!, $toBefore: Date!) {
  now: performance(from: $from, to: $to, groupBy: [CHANNEL]) {
    rows {
      channel { id name slug }
      spend { amount } conversions revenue { amount } cpa { amount } roas cr shareOfSpend
    }
  }
  before: performance(from: $fromBefore, to: $toBefore, groupBy: [CHANNEL]) {
    rows { channel { id } spend { amount } conversions }
  }
}`);

export const CAMPAIGN_WEEKS = graphql(`query CampaignWeeks($from: Date!, $to: Date!, $campaignIds: [ID!]!) {
  performance(from: $from, to: $to, groupBy: [CAMPAIGN, WEEK], filter: { campaignIds: $campaignIds }) {
    rows { campaign { id } period { from } conversions }
  }
}`);

export const CHANNEL_WEEKS = graphql(`query ChannelWeeks($from: Date!, $to: Date!) {
  performance(from: $from, to: $to, groupBy: [CHANNEL, WEEK]) {
    rows { channel { id } period { from } conversions }
  }
}`);

export const CAMPAIGN = graphql(`query Campaign($id: ID!, $ids: [ID!]!, $from: Date!, $to: Date!) {
  node(id: $id) {
    __typename
    ... on Campaign {
      id name status platform externalId firstDay lastDay channel { name slug }
      responseCurve {
        family currentSpend { amount } observations saturationAtCurrent
        warningStatements { code sentence figures { name kind number text } }
        marginalCpaAtCurrent { amount } marginalIntervalAtCurrent { low high }
        identifiability { verdict reason suggestion }
        suggestedExperiment { weeks spendFrom { amount } spendTo { amount } }
        observedSpend { min { amount } max { amount } p5 { amount } p95 { amount } variation }
        forecastError { wape bias mase intervalCoverage }
        parameters { carryOver carryOverHalfLifeDays weekday }
        points { spend { amount } expectedOutcome interval { low high } extrapolated }
      }
    }
  }
  performance(from: $from, to: $to, groupBy: [WEEK], filter: { campaignIds: $ids }) {
    total { spend { amount } conversions cpa { amount } revenue { amount } roas ctr cr cpc { amount } }
    rows { period { from partial } days incompleteDays spend { amount } conversions cpa { amount } }
  }
}`);

export type CampaignTable = ResultOf<typeof CAMPAIGN_TABLE>;
export type ChannelTable = ResultOf<typeof CHANNEL_TABLE>;
export type CampaignAnswer = ResultOf<typeof CAMPAIGN>;
