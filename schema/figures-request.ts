import type { FiguresRequest } from '../planning/performance/request.ts';
import type { IsoDate } from '../store/model/day.ts';
import type { DayRange } from '../store/ports.ts';
import { builder } from './builder.ts';
import { CampaignStatusEnum, campaignFilterOf } from './campaign.ts';
import { RevenueBasisEnum } from './figures.ts';
import { campaignIdIn } from './ids.ts';

export const DateRangeType = builder.objectRef<DayRange>('DateRange').implement({
  description: 'Days, both ends included.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'First day.' }),
    to: t.expose('to', { type: 'Date', description: 'Last day, included.' }),
  }),
});

const PerformanceFilterInput = builder.inputType('PerformanceFilter', {
  description: 'All conditions that are given must hold.',
  fields: (t) => ({
    campaignIds: t.idList({ description: 'Global ids of campaigns.' }),
    channels: t.stringList({ description: 'Slugs, such as `google_search`.' }),
    platforms: t.stringList({ description: 'Such as `google_ads`.' }),
    statuses: t.field({ type: [CampaignStatusEnum], description: 'Any of these.' }),
    nameContains: t.string({ description: "Part of the campaign's name, whatever the case." }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'Campaigns that spend in this currency.',
    }),
  }),
});

/** Which figures, of when, in which currency: the same for every query that answers figures. */
export const figuresArgs = builder.args((t) => ({
  from: t.field({ type: 'Date', required: true, description: 'First day.' }),
  to: t.field({ type: 'Date', required: true, description: 'Last day, included. At most 1,100 days after.' }),
  filter: t.field({ type: PerformanceFilterInput, description: 'Default: every campaign.' }),
  convertTo: t.field({
    type: 'CurrencyCode',
    description:
      'Convert amounts of other currencies into this one, each at the rate of its own day. Default: campaigns of several currencies are refused.',
  }),
  margin: t.float({
    description:
      "Gross margin as a share of revenue, 0 to 1; profit and what follows from it need it. Default: as the workspace's economics say.",
  }),
  revenueBasis: t.field({
    type: RevenueBasisEnum,
    defaultValue: 'PLATFORM',
    description: 'Whose revenue counts in ROAS, ROMI and profit.',
  }),
}));

interface FiguresArgs {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly filter?: typeof PerformanceFilterInput.$inferInput | null | undefined;
  readonly convertTo?: string | null | undefined;
  readonly margin?: number | null | undefined;
  readonly revenueBasis?: FiguresRequest['revenueBasis'] | null | undefined;
}

export function figuresRequestOf({ from, to, filter, ...args }: FiguresArgs): FiguresRequest {
  return {
    from,
    to,
    convertTo: args.convertTo ?? undefined,
    margin: args.margin ?? undefined,
    revenueBasis: args.revenueBasis ?? undefined,
    filter: {
      ...campaignFilterOf(filter),
      campaignIds: filter?.campaignIds?.map((id, i) =>
        campaignIdIn(id, ['filter', 'campaignIds', String(i)]),
      ),
      currencyCode: filter?.currencyCode ?? undefined,
    },
  };
}
