import type { FitParameters } from '../optimizer/fit/fitted-curve.ts';
import type { IsoDate } from '../store/model/day.ts';
import { builder } from './builder.ts';

export const CurveFamilyEnum = builder.enumType('CurveFamily', {
  description: 'The form f of a response curve: outcome = baseline + scale · f(spend).',
  values: {
    POWER: { description: 'f(x) = x^exponent' },
    LOG: { description: 'f(x) = ln(1 + x / halfSaturation)' },
    NEGATIVE_EXPONENTIAL: { description: 'f(x) = 1 − exp(−x / halfSaturation)' },
    HILL: { description: 'f(x) = x^slope / (halfSaturation^slope + x^slope)' },
    LOGISTIC: { description: 'f(x) = (1 − exp(−x / halfSaturation)) / (1 + exp(−x / halfSaturation))' },
    PIECEWISE_LINEAR: { description: 'Linear between given points.' },
  } as const,
});

export const CurveOutcomeEnum = builder.enumType('CurveOutcome', {
  description: 'What a response curve counts.',
  values: {
    CONVERSIONS: { description: 'Conversions a day.' },
    REVENUE: { description: 'Revenue a day, in units of currency.' },
    LEADS: { description: 'Leads a day, as a CRM or shop counts them.' },
    ORDERS: { description: 'Orders a day, as a CRM or shop counts them.' },
    NEW_CUSTOMERS: { description: 'New customers a day, as a CRM or shop counts them.' },
  } as const,
});

const EventEffectType = builder.objectRef<FitParameters['events'][number]>('EventEffect').implement({
  description: "What an event's days bring.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the calendar event.' }),
    multiplier: t.exposeFloat('multiplier', { description: 'As a multiple of an ordinary day.' }),
  }),
});

const BreakEffectType = builder.objectRef<FitParameters['breaks'][number]>('BreakEffect').implement({
  description: "How a break changed the campaign's level.",
  fields: (t) => ({
    date: t.field({
      type: 'Date',
      description: 'The first day of the new level.',
      // A date of a level break, which is stored as a day.
      resolve: ({ date }) => date as IsoDate,
    }),
    multiplier: t.exposeFloat('multiplier', { description: 'As a multiple of the level before it.' }),
  }),
});

export const CurveParametersType = builder.objectRef<FitParameters>('CurveParameters').implement({
  description: 'Spend in units of currency a day, outcome in what the curve counts a day.',
  fields: (t) => ({
    scale: t.exposeFloat('scale', { description: 'Multiplies f. Incrementality is in it.' }),
    exponent: t.float({
      nullable: true,
      description: 'Of POWER.',
      resolve: ({ exponent }) => exponent ?? null,
    }),
    halfSaturation: t.float({
      nullable: true,
      description: 'Of every family but POWER, in units of currency a day.',
      resolve: ({ halfSaturation }) => halfSaturation ?? null,
    }),
    slope: t.float({
      nullable: true,
      description: 'Of HILL: above 1 the curve is S-shaped.',
      resolve: ({ slope }) => slope ?? null,
    }),
    baseline: t.exposeFloat('baseline', { description: 'Organic outcome a day, at zero spend.' }),
    carryOver: t.exposeFloat('carryOver', {
      description: "The share of a day's effect that passes on to the next day, 0 to 1.",
    }),
    carryOverHalfLifeDays: t.exposeFloat('carryOverHalfLifeDays', {
      description: 'Days until half of the effect has passed.',
    }),
    weekday: t.floatList({
      description: 'Multipliers Monday to Sunday, mean 1.',
      resolve: ({ weekday }) => [...weekday],
    }),
    events: t.field({
      type: [EventEffectType],
      description: "Of the calendar events that the campaign's days hold. The curve is of ordinary days.",
      complexity: { field: 1, multiplier: 2 },
      resolve: ({ events }) => events ?? [],
    }),
    breaks: t.field({
      type: [BreakEffectType],
      description: 'Of its level breaks. The curve is at the newest level.',
      complexity: { field: 1, multiplier: 2 },
      resolve: ({ breaks }) => breaks ?? [],
    }),
  }),
});
