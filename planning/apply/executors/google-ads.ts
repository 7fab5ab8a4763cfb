import { nameFigure, says } from '../../../optimizer/statement.ts';
import type { ExecutionItem } from './executor.ts';
import { googleAmount } from './platform-units.ts';
import { otherPlatform, type Refuse, type Render, runsOf, supported } from './rendering.ts';

/** A mutate request takes 10,000 operations; less keeps an answer readable. */
const OPERATIONS_A_CALL = 1_000;

const refuse: Refuse = (item, order) =>
  otherPlatform('google_ads')(item, order) ??
  (customerOf(item) === null
    ? says(
        'NO_ACCOUNT_ID',
        `The customer id of ${item.campaignName} is not known: import an export that names the account.`,
        nameFigure('name', item.campaignName),
      )
    : null) ??
  (item.platformBudgetId === null
    ? says(
        'NO_BUDGET_ID',
        `The budget id of ${item.campaignName} is not known: record its budget with platformBudgetId.`,
        nameFigure('name', item.campaignName),
      )
    : null);

/** `123-456-7890` as the API wants it. */
function customerOf({ accountId }: ExecutionItem): string | null {
  const digits = accountId?.replaceAll('-', '') ?? '';
  return /^\d+$/.test(digits) ? digits : null;
}

/**
 * Bodies of CampaignBudgetService.MutateCampaignBudgets, in JSON. All or nothing a call; set `validateOnly` to try.
 * https://developers.google.com/google-ads/api/reference/rpc/v26/MutateCampaignBudgetsRequest
 */
export const renderGoogleAdsRequests: Render = (order) => {
  const { items, results } = supported(order, refuse);
  const calls = runsOf(items, OPERATIONS_A_CALL, (item) => customerOf(item) ?? '');
  return {
    results,
    artefacts: calls.map((call, index) => {
      const customer = call[0] ? customerOf(call[0]) : '';
      const request = {
        method: 'POST',
        url: `https://googleads.googleapis.com/v26/customers/${customer}/campaignBudgets:mutate`,
        body: {
          operations: call.map(({ platformBudgetId, afterMicros }) => ({
            updateMask: 'amountMicros',
            update: {
              resourceName: `customers/${customer}/campaignBudgets/${platformBudgetId}`,
              amountMicros: googleAmount(afterMicros),
            },
          })),
          partialFailure: false,
          validateOnly: false,
        },
      };
      return {
        name: `google-ads-${String(index + 1).padStart(3, '0')}.json`,
        mediaType: 'application/json',
        campaignIds: call.map(({ campaignId }) => campaignId),
        content: `${JSON.stringify(request, null, 2)}\n`,
      };
    }),
  };
};
