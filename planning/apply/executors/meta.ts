import { nameFigure, says } from '../../../optimizer/statement.ts';
import { metaAmount } from './platform-units.ts';
import { otherPlatform, type Refuse, type Render, supported } from './rendering.ts';

export const refuseForMeta: Refuse = (item, order) =>
  otherPlatform('meta_ads')(item, order) ??
  (metaAmount(item.afterMicros, order.currencyCode) === null
    ? says(
        'AMOUNT_TOO_FINE',
        `Meta cannot express the budget of ${item.campaignName} in ${order.currencyCode}: too many decimals.`,
        nameFigure('name', item.campaignName),
      )
    : null);

/**
 * One form post for each budget, to the campaign or, where the budget lies in an ad set, to that: record it with the ad
 * set's id. Amounts count the currency's smallest unit as Meta defines it. Meta takes four changes an hour.
 */
export const renderMetaRequests: Render = (order) => {
  const { items, results } = supported(order, refuseForMeta);
  return {
    results,
    artefacts: items.map((item, index) => {
      const amount = metaAmount(item.afterMicros, order.currencyCode) ?? '';
      const request = {
        method: 'POST',
        url: `https://graph.facebook.com/${item.platformBudgetId ?? item.externalId}`,
        form: { daily_budget: amount },
      };
      return {
        name: `meta-${String(index + 1).padStart(3, '0')}.json`,
        mediaType: 'application/json',
        campaignIds: [item.campaignId],
        content: `${JSON.stringify(request, null, 2)}\n`,
      };
    }),
  };
};
