import { addDays, dayNumber, type IsoDate } from '../../../store/model/day.ts';
import type { Campaign } from '../../../store/model/entities.ts';
import { campaignIdOf } from '../campaign-entity.ts';
import type { ExportSummary } from '../parsed-export.ts';

/** Days that are in no row. A day without a row may be one without spend, or one that was not exported. */
export interface Gap {
  readonly campaignName: string;
  /** `IN_FILE`: between the campaign's first and last day in the file. `BEFORE_FILE`: since the last stored day. */
  readonly where: 'IN_FILE' | 'BEFORE_FILE';
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly missingDays: number;
}

/** Longest first. */
export function gapsOf({ campaigns }: ExportSummary, stored: readonly Campaign[]): readonly Gap[] {
  const known = new Map(stored.map((campaign) => [campaign.id, campaign]));
  return campaigns
    .flatMap((campaign): Gap[] => {
      const { campaignName, firstDay, lastDay, days } = campaign;
      const inFile = dayNumber(lastDay) - dayNumber(firstDay) + 1 - days;
      const storedTo = known.get(campaignIdOf(campaign))?.lastDay;
      const beforeFile = storedTo === undefined ? 0 : dayNumber(firstDay) - dayNumber(storedTo) - 1;
      return [
        ...(inFile > 0
          ? [{ campaignName, where: 'IN_FILE' as const, from: firstDay, to: lastDay, missingDays: inFile }]
          : []),
        ...(storedTo !== undefined && beforeFile > 0
          ? [
              {
                campaignName,
                where: 'BEFORE_FILE' as const,
                from: addDays(storedTo, 1),
                to: addDays(firstDay, -1),
                missingDays: beforeFile,
              },
            ]
          : []),
      ];
    })
    .sort((a, b) => b.missingDays - a.missingDays || (a.campaignName < b.campaignName ? -1 : 1));
}
