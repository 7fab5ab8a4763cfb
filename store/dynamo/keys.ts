import type { IsoDate } from '../model/day.ts';
import type { CampaignId, Channel, ScenarioId, WorkspaceId } from '../model/ids.ts';

/**
 * Every key of the table. The workspace comes first in each partition key, of the table and of the index, and ends
 * in `#`, which no id may hold: so workspace `ac` is no prefix of `acme`, and `dynamodb:LeadingKeys` can fence a
 * workspace off.
 *
 * | entity            | pk                    | sk               |
 * |-------------------|-----------------------|------------------|
 * | campaign          | `W#<ws>#CAMPAIGN`     | `C#<campaign>`   |
 * | daily performance | `W#<ws>#C#<campaign>` | `D#<yyyy-mm-dd>` |
 * | response curve    | `W#<ws>#CURVE`        | `C#<campaign>`   |
 * | scenario          | `W#<ws>#SCENARIO`     | `S#<scenario>`   |
 * | table version     | `TABLE`               | `VERSION`        |
 *
 * Index `gsi1` holds daily performance alone: `W#<ws>#CH#<channel>#M#<yyyy-mm>` / `<yyyy-mm-dd>#<campaign>`.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** One text per key: no key holds a control character. */
export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export interface IndexKey {
  readonly gsi1pk: string;
  readonly gsi1sk: string;
}

export const TABLE_VERSION_KEY: Key = { pk: 'TABLE', sk: 'VERSION' };

const ofWorkspace = (workspace: WorkspaceId, rest: string): string => `W#${workspace}#${rest}`;

export const CAMPAIGN_SORT_PREFIX = 'C#';
export const campaignPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'CAMPAIGN');
export const campaignSortKey = (id: CampaignId): string => `${CAMPAIGN_SORT_PREFIX}${id}`;
export const campaignKey = (workspace: WorkspaceId, id: CampaignId): Key => ({
  pk: campaignPartition(workspace),
  sk: campaignSortKey(id),
});

export const daysPartition = (workspace: WorkspaceId, campaign: CampaignId): string =>
  ofWorkspace(workspace, `C#${campaign}`);
/** What the days partitions of all the workspace's campaigns begin with. */
export const everyDaysPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'C#');
export const daySortKey = (date: IsoDate): string => `D#${date}`;
export const dayKey = (workspace: WorkspaceId, campaign: CampaignId, date: IsoDate): Key => ({
  pk: daysPartition(workspace, campaign),
  sk: daySortKey(date),
});

/** A channel's days lie in one index partition a month, so that no partition grows without end. */
export const channelMonthPartition = (workspace: WorkspaceId, channel: Channel, month: string): string =>
  ofWorkspace(workspace, `CH#${channel}#M#${month}`);
export const channelDayKey = (
  workspace: WorkspaceId,
  channel: Channel,
  date: IsoDate,
  campaign: CampaignId,
): IndexKey => ({
  gsi1pk: channelMonthPartition(workspace, channel, date.slice(0, 7)),
  gsi1sk: `${date}#${campaign}`,
});
/** Index sort keys from the first campaign of `from` to the last of `to`: `$` is the character after `#`. */
export const channelDayBounds = (from: IsoDate, to: IsoDate): readonly [string, string] => [
  `${from}#`,
  `${to}$`,
];

export const curvePartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'CURVE');
export const curveKey = (workspace: WorkspaceId, campaign: CampaignId): Key => ({
  pk: curvePartition(workspace),
  sk: campaignSortKey(campaign),
});

export const SCENARIO_SORT_PREFIX = 'S#';
export const scenarioPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'SCENARIO');
export const scenarioSortKey = (id: ScenarioId): string => `${SCENARIO_SORT_PREFIX}${id}`;
export const scenarioKey = (workspace: WorkspaceId, id: ScenarioId): Key => ({
  pk: scenarioPartition(workspace),
  sk: scenarioSortKey(id),
});
