import type { Economics, ExtraCost } from '../store/model/economics.ts';
import { type Micros, parseDecimalToMicros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import {
  EVIDENCE_COMPLEXITY,
  EVIDENCE_ERRORS,
  EVIDENCE_LIST_COMPLEXITY,
  recordedVersion,
  removal,
  removedVersionField,
  versionField,
} from './evidence-mutation.ts';
import { channelIn } from './ids.ts';
import { MoneyType, money } from './money.ts';

const EconomicsType = builder.objectRef<Economics>('Economics').implement({
  description:
    'What the workspace knows of its margin and its customers, from one month on until the next record. Profit, ROMI by margin, lifetime value and payback are computed with it.',
  fields: (t) => {
    const amount = (
      description: string,
      of: (economics: Economics) => Micros | null | Promise<Micros | null>,
    ) =>
      t.field({
        type: MoneyType,
        nullable: true,
        description,
        resolve: async (economics) => money(await of(economics), economics.currencyCode),
      });
    return {
      from: t.expose('from', { type: 'Month', description: 'The first month that it holds.' }),
      currencyCode: t.expose('currencyCode', { type: 'CurrencyCode', description: 'Of its amounts.' }),
      grossMargin: t.exposeFloat('grossMargin', {
        nullable: true,
        description: 'Gross margin as a share of revenue, 0 to 1.',
      }),
      monthlyMargin: amount(
        'Gross margin that a customer brings in a month in which he is one.',
        ({ monthlyMarginMicros }) => monthlyMarginMicros,
      ),
      monthlyRetention: t.exposeFloat('monthlyRetention', {
        nullable: true,
        description: 'The share of customers that are still customers a month later.',
      }),
      monthlyDiscount: t.exposeFloat('monthlyDiscount', {
        nullable: true,
        description: 'By which a margin of a month later is worth less.',
      }),
      ltv: amount(
        'Lifetime value in margin: as given, else m ÷ (1 − r ÷ (1 + d)) of the monthly margin m, retention r and discount d.',
        async (economics) => (await import('../planning/performance/economics.ts')).lifetimeValue(economics),
      ),
      version: t.exposeInt('version', recordedVersion),
    };
  },
});

const ExtraCostType = builder.objectRef<ExtraCost>('ExtraCost').implement({
  description: 'What acquiring customers costs beside media in one month. It goes into the full CAC.',
  fields: (t) => ({
    month: t.expose('month', { type: 'Month', description: 'The month.' }),
    name: t.exposeString('name', { description: 'Such as "Agency".' }),
    amount: t.field({
      type: MoneyType,
      description: 'Of the whole month.',
      resolve: ({ amountMicros, currencyCode }) => money(amountMicros, currencyCode),
    }),
    channelSlug: t.exposeString('channel', {
      nullable: true,
      description: 'The channel it is for; null for all of them.',
    }),
    version: t.exposeInt('version', recordedVersion),
  }),
});

const SetEconomicsInput = builder.inputType('SetEconomicsInput', {
  description: 'What is known of margin and customers. Its first month names it.',
  fields: (t) => ({
    from: t.field({ type: 'Month', required: true, description: 'The first month that it holds.' }),
    currencyCode: t.field({ type: 'CurrencyCode', required: true, description: 'Of its amounts.' }),
    grossMargin: t.float({ description: 'As a share of revenue, 0 to 1.' }),
    monthlyMargin: t.field({ type: 'Decimal', description: 'Gross margin of a customer in a month.' }),
    monthlyRetention: t.float({ description: 'Customers still there a month later, 0 to below 1.' }),
    monthlyDiscount: t.float({
      description: 'By which a margin of a month later is worth less. Default: 0.',
    }),
    ltv: t.field({
      type: 'Decimal',
      description: 'Lifetime value in margin, where it is known. Default: computed of the others.',
    }),
    version: t.int(versionField),
  }),
});

const SetExtraCostInput = builder.inputType('SetExtraCostInput', {
  description: 'A cost beside media. Month and name name it.',
  fields: (t) => ({
    month: t.field({ type: 'Month', required: true, description: 'The month.' }),
    name: t.string({ required: true, description: 'Such as "Agency".' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'Of the whole month.' }),
    currencyCode: t.field({ type: 'CurrencyCode', required: true, description: 'Of the amount.' }),
    channel: t.string({ description: 'Slug of the channel it is for. Default: all of them.' }),
    version: t.int(versionField),
  }),
});

/** A `Decimal` is a plain decimal by the time it gets here. */
const micros = (decimal: string) => parseDecimalToMicros(decimal) ?? 0n;
const microsOrNull = (decimal: string | null | undefined) => (decimal ? micros(decimal) : null);

builder.queryField('economics', (t) =>
  t.field({
    type: [EconomicsType],
    description: 'What is known of margin and customers, ordered by first month.',
    complexity: EVIDENCE_LIST_COMPLEXITY,
    resolve: (_root, _args, { deps, viewer }) => deps.store.economics.all(viewer.workspaceId),
  }),
);

builder.queryField('extraCosts', (t) =>
  t.field({
    type: [ExtraCostType],
    description: 'Costs beside media, ordered by month, then name.',
    complexity: EVIDENCE_LIST_COMPLEXITY,
    resolve: (_root, _args, { deps, viewer }) => deps.store.extraCosts.all(viewer.workspaceId),
  }),
);

builder.mutationField('setEconomics', (t) =>
  t.field({
    type: EconomicsType,
    description: 'Keeps what is known of margin and customers from a month on.',
    args: { input: t.arg({ type: SetEconomicsInput, required: true, description: 'What is known.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'As it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'economics', description: 'As it is kept.' },
    },
    resolve: async (_root, { input }, { deps, viewer }) =>
      (await import('../planning/economics/set-economics.ts')).setEconomics(deps, viewer.workspaceId, {
        from: input.from,
        currencyCode: input.currencyCode,
        grossMargin: input.grossMargin ?? null,
        monthlyMarginMicros: microsOrNull(input.monthlyMargin),
        monthlyRetention: input.monthlyRetention ?? null,
        monthlyDiscount: input.monthlyDiscount ?? null,
        ltvMicros: microsOrNull(input.ltv),
        version: input.version ?? null,
      }),
  }),
);

builder.mutationField('removeEconomics', (t) =>
  t.field({
    type: EconomicsType,
    description: 'Takes back what was known from a month on.',
    args: {
      from: t.arg({ type: 'Month', required: true, description: 'Its first month.' }),
      version: t.arg.int(removedVersionField),
    },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('record'),
    resolve: async (_root, { from, version }, { deps, viewer }) =>
      (await import('../planning/economics/set-economics.ts')).removeEconomics(
        deps,
        viewer.workspaceId,
        { from },
        version,
      ),
  }),
);

builder.mutationField('setExtraCost', (t) =>
  t.field({
    type: ExtraCostType,
    description: 'Keeps a cost beside media.',
    args: { input: t.arg({ type: SetExtraCostInput, required: true, description: 'The cost.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'As it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'extraCost', description: 'As it is kept.' },
    },
    resolve: async (_root, { input: { channel, amount, version, ...same } }, { deps, viewer }) =>
      (await import('../planning/economics/set-economics.ts')).setExtraCost(deps, viewer.workspaceId, {
        ...same,
        amountMicros: micros(amount),
        channel: channel ? channelIn(channel, ['channel']) : null,
        version: version ?? null,
      }),
  }),
);

builder.mutationField('removeExtraCost', (t) =>
  t.field({
    type: ExtraCostType,
    description: 'Takes a cost back.',
    args: {
      month: t.arg({ type: 'Month', required: true, description: 'Its month.' }),
      name: t.arg.string({ required: true, description: 'Its name.' }),
      version: t.arg.int(removedVersionField),
    },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('cost'),
    resolve: async (_root, { month, name, version }, { deps, viewer }) =>
      (await import('../planning/economics/set-economics.ts')).removeExtraCost(
        deps,
        viewer.workspaceId,
        { month, name },
        version,
      ),
  }),
);
