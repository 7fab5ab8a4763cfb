import type { RefusalView } from '../report/view.ts';
import { typedDocument } from './create-client.ts';
import type { Failure } from './documents.ts';

/** The operations of an import in two steps, each with the part of the schema's types that it selects. */

interface Money {
  readonly amount: string;
}

export interface ImportPreview {
  readonly format: string | null;
  readonly kind: string | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly asOf: string | null;
  readonly timeZone: string | null;
  readonly currencyCode: string | null;
  readonly vatMode: string | null;
  readonly attributions: readonly string[];
  readonly completenessNotice: string | null;
  readonly rows: number;
  readonly create: number;
  readonly update: number;
  readonly leave: number;
  readonly skip: number;
  readonly skips: readonly { readonly reason: string; readonly rows: number; readonly sentence: string }[];
  readonly possibleDuplicates: readonly {
    readonly campaignName: string;
    readonly storedPlatform: string;
    readonly commonDays: number;
    readonly equalDays: number;
  }[];
  readonly gaps: readonly {
    readonly campaignName: string;
    readonly where: string;
    readonly from: string;
    readonly to: string;
    readonly missingDays: number;
  }[];
  readonly campaigns: number;
  readonly newCampaigns: number;
  readonly unjoined: readonly {
    readonly name: string;
    readonly rows: number;
    readonly isAmbiguous: boolean;
  }[];
  readonly spend: Money | null;
  readonly fileTotal: Money | null;
  readonly spendByChannel: readonly { readonly channelSlug: string; readonly spend: Money }[];
  readonly droppedColumns: readonly string[];
  readonly warnings: readonly string[];
  readonly refusals: readonly RefusalView[];
}

export interface Import {
  readonly id: string;
  readonly file: string;
  readonly state: 'PREVIEWED' | 'COMMITTING' | 'COMMITTED';
  readonly rowsDone: number;
  readonly contentHash: string;
  readonly preview: ImportPreview;
}

export interface RequestedUpload {
  readonly uploadId: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

export const REQUEST_UPLOAD = typedDocument<{ readonly requestUpload: RequestedUpload | Failure }>(
  `mutation RequestUpload {
  requestUpload {
    __typename
    ... on RequestUploadSuccess { uploadId url headers { name value } }
    ... on Error { code message }
  }
}`,
);

const IMPORT_FIELDS = `id file state rowsDone contentHash
      preview {
        format kind firstDay lastDay asOf timeZone currencyCode vatMode attributions completenessNotice
        rows create update leave skip
        skips { reason rows sentence }
        possibleDuplicates { campaignName storedPlatform commonDays equalDays }
        gaps { campaignName where from to missingDays }
        campaigns newCampaigns
        unjoined { name rows isAmbiguous }
        spend { amount }
        fileTotal { amount }
        spendByChannel { channelSlug spend { amount } }
        droppedColumns warnings
        refusals { code line value hint }
      }`;

export interface PreviewImportInput {
  readonly name: string;
  readonly uploadId?: string;
  readonly base64?: string;
  readonly asOf?: string;
  readonly currency?: string;
  readonly mapping?: ColumnMappingInput;
}

/** As the API takes it: columns as a list of pairs. */
export interface ColumnMappingInput {
  readonly columns: readonly { readonly field: string; readonly header: string }[];
  readonly [key: string]: unknown;
}

export const PREVIEW_IMPORT = typedDocument<
  { readonly previewImport: { readonly import: Import } | Failure },
  { readonly input: PreviewImportInput }
>(`mutation PreviewImport($input: PreviewImportInput!) {
  previewImport(input: $input) {
    __typename
    ... on PreviewImportSuccess { import { ${IMPORT_FIELDS} } }
    ... on Error { code message }
  }
}`);

export interface CommitImportInput {
  readonly id: string;
  readonly contentHash: string;
  readonly loadPossibleDuplicates: boolean;
}

export const COMMIT_IMPORT = typedDocument<
  { readonly commitImport: { readonly import: Import } | Failure },
  { readonly input: CommitImportInput }
>(`mutation CommitImport($input: CommitImportInput!) {
  commitImport(input: $input) {
    __typename
    ... on CommitImportSuccess { import { ${IMPORT_FIELDS} } }
    ... on Error { code message }
  }
}`);
