import { AMOUNTS, type AmountName, RATIOS, type RatioName } from '../planning/metrics.ts';
import type { Effect, EffectKind } from '../planning/performance/effects.ts';
import type { ComparedFigures } from '../planning/performance/performance-between.ts';
import type { PerformanceFigures } from '../planning/performance/tally.ts';
import type { RevenueBasis } from '../store/model/goal.ts';
import { type CurrencyCode, type Micros, microsToUnits } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { MoneyType, money } from './money.ts';

/** Of the report that figures are of. */
export interface ReportMoney {
  readonly currencyCode: CurrencyCode;
  readonly revenueBasis: RevenueBasis;
}
export type InReport<T> = T & ReportMoney;

/** Amounts of an empty report need a currency; ISO 4217 has XXX for none. */
export const NO_CURRENCY = 'XXX';

export const RevenueBasisEnum = builder.enumType('RevenueBasis', {
  description: 'Whose revenue counts in ROAS, ROMI, profit and what follows from them.',
  values: {
    PLATFORM: { description: 'What the ad platforms attribute to themselves.' },
    CRM: { description: 'What the CRM or the shop booked: its revenue, and its margin where it has one.' },
  } as const,
});

export const FiguresInterface = builder
  .interfaceRef<InReport<PerformanceFigures>>('PerformanceFigures')
  .implement({
    description:
      'Figures of a set of daily rows. Sums are null where no row reported the figure. Every metric is computed from the sums, never from other metrics, and null where a denominator is zero or a term unknown.',
    fields: (t) => {
      const amount = (description: string, of: (figures: PerformanceFigures) => Micros | null) =>
        t.field({
          type: MoneyType,
          nullable: true,
          description,
          resolve: (figures) => money(of(figures), figures.currencyCode),
        });
      const count = (description: string, of: (figures: PerformanceFigures) => number | null) =>
        t.float({ nullable: true, description, resolve: of });
      const ratios = (Object.keys(RATIOS) as RatioName[]).map((name) => {
        const { name: title, formula } = RATIOS[name];
        return [name, count(`${title}: ${formula}.`, (figures) => figures.ratios[name])] as const;
      });
      const amounts = (Object.keys(AMOUNTS) as AmountName[]).map((name) => {
        const { name: title, formula } = AMOUNTS[name];
        return [name, amount(`${title}: ${formula}.`, (figures) => figures.ratios[`${name}Micros`])] as const;
      });
      return {
        spend: t.field({
          type: MoneyType,
          description: 'Cost of media, as the platforms bill it.',
          resolve: ({ sums, currencyCode }) => money(sums.spendMicros, currencyCode),
        }),
        extraCosts: amount(
          "What acquisition costs beside media. A channel's costs are laid on its spend of the month, the account's on all spend. Null where none are recorded, and where a filter asks for a part of the account.",
          ({ extraCostMicros }) => extraCostMicros,
        ),
        impressions: count('How often ads were shown. A whole number.', ({ sums }) => sums.impressions),
        clicks: count('Clicks on ads. A whole number.', ({ sums }) => sums.clicks),
        conversions: count(
          'Conversions as the platforms attribute them; may be fractional.',
          ({ sums }) => sums.conversions,
        ),
        revenue: amount(
          'Value of the conversions, as the platforms attribute it.',
          ({ sums }) => sums.revenueMicros,
        ),
        leads: count('Leads in the CRM.', ({ sums }) => sums.leads),
        orders: count('Orders in the CRM or the shop.', ({ sums }) => sums.orders),
        newCustomers: count('Customers that ordered for the first time.', ({ sums }) => sums.newCustomers),
        salesRevenue: amount(
          'Revenue that the CRM or the shop booked.',
          ({ sums }) => sums.salesRevenueMicros,
        ),
        salesMargin: amount('Margin that the CRM or the shop booked.', ({ sums }) => sums.salesMarginMicros),
        ...Object.fromEntries([...ratios, ...amounts]),
        days: t.exposeInt('days', { description: 'Days that have any data of a platform.' }),
        incompleteDays: t.exposeInt('incompleteDays', {
          description: 'Days on which conversions of some campaign are still coming in: they will rise.',
        }),
      };
    },
  });

