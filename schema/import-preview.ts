import type { Gap } from '../planning/import/pipeline/gaps.ts';
import type { PossibleDuplicate } from '../planning/import/pipeline/possible-duplicates.ts';
import type { ImportPreview, SkippedRows } from '../planning/import/pipeline/preview.ts';
import { told } from '../planning/statements.ts';
import { builder } from './builder.ts';
import { encodedId } from './ids.ts';
import { type ChannelSpend, ChannelSpendType, RefusalType } from './import-exports.ts';
import { MoneyType, money } from './money.ts';
import { StatementType } from './statement.ts';

const SkippedRowsType = builder.objectRef<SkippedRows>('SkippedImportRows').implement({
  description: 'Rows that the import leaves out, and why.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'For programs: OLDER or POSSIBLE_DUPLICATE.' }),
    rows: t.exposeInt('rows', { description: 'How many.' }),
    sentence: t.exposeString('sentence', { description: 'For people.' }),
  }),
});

const PossibleDuplicateType = builder.objectRef<PossibleDuplicate>('PossibleDuplicate').implement({
  description:
    'A campaign of the file that seems to be stored already from another source, under another id. It is left out unless the commit says otherwise.',
  fields: (t) => ({
    campaignName: t.exposeString('campaignName', { description: 'Its name in the file.' }),
    storedCampaignId: t.id({
      description: 'Global id of the stored campaign.',
      resolve: ({ storedCampaignId }) => encodedId('Campaign', storedCampaignId),
    }),
    storedPlatform: t.exposeString('storedPlatform', { description: 'Where that one is from.' }),
    commonDays: t.exposeInt('commonDays', { description: 'Days that both have.' }),
    equalDays: t.exposeInt('equalDays', { description: 'Of them, days on which both spent the same.' }),
  }),
});

const GapType = builder.objectRef<Gap>('ImportGap').implement({
  description: 'Days of a campaign that no row tells of: days without spend, or days that were not exported.',
  fields: (t) => ({
    campaignName: t.exposeString('campaignName', { description: 'Of the campaign.' }),
    where: t.exposeString('where', {
      description: 'IN_FILE, or BEFORE_FILE: between the last stored day and the first of the file.',
    }),
    from: t.expose('from', { type: 'Date', description: 'First day looked at.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day looked at.' }),
    missingDays: t.exposeInt('missingDays', { description: 'Days without a row.' }),
  }),
});

const UnjoinedNameType = builder.objectRef<ImportPreview['unjoined'][number]>('UnjoinedName').implement({
  description:
    'A name in a CRM export that means no campaign, or several. Its rows are kept and join once a campaign is called so.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the file has it.' }),
    rows: t.exposeInt('rows', { description: 'How many.' }),
    isAmbiguous: t.exposeBoolean('isAmbiguous', { description: 'Several campaigns are called so.' }),
  }),
});

const DayRangeType = builder.objectRef<NonNullable<ImportPreview['period']>>('ImportPeriod').implement({
  description: 'The period that a file names.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'First day.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day.' }),
  }),
});

export const ImportPreviewType = builder.objectRef<ImportPreview>('ImportPreview').implement({
  description: 'What was recognised in a file, and what an import of it would do.',
  fields: (t) => ({
    format: t.exposeString('format', { nullable: true, description: 'As its content says; null: unknown.' }),
    kind: t.exposeString('kind', {
      nullable: true,
      description: 'PERFORMANCE of an ad platform, or OUTCOMES of a CRM or shop.',
    }),
    platform: t.exposeString('platform', { nullable: true, description: 'Such as `google_ads`.' }),
    period: t.field({
      type: DayRangeType,
      nullable: true,
      description: 'Named by the file.',
      resolve: ({ period }) => period,
    }),
    firstDay: t.expose('firstDay', { type: 'Date', nullable: true, description: 'Of its rows.' }),
    lastDay: t.expose('lastDay', { type: 'Date', nullable: true, description: 'Of its rows.' }),
    asOf: t.expose('asOf', {
      type: 'Date',
      nullable: true,
      description: 'The day up to which it had seen data.',
    }),
    timeZone: t.exposeString('timeZone', { nullable: true, description: 'As the file writes it.' }),
    currencyCode: t.expose('currency', {
      type: 'CurrencyCode',
      nullable: true,
      description: 'Of its amounts.',
    }),
    vatMode: t.exposeString('vatMode', {
      nullable: true,
      description: 'INCLUDED or EXCLUDED; null where the file does not say.',
    }),
    attributions: t.stringList({
      description: 'The attribution labels that its conversions come under.',
      resolve: ({ attributions }) => [...attributions],
    }),
    completenessNotice: t.exposeString('completenessNotice', {
      nullable: true,
      description: 'What the platform says of days that are not settled.',
    }),
    rows: t.exposeInt('rows', { description: 'In the file: create + update + leave + skip.' }),
    create: t.exposeInt('create', { description: 'Days that are new.' }),
    update: t.exposeInt('update', { description: 'Days that are restated.' }),
    leave: t.exposeInt('leave', { description: 'Days that are already so.' }),
    skip: t.exposeInt('skip', { description: 'Days that are left out; `skips` says why.' }),
    skips: t.field({
      type: [SkippedRowsType],
      description: 'What is left out, by reason.',
      resolve: ({ skips }) => skips,
    }),
    possibleDuplicates: t.field({
      type: [PossibleDuplicateType],
      description: 'At most 100.',
      resolve: ({ possibleDuplicates }) => possibleDuplicates,
    }),
    gaps: t.field({
      type: [GapType],
      description: 'Longest first, at most 100.',
      resolve: ({ gaps }) => gaps,
    }),
    campaigns: t.exposeInt('campaigns', { description: 'Campaigns in the file.' }),
    newCampaigns: t.exposeInt('newCampaigns', { description: 'Of them, those not stored yet.' }),
    unjoined: t.field({
      type: [UnjoinedNameType],
      description: 'At most 100.',
      resolve: ({ unjoined }) => unjoined,
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
      description: "The file's own total of the cost column, where it states one.",
      resolve: ({ fileTotalMicros, currency }) =>
        currency === null ? null : money(fileTotalMicros, currency),
    }),
    spendByChannel: t.field({
      type: [ChannelSpendType],
      description: 'The spend, by channel.',
      resolve: ({ spendByChannel, currency }): ChannelSpend[] =>
        currency === null
          ? []
          : spendByChannel.map(({ channel, spendMicros }) => ({
              channel,
              spendMicros: BigInt(spendMicros),
              currencyCode: currency,
            })),
    }),
    columns: t.stringList({
      description: 'Headers of its table from left to right, for a column mapping to name.',
      // Absent in what was previewed before they were kept.
      resolve: ({ columns = [] }: Partial<Pick<ImportPreview, 'columns'>>) => [...columns],
    }),
    droppedColumns: t.stringList({
      description: 'Columns with personal data. Their cells are never stored.',
      resolve: ({ droppedColumns }) => [...droppedColumns],
    }),
    headerSignature: t.exposeString('headerSignature', {
      nullable: true,
      description: 'The same for every file with the same columns.',
    }),
    warnings: t.stringList({
      description: 'What to know of the file, though it can be imported.',
      resolve: ({ warnings }) => [...warnings],
    }),
    warningStatements: t.field({
      type: [StatementType],
      description: 'The warnings with their codes and figures.',
      resolve: ({ warnings, warned }) => told(warnings, warned),
    }),
    refusals: t.field({
      type: [RefusalType],
      description: 'Why it cannot be imported; empty when it can.',
      resolve: ({ refusals }) => refusals,
    }),
  }),
});
