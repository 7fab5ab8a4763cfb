import { graphql } from '../../api/graphql.ts';

export const COMPARISON = graphql(`query Comparison($ids: [ID!]!) {
  compareScenarios(ids: $ids) {
    cautionStatements { code sentence }
    keepAsIs { ...Compared }
    scenarios { id name status objective outcome currencyCode after { ...Compared } }
    rows { campaign { id } campaignName current { amount } proposed { amount } }
  }
}
fragment Compared on ScenarioTotals {
  spend { amount } expectedConversions incrementalConversions cpa { amount } revenue { amount } roas
}`);
