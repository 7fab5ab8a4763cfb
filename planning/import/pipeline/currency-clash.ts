import { nameFigure, says } from '../../../optimizer/statement.ts';
import type { Campaign } from '../../../store/model/entities.ts';
import { campaignIdOf } from '../campaign-entity.ts';
import type { ExportSummary } from '../parsed-export.ts';
import { type Refusal, refusal } from '../refusal.ts';

/** A campaign's amounts are in one currency for good; a file that says otherwise is refused as a whole. */
export function currencyClashes(summary: ExportSummary, stored: readonly Campaign[]): readonly Refusal[] {
  const inFile = new Set(summary.campaigns.map(campaignIdOf));
  return stored
    .filter(({ id, currencyCode }) => inFile.has(id) && currencyCode !== summary.currency)
    .map((campaign) =>
      refusal(
        'MIXED_CURRENCY',
        says(
          'CAMPAIGN_OF_OTHER_CURRENCY',
          `Campaign ${campaign.name} is kept in ${campaign.currencyCode} and this file is in ${summary.currency}. ` +
            'Amounts of two currencies are never mixed; load the file into a workspace of its own.',
          nameFigure('name', campaign.name),
          nameFigure('stored', campaign.currencyCode),
          nameFigure('currency', summary.currency ?? ''),
        ),
        { value: summary.currency ?? '' },
      ),
    );
}
