import { loadExchangeRates, MOST_RATES } from '../planning/currency/load-rates.ts';
import type { RatesUsed } from '../planning/currency/rate-book.ts';
import { InvalidInputError } from '../planning/errors.ts';
import { checkRange } from '../planning/performance/request.ts';
import type { ExchangeRate } from '../store/model/exchange-rate.ts';
import { builder } from './builder.ts';
import { withGraphQLErrors } from './errors.ts';

const RatePathEnum = builder.enumType('ExchangeRatePath', {
  description: 'How a rate was found.',
  values: {
    DIRECT: { description: 'As it was loaded.' },
    INVERSE: { description: 'One over the rate of the other direction.' },
    CROSS: { description: 'Over the euro.' },
  } as const,
});

export const RatesUsedType = builder.objectRef<RatesUsed>('ExchangeRatesUsed').implement({
  description:
    'The rates that amounts of one currency were converted at: each amount at the rate of its own day, or the last one published in the 7 days before it.',
  fields: (t) => ({
    from: t.expose('from', { type: 'CurrencyCode', description: 'What was converted.' }),
    to: t.expose('to', { type: 'CurrencyCode', description: 'Into what.' }),
    path: t.field({
      type: RatePathEnum,
      description: 'How the rates were found.',
      resolve: ({ path }) => path,
    }),
    firstDay: t.expose('firstDay', { type: 'Date', description: 'Of the earliest rate used.' }),
    lastDay: t.expose('lastDay', { type: 'Date', description: 'Of the latest rate used.' }),
    lowest: t.exposeFloat('lowest', { description: 'Units of `to` for one unit of `from`.' }),
    highest: t.exposeFloat('highest', { description: 'Units of `to` for one unit of `from`.' }),
    sources: t.exposeStringList('sources', { description: 'Who published them.' }),
  }),
});

const ExchangeRateType = builder.objectRef<ExchangeRate>('ExchangeRate').implement({
  description: 'What one unit of a currency was worth in another on one day.',
  fields: (t) => ({
    from: t.expose('from', { type: 'CurrencyCode', description: 'One unit of this…' }),
    to: t.expose('to', { type: 'CurrencyCode', description: '…in units of this.' }),
    date: t.expose('date', { type: 'Date', description: 'The day.' }),
    rate: t.exposeString('rate', { description: 'A decimal, as it was loaded.' }),
    source: t.exposeString('source', { description: 'Who published it.' }),
  }),
});

const ExchangeRateInput = builder.inputType('ExchangeRateInput', {
  description: 'What one unit of a currency was worth in another on one day.',
  fields: (t) => ({
    from: t.field({ type: 'CurrencyCode', required: true, description: 'One unit of this…' }),
    to: t.field({ type: 'CurrencyCode', required: true, description: '…in units of this.' }),
    date: t.field({ type: 'Date', required: true, description: 'The day.' }),
    rate: t.string({ required: true, description: 'A positive decimal such as "1.0834", kept as it is.' }),
    source: t.string({ required: true, description: 'Who published it, such as "ECB".' }),
  }),
});

builder.queryField('exchangeRates', (t) =>
  t.field({
    type: [ExchangeRateType],
    description: 'The rates of a pair that were loaded, ordered by day.',
    args: {
      from: t.arg({ type: 'CurrencyCode', required: true, description: 'One unit of this…' }),
      to: t.arg({ type: 'CurrencyCode', required: true, description: '…in units of this.' }),
      firstDay: t.arg({ type: 'Date', required: true, description: 'First day.' }),
      lastDay: t.arg({ type: 'Date', required: true, description: 'Last day, included.' }),
    },
    complexity: { field: 5, multiplier: 50 },
    resolve: (_root, { from, to, firstDay, lastDay }, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        const range = { from: firstDay, to: lastDay };
        checkRange(range);
        return [...(await deps.store.exchangeRates.ofPair(viewer.workspaceId, from, to, range))];
      }),
  }),
);

builder.mutationField('loadExchangeRates', (t) =>
  t.field({
    type: 'Int',
    description: 'Loads dated exchange rates, one a pair and day: the later load wins.',
    args: {
      rates: t.arg({
        type: [ExchangeRateInput],
        required: true,
        description: `At most ${MOST_RATES.toLocaleString('en')}.`,
      }),
    },
    complexity: ({ rates }) => ({ field: 10 + Math.ceil(rates.length / 10), multiplier: 1 }),
    errors: {
      types: [InvalidInputError],
      union: { description: 'How many rates were loaded, or why none was.' },
      result: { description: 'All of them are kept.' },
      dataField: { name: 'loaded', description: 'How many.' },
    },
    resolve: async (_root, { rates }, { deps, viewer }) =>
      (await loadExchangeRates(deps, viewer.workspaceId, rates)).length,
  }),
);
