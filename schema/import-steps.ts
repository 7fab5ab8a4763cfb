import { InvalidInputError } from '../planning/errors.ts';
import {
  type ColumnMapping,
  columnMappingSchema,
  MAPPABLE_FIELDS,
} from '../planning/import/column-mapping.ts';
import type { UploadTarget } from '../store/ports.ts';
import { builder } from './builder.ts';
import { importIdIn } from './ids.ts';
import { ImportNode } from './import.ts';
import { bytesOf } from './import-exports.ts';
import { forgetLoaded } from './loaders.ts';

/** A request of the API ends after 30 s at the gateway; a commit that takes longer is gone on with by the next. */
const COMMIT_WITHIN_MS = 20_000;

const UploadHeaderType = builder.objectRef<UploadTarget['headers'][number]>('UploadHeader').implement({
  description: 'A header that the PUT must carry.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    value: t.exposeString('value', { description: 'Its value.' }),
  }),
});

interface RequestedUpload {
  readonly uploadId: string;
  readonly target: UploadTarget;
}

const RequestUploadSuccess = builder.objectRef<RequestedUpload>('RequestUploadSuccess').implement({
  description: 'A place for one file. PUT its bytes there, then preview the upload.',
  fields: (t) => ({
    uploadId: t.exposeString('uploadId', { description: 'For previewImport.' }),
    url: t.string({ description: 'Good for 15 minutes.', resolve: ({ target }) => target.url }),
    headers: t.field({
      type: [UploadHeaderType],
      description: 'To send along.',
      resolve: ({ target }) => target.headers,
    }),
  }),
});

builder.mutationField('requestUpload', (t) =>
  t.field({
    type: RequestUploadSuccess,
    description: 'Asks for a place to put a file that is too large to send inline.',
    complexity: { field: 5, multiplier: 1 },
    errors: {
      types: [InvalidInputError],
      directResult: true,
      union: { description: 'Where to put the file, or why there is no place.' },
    },
    resolve: async (_root, _args, { deps, viewer }) => {
      const { requestUpload } = await import('../planning/import/pipeline/two-steps.ts');
      return requestUpload(deps, viewer);
    },
  }),
);

const MappedColumnInput = builder.inputType('MappedColumnInput', {
  description: 'What one column of a file means.',
  fields: (t) => ({
    field: t.string({ required: true, description: `One of ${MAPPABLE_FIELDS.join(', ')}.` }),
    header: t.string({ required: true, description: "The column's header, as it stands in the file." }),
  }),
});

const ColumnMappingInput = builder.inputType('ColumnMappingInput', {
  description: 'For files of no known format, and for columns whose meaning a file leaves open.',
  fields: (t) => ({
    columns: t.field({ type: [MappedColumnInput], required: true, description: 'Each field at most once.' }),
    platform: t.string({ description: 'That the rows are of, such as `pinterest_ads`.' }),
    channel: t.string({ description: 'Of all rows, where no column says it.' }),
    dateOrder: t.string({ description: 'DAY_FIRST or MONTH_FIRST, of dates such as 9/8/2026.' }),
    decimalSign: t.string({ description: '`.` or `,`.' }),
    moneyUnit: t.string({ description: 'UNITS or MICROS.' }),
    vatMode: t.string({ description: 'INCLUDED or EXCLUDED.' }),
    timeZone: t.string({ description: 'Such as `Europe/Berlin`.' }),
    attribution: t.string({ description: 'Which conversions these are and how they are attributed.' }),
  }),
});

const PreviewImportInput = builder.inputType('PreviewImportInput', {
  description: 'A file, or an upload that holds it.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For messages only.' }),
    uploadId: t.string({ description: 'Of requestUpload, once the bytes are there.' }),
    base64: t.string({ description: 'The bytes themselves, for a file of at most a few megabytes.' }),
    text: t.string({ description: 'The same for plain text.' }),
    asOf: t.field({
      type: 'Date',
      description:
        'The day up to which it had seen data. Default: the last day that the file itself knows of.',
    }),
    currency: t.field({
      type: 'CurrencyCode',
      description: 'For files that do not say what their amounts are in.',
    }),
    mapping: t.field({ type: ColumnMappingInput, description: 'What the columns mean.' }),
  }),
});

