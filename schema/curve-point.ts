import type { CurvePoint } from '../planning/curve-points.ts';
import type { CurveOutcome } from '../store/model/evidence.ts';
import { builder } from './builder.ts';
import type { WithCurrency } from './curve-diagnostics.ts';
import { IntervalType } from './interval.ts';
import { MoneyType, moneyOfUnits } from './money.ts';

/** A field that is named after conversions has nothing to say of a curve that counts something else. */
export const conversionsOnly = ({ outcome }: { readonly outcome: CurveOutcome }, value: number | null) =>
  outcome === 'CONVERSIONS' ? value : null;

export const CurvePointType = builder
  .objectRef<WithCurrency<CurvePoint> & { readonly outcome: CurveOutcome }>('CurvePoint')
  .implement({
    description: 'A point to draw: what a steady daily spend is expected to bring a day.',
    fields: (t) => ({
      spend: t.field({
        type: MoneyType,
        description: 'A day.',
        resolve: ({ spend, currencyCode }) => moneyOfUnits(spend, currencyCode),
      }),
      expectedOutcome: t.exposeFloat('expectedOutcome', {
        description: 'In what the curve counts, a day, baseline included.',
      }),
      expectedConversions: t.float({
        nullable: true,
        description: 'A day, baseline included; null where the curve does not count conversions.',
        resolve: (point) => conversionsOnly(point, point.expectedOutcome),
      }),
      interval: t.field({
        type: IntervalType,
        nullable: true,
        description: '80 % interval of the expected outcome.',
        resolve: ({ interval }) => interval,
      }),
      marginalOutcome: t.exposeFloat('marginalOutcome', {
        nullable: true,
        description: 'Outcome of one more unit of currency; null where the curve is vertical.',
      }),
      marginalConversions: t.float({
        nullable: true,
        description:
          'Conversions of one more unit of currency; null where the curve is vertical or does not count conversions.',
        resolve: (point) => conversionsOnly(point, point.marginalOutcome),
      }),
      extrapolated: t.exposeBoolean('extrapolated', {
        description: 'Outside the daily spends that were seen: the curve is a guess there.',
      }),
    }),
  });
