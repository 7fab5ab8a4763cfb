import { nameFigure, says } from '../../../optimizer/statement.ts';
import { yandexAmount } from './platform-units.ts';
import { otherPlatform, type Refuse, type Render, runsOf, supported } from './rendering.ts';

/** campaigns.update takes at most ten campaigns. */
const CAMPAIGNS_A_CALL = 10;

const isNumericId = (id: string) => /^\d{1,15}$/.test(id);

const refuse: Refuse = (item, order) =>
  otherPlatform('yandex_direct')(item, order) ??
  (isNumericId(item.externalId)
    ? null
    : says(
        'ID_NOT_OF_PLATFORM',
        `${JSON.stringify(item.externalId)} is not an id that Yandex.Direct gives to campaigns.`,
        nameFigure('name', item.campaignName),
      )) ??
  (yandexAmount(item.afterMicros) === null
    ? says(
        'AMOUNT_TOO_LARGE',
        `The budget of ${item.campaignName} is more than Yandex.Direct can express.`,
        nameFigure('name', item.campaignName),
      )
    : null);

/**
 * Bodies of campaigns.update, version 5, one account a call. For campaigns with a daily budget: a strategy with a weekly
 * limit refuses them. Yandex.Direct takes three changes a day.
 * https://yandex.com/dev/direct/doc/ref-v5/campaigns/update.html
 */
export const renderYandexDirectRequests: Render = (order) => {
  const { items, results } = supported(order, refuse);
  const calls = runsOf(items, CAMPAIGNS_A_CALL, ({ accountId }) => accountId ?? '');
  return {
    results,
    artefacts: calls.map((call, index) => {
      const account = call[0]?.accountId ?? null;
      const request = {
        method: 'POST',
        url: 'https://api.direct.yandex.com/json/v5/campaigns',
        ...(account === null ? {} : { headers: { 'Client-Login': account } }),
        body: {
          method: 'update',
          params: {
            Campaigns: call.map(({ externalId, afterMicros }) => ({
              Id: Number(externalId),
              DailyBudget: { Amount: yandexAmount(afterMicros), Mode: 'STANDARD' },
            })),
          },
        },
      };
      return {
        name: `yandex-direct-${String(index + 1).padStart(3, '0')}.json`,
        mediaType: 'application/json',
        campaignIds: call.map(({ campaignId }) => campaignId),
        content: `${JSON.stringify(request, null, 2)}\n`,
      };
    }),
  };
};
