import { createHash } from 'node:crypto';
import type { IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import { type CampaignId, campaignId, type WorkspaceId } from '../../store/model/ids.ts';
import type { ExportRow, ParsedExport } from './parsed-export.ts';

const MAX_ID_LENGTH = 200;

/** `platform:account:campaign`, with what no id may hold replaced and what is too long cut to a hash. */
export function campaignIdOf(platform: string, accountId: string | null, externalId: string): CampaignId {
  const id = `${platform}:${accountId ?? '-'}:${externalId}`;
  const wellFormed = id.replace(/[#\p{Cc}]/gu, '_');
  if (wellFormed === id && id.length <= MAX_ID_LENGTH) return campaignId(id);
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return campaignId(`${wellFormed.slice(0, MAX_ID_LENGTH - hash.length - 1)}~${hash}`);
}

/**
 * The id of a row's campaign. The platforms number campaigns across accounts, so an export without the account
 * column means the campaign that another export stored with it, and the other way round.
 */
export function campaignIdentity(
  platform: string,
  stored: readonly Campaign[],
): (row: Pick<ExportRow, 'accountId' | 'campaignExternalId'>) => CampaignId {
  const known = new Set(stored.map(({ id }) => id));
  const byExternalId = new Map(
    stored
      .filter((campaign) => campaign.platform === platform && /^\d+$/.test(campaign.externalId))
      .map((campaign) => [campaign.externalId, campaign]),
  );
  return ({ accountId, campaignExternalId }) => {
    const id = campaignIdOf(platform, accountId, campaignExternalId);
    const sameNumber = byExternalId.get(campaignExternalId);
    if (known.has(id) || sameNumber === undefined) return id;
    return accountId === null || sameNumber.accountId === null ? sameNumber.id : id;
  };
}

/** The campaign as an export describes it in its newest row. `rows` are of one campaign, ordered by day. */
export function describedCampaign(
  workspaceId: WorkspaceId,
  id: CampaignId,
  { platform, timeZone }: ParsedExport,
  rows: readonly [ExportRow, ...ExportRow[]],
): Omit<Campaign, 'version' | 'status'> & { readonly status: Campaign['status'] | null } {
  const newest = rows.at(-1) ?? rows[0];
  return {
    workspaceId,
    id,
    platform: platform ?? '',
    accountId: newest.accountId,
    externalId: newest.campaignExternalId,
    name: newest.campaignName,
    channel: newest.channel,
    currencyCode: newest.currencyCode,
    status: newest.status,
    timeZone: timeZone !== null && IANA_ZONE.test(timeZone) ? timeZone : null,
    firstDay: rows[0].date,
    lastDay: newest.date,
  };
}

/** `Europe/Berlin`; not Microsoft's `(GMT+01:00) Amsterdam, Berlin, …`. */
const IANA_ZONE = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

/** The stored campaign after an export: described by the newer of the two, running over the days of both. */
export function mergedCampaign(
  stored: Campaign | null,
  described: ReturnType<typeof describedCampaign>,
  exportIsNewer: boolean,
): Omit<Campaign, 'version'> {
  if (stored === null) return { ...described, status: described.status ?? 'ACTIVE' };
  const { version: _, ...kept } = stored;
  const description = exportIsNewer
    ? {
        ...described,
        status: described.status ?? stored.status,
        accountId: described.accountId ?? stored.accountId,
        timeZone: described.timeZone ?? stored.timeZone,
      }
    : kept;
  return {
    ...description,
    firstDay: earlier(stored.firstDay, described.firstDay),
    lastDay: later(stored.lastDay, described.lastDay),
  };
}

export function sameCampaign(a: Omit<Campaign, 'version'>, b: Campaign): boolean {
  return (Object.keys(a) as (keyof typeof a)[]).every((key) => a[key] === b[key]);
}

const earlier = (a: IsoDate, b: IsoDate) => (a < b ? a : b);
const later = (a: IsoDate, b: IsoDate) => (a > b ? a : b);