export const EFFECT_KINDS: Readonly<Record<EffectKind, { readonly description: string }>> = {
  SPEND: { description: 'More or less was spent.' },
  PRICE: { description: 'A click cost more or less.' },
  CONVERSION_RATE: { description: 'More or fewer clicks became conversions (orders, in CRM terms).' },
  ORDER_VALUE: { description: 'A conversion (an order, in CRM terms) brought more or less revenue.' },
  COST_PER_CONVERSION: { description: 'Price and conversion rate together, where clicks are not known.' },
  RETURN_ON_SPEND: { description: 'All but spend, where neither clicks nor conversions are known.' },
  VALUE_PER_CLICK: {
    description: 'Conversion rate and order value together, where conversions are not known.',
  },
};

const EffectKindEnum = builder.enumType('EffectKind', {
  description: 'A factor of revenue = spend ÷ price of a click · conversion rate · order value.',
  values: EFFECT_KINDS,
});

export const RevenueEffectType = builder
  .objectRef<Effect & { readonly currencyCode: CurrencyCode }>('RevenueEffect')
  .implement({
    description:
      'A part of a change of revenue: the Shapley value of one factor, the mean of what it changes over every order in which the factors could have changed. The effects add up to the change exactly.',
    fields: (t) => ({
      kind: t.field({ type: EffectKindEnum, description: 'Which factor.', resolve: ({ kind }) => kind }),
      amount: t.field({
        type: MoneyType,
        description: 'Revenue gained (or lost, below zero) by it.',
        resolve: ({ micros, currencyCode }) => money(micros, currencyCode),
      }),
    }),
  });

export const ConversionEffectType = builder.objectRef<Effect>('ConversionEffect').implement({
  description:
    'A part of a change of conversions, as RevenueEffect. The effects add up to the change exactly, to the sixth decimal.',
  fields: (t) => ({
    kind: t.field({ type: EffectKindEnum, description: 'Which factor.', resolve: ({ kind }) => kind }),
    conversions: t.float({
      description: 'Conversions gained (or lost, below zero) by it.',
      resolve: ({ micros }) => microsToUnits(micros),
    }),
  }),
});

export const TotalType = builder.objectRef<InReport<PerformanceFigures>>('PerformanceTotal').implement({
  description: 'Figures of everything together.',
  interfaces: [FiguresInterface],
});

/** Null where nothing is compared, or the outcome is not known of both. */
async function effectsOn(
  outcome: 'revenue' | 'conversions',
  { sums, before, revenueBasis }: InReport<ComparedFigures>,
): Promise<readonly Effect[] | null> {
  if (!before) return null;
  const { decomposed, pointOf } = await import('../planning/performance/effects.ts');
  const change = decomposed(pointOf(before.sums, revenueBasis), pointOf(sums, revenueBasis), outcome);
  return change?.effects ?? null;
}

export const ComparedInterface = builder
  .interfaceRef<InReport<ComparedFigures>>('ComparedFigures')
  .implement({
    description: 'What figures are compared with, and what their change is made of.',
    fields: (t) => ({
      before: t.field({
        type: TotalType,
        nullable: true,
        description: 'The same of the compared period; null where none was asked for.',
        resolve: ({ before, currencyCode, revenueBasis }) =>
          before && { ...before, currencyCode, revenueBasis },
      }),
      revenueEffects: t.field({
        type: [RevenueEffectType],
        nullable: true,
        description:
          'What the change of revenue (under the revenue basis) since the compared period is made of. Null where revenue is not known of both.',
        resolve: async (figures) => {
          const { currencyCode } = figures;
          return (
            (await effectsOn('revenue', figures))?.map((effect) => ({ ...effect, currencyCode })) ?? null
          );
        },
      }),
      conversionEffects: t.field({
        type: [ConversionEffectType],
        nullable: true,
        description:
          'What the change of conversions (of orders, in CRM terms) since the compared period is made of.',
        resolve: (figures) => effectsOn('conversions', figures),
      }),
    }),
  });
