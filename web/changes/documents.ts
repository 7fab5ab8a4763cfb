import { graphql, type ResultOf } from '../api/graphql.ts';

export const CHANGE_SETS = graphql(`query ChangeSets {
  changeSets(first: 50) {
    nodes { id name state currencyCode createdAt createdBy movedRatio totalBefore { amount } totalAfter { amount } }
  }
}`);

export const HISTORY = graphql(`query History {
  auditEvents(first: 50) { nodes { sequence at actor kind details changeSetId } }
}`);

export const CHANGE_SET = graphql(`query ChangeSet($id: ID!) {
  changeSet(id: $id) {
    id name state currencyCode createdAt createdBy expiresAt movedRatio planHash revision note nextStage itemCount
    totalBefore { amount } totalAfter { amount }
    scenario { id name }
    approval { at by planHash }
    stages { share afterDays }
    violations(first: 50) { statement { ...Told } }
    itemPage(first: 100, order: LARGEST_CHANGE) { nodes {
      campaignId campaignName channel platform reason isBudgetKnown
      before { amount } after { amount } change { amount } changeRatio
      expectedBefore { conversions } expectedAfter { conversions interval { low high } }
    } }
    applications {
      id executor startedAt startedBy finishedAt isDone stage
      counts { status count }
      itemPage(first: 30) { nodes { campaignId status statement { ...Told } before { amount } after { amount } } }
    }
  }
}
fragment Told on Statement { code sentence figures { name kind number text } }`);

export const REVIEW = graphql(`query Review($id: ID!) {
  review(changeSetId: $id) {
    state sentence days daysWanted wape bias coverage isRollbackSuggested
    total { predicted actual isInside interval { low high } }
    campaigns { campaignId campaignName predicted actual isInside interval { low high } }
    channels { channel predicted actual isInside interval { low high } }
  }
}`);

export const PROPOSE = graphql(`mutation Propose($input: ProposeChangeSetInput!) {
  proposeChangeSet(input: $input) {
    __typename
    ... on ProposeChangeSetSuccess { changeSet { id } }
    ... on Error { code message }
  }
}`);

export const APPROVE = graphql(`mutation Approve($id: ID!, $planHash: String!) {
  approveChangeSet(id: $id, planHash: $planHash) {
    __typename
    ... on ApproveChangeSetSuccess { changeSet { id } }
    ... on Error { code message }
    ... on GuardRailError { violations { statement { ...Told } } }
  }
}
fragment Told on Statement { code sentence figures { name kind number text } }`);

export const REJECT = graphql(`mutation Reject($id: ID!, $planHash: String!, $reason: String!) {
  rejectChangeSet(id: $id, planHash: $planHash, reason: $reason) {
    __typename
    ... on RejectChangeSetSuccess { changeSet { id } }
    ... on Error { code message }
  }
}`);

export const CANCEL = graphql(`mutation Cancel($id: ID!, $reason: String!) {
  cancelChangeSet(id: $id, reason: $reason) {
    __typename
    ... on CancelChangeSetSuccess { changeSet { id } }
    ... on Error { code message }
  }
}`);

export const APPLY = graphql(`mutation Apply($input: ApplyChangeSetInput!) {
  applyChangeSet(input: $input) {
    __typename
    ... on ApplyChangeSetSuccess {
      outcome {
        changeSet { id }
        dryRun { budgetsToChange wouldApply drifted { campaignId } violations { statement { ...Told } } }
      }
    }
    ... on Error { code message }
    ... on GuardRailError { violations { statement { ...Told } } }
  }
}
fragment Told on Statement { code sentence figures { name kind number text } }`);

export const ROLL_BACK = graphql(`mutation RollBack($id: ID!, $reason: String!) {
  rollBackChangeSet(id: $id, reason: $reason) {
    __typename
    ... on RollBackChangeSetSuccess { changeSet { id } }
    ... on Error { code message }
  }
}`);

export type ChangeSet = NonNullable<ResultOf<typeof CHANGE_SET>['changeSet']>;

export type DryRun = NonNullable<
  Extract<
    ResultOf<typeof APPLY>['applyChangeSet'],
    { __typename: 'ApplyChangeSetSuccess' }
  >['outcome']['dryRun']
>;
