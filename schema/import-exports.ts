import { InvalidInputError } from '../planning/errors.ts';
import type { FileReport, ImportReport } from '../planning/import/import-report.ts';
import type { ExportFile } from '../planning/import/parsed-export.ts';
import type { Refusal } from '../planning/import/refusal.ts';
import { toldBy } from '../planning/statements.ts';
import type { CurrencyCode, Micros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { forgetLoaded, loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';
import { StatementType } from './statement.ts';

export const RefusalType = builder.objectRef<Refusal>('ImportRefusal').implement({
  description: 'Why a file was refused. A refused file writes nothing.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs, such as NOT_DAILY or TOTAL_MISMATCH.' }),
    line: t.exposeInt('line', {
      nullable: true,
      description: 'In the file, counted from 1; null where the whole file is meant.',
    }),
    value: t.exposeString('value', {
      nullable: true,
      description: 'What was seen, as it stands in the file.',
    }),
    hint: t.exposeString('hint', { description: 'What was wanted and what to do.' }),
    statement: t.field({
      type: StatementType,
      description: 'The hint with its code and figures.',
      resolve: ({ hint, statement }) => statement ?? toldBy(hint, {}),
    }),
  }),
});

export interface ChannelSpend {
  readonly channel: string;
  readonly spendMicros: Micros;
  readonly currencyCode: CurrencyCode;
}

export const ChannelSpendType = builder.objectRef<ChannelSpend>('ImportedChannelSpend').implement({
  description: "A channel's part of a file's spend.",
  fields: (t) => ({
    channelSlug: t.exposeString('channel', { description: 'Such as `google_search`.' }),
    spend: t.field({
      type: MoneyType,
      description: 'Sum of its rows.',
      resolve: ({ spendMicros, currencyCode }) => money(spendMicros, currencyCode),
    }),
  }),
});

const FileReportType = builder.objectRef<FileReport>('FileReport').implement({
  description: 'What became of one export file.',
  fields: (t) => ({
    file: t.exposeString('file', { description: 'Its name, as given.' }),
    format: t.exposeString('format', {
      nullable: true,
      description: 'What its content says it is, such as GOOGLE_ADS_CAMPAIGN_REPORT; null when unknown.',
    }),
    rowsRead: t.exposeInt('rowsRead', { description: 'Campaign days in the file.' }),
    created: t.exposeInt('created', { description: 'Campaign days that were new.' }),
    updated: t.exposeInt('updated', { description: 'Campaign days that were restated.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Campaign days that were already so.' }),
    skippedOlder: t.exposeInt('skippedOlder', {
      description: 'Campaign days that a newer export had already given.',
    }),
    skippedDuplicates: t.exposeInt('skippedDuplicates', {
      description: 'Campaign days of campaigns that seem to be stored already, from another source.',
    }),
    firstDay: t.expose('firstDay', { type: 'Date', nullable: true, description: 'Of its rows.' }),
    lastDay: t.expose('lastDay', { type: 'Date', nullable: true, description: 'Of its rows.' }),
    asOf: t.expose('asOf', {
      type: 'Date',
      nullable: true,
      description: 'The day up to which the export had seen data. The newer one wins.',
    }),
    currencyCode: t.expose('currency', {
      type: 'CurrencyCode',
      nullable: true,
      description: 'Of its amounts; null when unknown.',
    }),
    spend: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Sum of its rows; null when the currency is unknown.',
      resolve: ({ spendMicros, currency }) => (currency === null ? null : money(spendMicros, currency)),
    }),
    fileTotal: t.field({
      type: MoneyType,
      nullable: true,
      description: "The file's own total of the cost column, where it states one. It ties with spend.",
      resolve: ({ fileTotalMicros, currency }) =>
        currency === null ? null : money(fileTotalMicros, currency),
    }),
    spendByChannel: t.field({
      type: [ChannelSpendType],
      description: 'The spend, by channel.',
      resolve: ({ spendByChannel, currency }) =>
        currency === null ? [] : spendByChannel.map((part) => ({ ...part, currencyCode: currency })),
    }),
    warnings: t.stringList({
      description: 'What to know of the file, though it was read.',
      resolve: ({ warnings }) => [...warnings],
    }),
    refusals: t.field({
      type: [RefusalType],
      description: 'Why it was refused; empty when it was read.',
      resolve: ({ refusals }) => refusals,
    }),
    campaigns: t.field({
      type: [CampaignNode],
      description: 'The campaigns of which anything was written.',
      resolve: async ({ campaigns }, _args, context) => {
        const found = await Promise.all(campaigns.map((id) => loaded(context).campaigns.load(id)));
        return found.filter((campaign) => campaign !== null);
      },
    }),
  }),
});

const ImportExportsSuccess = builder.objectRef<ImportReport>('ImportExportsSuccess').implement({
  description: 'The files were looked at. Each says for itself whether it was read or refused.',
  fields: (t) => ({
    files: t.field({
      type: [FileReportType],
      description: 'In the order given.',
      resolve: ({ files }) => files,
    }),
  }),
});

const ExportFileInput = builder.inputType('ExportFileInput', {
  description: 'An export file of an ad platform. Its format is told by its content.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For messages only.' }),
    base64: t.string({ required: true, description: 'Its bytes, as they are, in base64.' }),
    asOf: t.field({
      type: 'Date',
      description:
        'The day up to which it had seen data. Default: the last day that the file itself knows of.',
    }),
    currency: t.field({
      type: 'CurrencyCode',
      description: 'For files that do not say what their amounts are in.',
    }),
  }),
});

const ImportExportsInput = builder.inputType('ImportExportsInput', {
  description: 'What to import.',
  fields: (t) => ({
    files: t.field({ type: [ExportFileInput], required: true, description: '1 to 20 files.' }),
  }),
});

const MOST_FILES = 20;

builder.mutationField('importExports', (t) =>
  t.field({
    type: ImportExportsSuccess,
    description:
      'Loads export files. A load is an upsert by campaign and day in which the newer export wins, so loading a file twice changes nothing, in whatever order.',
    args: { input: t.arg({ type: ImportExportsInput, required: true, description: 'The files.' }) },
    complexity: { field: 50, multiplier: 1 },
    errors: {
      types: [InvalidInputError],
      directResult: true,
      union: { description: 'A report of every file, or why none was looked at.' },
    },
    resolve: async (_root, { input }, context) => {
      const { importExports } = await import('../planning/import/import-exports.ts');
      const report = await importExports(context.deps, context.viewer.workspaceId, filesOf(input));
      forgetLoaded(context);
      return report;
    },
  }),
);

function filesOf({ files }: typeof ImportExportsInput.$inferInput): readonly ExportFile[] {
  if (files.length === 0 || files.length > MOST_FILES) {
    throw new InvalidInputError(['files'], `${files.length} files were given; wanted 1 to ${MOST_FILES}.`);
  }
  return files.map(({ name, base64, asOf, currency }, i) => ({
    name,
    bytes: bytesOf(base64, ['files', String(i), 'base64']),
    ...(asOf && { asOf }),
    ...(currency && { currency }),
  }));
}

export function bytesOf(base64: string, path: readonly string[]): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  // Buffer skips what it cannot read, which would lose part of a file without a word.
  const withoutPadding = base64.replace(/[\r\n]+/g, '').replace(/=+$/, '');
  if (bytes.toString('base64').replace(/=+$/, '') === withoutPadding) return bytes;
  throw new InvalidInputError(
    path,
    'The file is not base64. Encode its bytes, with + and /, as base64 does.',
  );
}
