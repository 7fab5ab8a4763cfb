import { GraphQLError } from 'graphql';
import { parseMonth } from '../planning/period.ts';
import { type IsoDate, parseIsoDate } from '../store/model/day.ts';
import type { Month } from '../store/model/monthly.ts';
import { builder } from './builder.ts';

const refused = (value: unknown, wanted: string) =>
  new GraphQLError(`${JSON.stringify(value)} is not valid; wanted ${wanted}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });

/** Of days and months. Outside it the day before or after, which most questions need, soon is no such text. */
const FIRST_YEAR = '1970';
const FIRST_YEAR_BEYOND = '2200';
const isWithinReach = (text: string) => text >= FIRST_YEAR && text < FIRST_YEAR_BEYOND;

builder.scalarType('Date', {
  description:
    'A day, `YYYY-MM-DD`, as a label in the reporting time zone of its ad account. It is never converted.',
  serialize: (date) => date,
  parseValue: (value): IsoDate => {
    const date = typeof value === 'string' ? parseIsoDate(value) : null;
    if (date === null || !isWithinReach(date)) throw refused(value, 'a day as YYYY-MM-DD, from 1970 to 2199');
    return date;
  },
});

builder.scalarType('Month', {
  description: 'A calendar month, `YYYY-MM`.',
  serialize: (month) => month,
  parseValue: (value): Month => {
    const month = typeof value === 'string' ? parseMonth(value) : null;
    if (month === null || !isWithinReach(month))
      throw refused(value, 'a month as YYYY-MM, from 1970 to 2199');
    return month;
  },
});

builder.scalarType('DateTime', {
  description: 'A moment, RFC 3339 in UTC, such as `2026-11-01T09:30:00.000Z`.',
  serialize: (moment) => moment,
  parseValue: (value) => {
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
    throw refused(value, 'a moment in RFC 3339');
  },
});

builder.scalarType('Decimal', {
  description:
    'An exact decimal number as text, such as `"1234.50"`, with at most six decimals. Input may be a JSON number.',
  serialize: (decimal) => decimal,
  parseValue: (value) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(text)) return text;
    throw refused(value, 'a decimal such as "1234.50", with at most six decimals');
  },
});

builder.scalarType('BigInt', {
  description: 'An integer of any size, as text, such as `"1234500000"`.',
  serialize: (integer) => integer.toString(),
  parseValue: (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
    if (typeof value === 'string' && /^-?\d{1,30}$/.test(value)) return BigInt(value);
    throw refused(value, 'an integer as text');
  },
});

builder.scalarType('CurrencyCode', {
  description: 'An ISO 4217 currency code, such as `EUR`.',
  serialize: (code) => code,
  parseValue: (value) => {
    if (typeof value === 'string' && /^[A-Z]{3}$/.test(value)) return value;
    throw refused(value, 'three capital letters such as EUR');
  },
});
