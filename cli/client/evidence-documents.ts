import { typedDocument } from './create-client.ts';
import type { Failure } from './documents.ts';

/** The operations that record what is known of curves beside the daily rows. */

export interface CampaignNamesPage {
  readonly nodes: readonly {
    readonly id: string;
    readonly name: string;
    readonly channel: { readonly slug: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export const CAMPAIGN_NAMES = typedDocument<
  { readonly campaigns: CampaignNamesPage },
  { readonly after: string | null }
>(`query CampaignNames($after: String) {
  campaigns(first: 100, after: $after) {
    nodes { id name channel { slug } }
    pageInfo { hasNextPage endCursor }
  }
}`);

export interface RecordExperimentInput {
  readonly name: string;
  readonly campaignId: string;
  readonly kind: string;
  readonly outcome: string;
  readonly from: string;
  readonly to: string;
  readonly spendControl: number;
  readonly spendTest: number;
  readonly lift: number;
  readonly standardError: number;
  readonly source: string;
}

export const RECORD_EXPERIMENT = typedDocument<
  { readonly recordExperiment: { readonly __typename: 'RecordExperimentSuccess' } | Failure },
  { readonly input: RecordExperimentInput }
>(`mutation RecordExperiment($input: RecordExperimentInput!) {
  recordExperiment(input: $input) {
    __typename
    ... on Error { code message }
  }
}`);

export interface SetCalendarEventInput {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly channels?: readonly string[] | undefined;
}

export const SET_CALENDAR_EVENT = typedDocument<
  { readonly setCalendarEvent: { readonly __typename: 'SetCalendarEventSuccess' } | Failure },
  { readonly input: SetCalendarEventInput }
>(`mutation SetCalendarEvent($input: SetCalendarEventInput!) {
  setCalendarEvent(input: $input) {
    __typename
    ... on Error { code message }
  }
}`);
