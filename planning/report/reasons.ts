import type { CurrencyCode } from '../../store/model/money.ts';
import { microsToUnits } from '../../store/model/money.ts';
import type { Decomposition, EffectKind } from '../performance/effects.ts';
import type { FunnelStage, FunnelStep } from '../performance/funnel.ts';
import { amountText, changeText, shareText, signedAmountText } from './figures.ts';

const EFFECT_NAMES: Readonly<Record<EffectKind, string>> = {
  SPEND: 'Spend',
  PRICE: 'Price of a click',
  CONVERSION_RATE: 'Conversion rate',
  ORDER_VALUE: 'Order value',
  COST_PER_CONVERSION: 'Cost of a conversion',
  RETURN_ON_SPEND: 'Return on spend',
  VALUE_PER_CLICK: 'Value of a click',
};

const CAUSES: Readonly<Record<EffectKind, readonly [gained: string, lost: string]>> = {
  SPEND: ['more was spent', 'less was spent'],
  PRICE: ['clicks were cheaper', 'clicks were dearer'],
  CONVERSION_RATE: ['more of the clicks converted', 'fewer of the clicks converted'],
  ORDER_VALUE: ['each conversion brought more revenue', 'each conversion brought less revenue'],
  COST_PER_CONVERSION: ['conversions were cheaper', 'conversions were dearer'],
  RETURN_ON_SPEND: ['spend brought more', 'spend brought less'],
  VALUE_PER_CLICK: ['clicks brought more revenue', 'clicks brought less revenue'],
};

export const effectName = (kind: EffectKind): string => EFFECT_NAMES[kind];

/**
 * Such as "Revenue is 12,000 EUR (8 %) below the plan: less was spent (−9,000 EUR), clicks became dearer (−4,500 EUR);
 * against that, each conversion brought more revenue (+1,500 EUR)."
 */
export function deviationSentence(
  what: string,
  than: string,
  { before, after, effects }: Decomposition,
  currencyCode: CurrencyCode,
): string {
  const change = microsToUnits(after - before);
  const share = before === 0n ? null : Math.abs(change) / microsToUnits(before);
  if (change === 0) return `${what} is the same as ${than}.`;
  const size = `${amountText(Math.abs(change), currencyCode)}${share === null ? '' : ` (${shareText(share)})`}`;
  const worthNaming = effects
    .filter(({ micros }) => Math.abs(microsToUnits(micros)) >= 0.05 * Math.abs(change))
    .sort((a, b) => Math.abs(microsToUnits(b.micros)) - Math.abs(microsToUnits(a.micros)));
  const cause = ({ kind, micros }: (typeof effects)[number]) =>
    `${CAUSES[kind][micros > 0n ? 0 : 1]} (${signedAmountText(microsToUnits(micros), currencyCode)})`;
  const isWithChange = ({ micros }: (typeof effects)[number]) => micros > 0n === change > 0;
  const with_ = worthNaming.filter(isWithChange).map(cause);
  const against = worthNaming.filter((effect) => !isWithChange(effect)).map(cause);
  const reasons = [with_.join(', '), against.length === 0 ? '' : `against that, ${against.join(', ')}`];
  return `${what} is ${size} ${change > 0 ? 'above' : 'below'} ${than}: ${reasons.filter(Boolean).join('; ')}.`;
}

const STAGE_NAMES: Readonly<Record<FunnelStage, string>> = {
  IMPRESSIONS: 'impressions',
  CLICKS: 'clicks',
  CONVERSIONS: 'conversions',
  LEADS: 'leads',
  ORDERS: 'orders',
  NEW_CUSTOMERS: 'new customers',
  REVENUE: 'revenue',
  MARGIN: 'margin',
};

export const stageName = (stage: FunnelStage): string => STAGE_NAMES[stage];
export const stepName = ({ from, to }: Pick<FunnelStep, 'from' | 'to'>): string =>
  `${STAGE_NAMES[from]} → ${STAGE_NAMES[to]}`;

export function bottleneckSentence(
  bottleneck: FunnelStep | null,
  lossOf: FunnelStage | null,
  currencyCode: CurrencyCode,
): string {
  if (bottleneck === null)
    return 'No step of the funnel is narrower than usual beyond what chance often brings.';
  const loss = bottleneck.lossMicros === null ? null : microsToUnits(bottleneck.lossMicros);
  return `The bottleneck is ${stepName(bottleneck)}: its rate is ${changeText(bottleneck.change)} against the account's norm, which cost ${amountText(loss, currencyCode)} of ${lossOf === null ? 'revenue' : STAGE_NAMES[lossOf]}.`;
}