builder.mutationField('previewImport', (t) =>
  t.field({
    type: ImportNode,
    description:
      'Reads a file and says what an import of it would do. Stores nothing of its rows; a refused file is an answer too, with its refusals.',
    args: { input: t.arg({ type: PreviewImportInput, required: true, description: 'What to look at.' }) },
    complexity: { field: 50, multiplier: 1 },
    errors: {
      types: [InvalidInputError],
      union: { description: 'The preview, or why the file was not looked at.' },
      result: { description: 'The file was looked at.' },
      dataField: { name: 'import', description: 'To be committed, if it can be.' },
    },
    resolve: async (_root, { input }, { deps, viewer }) => {
      const { previewImport } = await import('../planning/import/pipeline/two-steps.ts');
      return previewImport(deps, viewer, previewRequestOf(input));
    },
  }),
);

const CommitImportInput = builder.inputType('CommitImportInput', {
  description: 'Which preview to load.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the previewed import.' }),
    contentHash: t.string({ description: 'Of the preview that was approved: nothing else is loaded.' }),
    loadPossibleDuplicates: t.boolean({
      description: 'Load also the campaigns that seem to be stored already. Default: leave them out.',
    }),
  }),
});

builder.mutationField('commitImport', (t) =>
  t.field({
    type: ImportNode,
    description:
      'Loads what was previewed. A large file takes several calls: while `state` is COMMITTING, commit again. Repeating it changes nothing.',
    args: { input: t.arg({ type: CommitImportInput, required: true, description: 'Which import.' }) },
    complexity: { field: 50, multiplier: 1 },
    errors: {
      types: [InvalidInputError],
      union: { description: 'The import, or why it cannot be committed.' },
      result: { description: 'It is committed, or a part of it is.' },
      dataField: { name: 'import', description: 'How far it is.' },
    },
    resolve: async (_root, { input }, context) => {
      const { commitImport } = await import('../planning/import/pipeline/two-steps.ts');
      const committed = await commitImport(context.deps, context.viewer, {
        id: importIdIn(input.id, ['id']),
        contentHash: input.contentHash ?? undefined,
        loadPossibleDuplicates: input.loadPossibleDuplicates ?? false,
        withinMs: COMMIT_WITHIN_MS,
      });
      forgetLoaded(context);
      return committed;
    },
  }),
);

function previewRequestOf(input: typeof PreviewImportInput.$inferInput) {
  const { name, uploadId, base64, text, asOf, currency, mapping } = input;
  if ([uploadId, base64, text].filter((given) => typeof given === 'string').length !== 1) {
    throw new InvalidInputError([], 'Give exactly one of uploadId, base64 and text.');
  }
  const bytes = base64 ? bytesOf(base64, ['base64']) : text ? new TextEncoder().encode(text) : undefined;
  return {
    name,
    ...(uploadId ? { uploadId } : { bytes: bytes ?? new Uint8Array() }),
    ...(asOf && { asOf }),
    ...(currency && { currency }),
    ...(mapping && { mapping: mappingOf(mapping) }),
  };
}

function mappingOf({ columns, ...rest }: typeof ColumnMappingInput.$inferInput): ColumnMapping {
  const given = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  const parsed = columnMappingSchema.safeParse({
    columns: Object.fromEntries(columns.map(({ field, header }) => [field, header])),
    ...Object.fromEntries(given),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = ['mapping', ...(issue?.path ?? []).map(String)];
  throw new InvalidInputError(path, `The mapping cannot be used: ${issue?.message ?? 'it is not one'}.`);
}
