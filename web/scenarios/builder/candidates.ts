import { allPages } from '../../api/all-pages.ts';
import { ask, type QueryState, useLoad } from '../../api/use-query.ts';
import { dayPlus, units, unitsOrNull } from '../../i18n/format.ts';
import { CONVERSION_VALUES, PLANNABLE, type Plannable } from './documents.ts';
import { type RoomInputs, typicalMarginal } from './limits.ts';

/** Of the days over which the API takes the value of a conversion. */
const VALUE_DAYS = 91;

/** A campaign that can be planned. */
export interface Candidate extends RoomInputs {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly channelSlug: string;
  readonly curve: Plannable;
  readonly valuePerConversion: number | null;
}

/** The campaigns that spend in the currency, in the order of the API. */
export function useCandidates(currency: string, completeThrough: string): QueryState<readonly Candidate[]> {
  return useLoad(`candidates ${currency}`, async () => {
    const values = ask(CONVERSION_VALUES, {
      from: dayPlus(completeThrough, 1 - VALUE_DAYS),
      to: completeThrough,
    });
    const curves = await allPages(async (after) => (await ask(PLANNABLE, { after })).responseCurves);
    const valueByCampaign = new Map(
      (await values).performance.rows.map((row) => [row.campaign?.id, unitsOrNull(row.revenuePerConversion)]),
    );
    const spending = curves.filter(
      ({ campaign, currentSpend }) => campaign.currencyCode === currency && units(currentSpend) > 0,
    );
    const typical = typicalMarginal(spending);
    return spending.map((curve) => ({
      id: curve.campaign.id,
      name: curve.campaign.name,
      channel: curve.campaign.channel.name,
      channelSlug: curve.campaign.channel.slug,
      curve,
      current: Math.round(units(curve.currentSpend) * 100) / 100,
      verdict: curve.identifiability.verdict,
      marginal: curve.marginalIntervalAtCurrent,
      seenP95: units(curve.observedSpend.p95),
      typical,
      valuePerConversion: valueByCampaign.get(curve.campaign.id) ?? null,
    }));
  });
}
