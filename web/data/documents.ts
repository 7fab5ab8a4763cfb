import { graphql } from '../api/graphql.ts';

export const ANCHOR = graphql(`query Anchor($from: Date!, $to: Date!) {
  campaigns(first: 1) { nodes { id currencyCode } }
  performance(from: $from, to: $to) { currencyCode dataCompleteThrough }
}`);
