import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.ts';

export const PREVIEW = graphql(`mutation PreviewImport($input: PreviewImportInput!) {
  previewImport(input: $input) {
    __typename
    ... on PreviewImportSuccess {
      import {
        id file state contentHash rowsDone
        preview {
          format kind platform currencyCode timeZone vatMode firstDay lastDay asOf
          campaigns newCampaigns rows create update leave skip
          spend { amount } fileTotal { amount }
          spendByChannel { channelSlug spend { amount } }
          refusals { code line value statement { ...Told } }
          warningStatements { ...Told } skips { reason rows sentence }
          gaps { campaignName from to missingDays }
          possibleDuplicates { campaignName storedPlatform commonDays equalDays }
          columns
        }
      }
    }
    ... on Error { code message }
  }
}
fragment Told on Statement { code sentence figures { name kind number text } }`);

export const COMMIT = graphql(`mutation CommitImport($input: CommitImportInput!) {
  commitImport(input: $input) {
    __typename
    ... on CommitImportSuccess { import { id state rowsDone preview { rows } } }
    ... on Error { code message }
  }
}`);

export const REQUEST_UPLOAD = graphql(`mutation RequestUpload {
  requestUpload {
    __typename
    ... on RequestUploadSuccess { uploadId url headers { name value } }
    ... on Error { code message }
  }
}`);

export const IMPORTS = graphql(`query Imports {
  imports(first: 20) {
    nodes { id file state createdAt createdBy committedAt preview { rows create update firstDay lastDay format } }
  }
}`);

export type PreviewedImport = Extract<
  ResultOf<typeof PREVIEW>['previewImport'],
  { __typename: 'PreviewImportSuccess' }
>['import'];
export type PreviewInput = VariablesOf<typeof PREVIEW>['input'];
