import { createHash } from 'node:crypto';
import type { IsoDate } from '../../store/model/day.ts';
import type { Campaign, CampaignDescribedAsOf } from '../../store/model/entities.ts';
import { type CampaignId, campaignId, type WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { ExportCampaign, ExportRow } from './parsed-export.ts';

const MAX_ID_LENGTH = 200;

/** The text with what no id may hold replaced and what is too long cut to a hash. */
export function wellFormedIdOf(text: string): string {
  const wellFormed = text.replace(/[#\p{Cc}\p{Cs}]/gu, '_');
  if (wellFormed === text && text.length <= MAX_ID_LENGTH) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${wellFormed.slice(0, MAX_ID_LENGTH - hash.length - 1)}~${hash}`;
}

/** Whose campaign ids are the user's own, so that two accounts may have the same. */
const SELF_NUMBERED = new Set(['tidy', 'mapped']);

/**
 * `platform:account:campaign`. The platforms number campaigns across accounts, so the number alone is the campaign:
 * an export without the account column means the same one as an export with it.
 */
export function campaignIdOf({
  platform,
  accountId,
  campaignExternalId,
}: Pick<ExportRow, 'platform' | 'accountId' | 'campaignExternalId'>): CampaignId {
  const isNumberOfPlatform = /^\d+$/.test(campaignExternalId) && !SELF_NUMBERED.has(platform);
  const account = isNumberOfPlatform ? '-' : (accountId ?? '-');
  return campaignId(wellFormedIdOf(`${platform}:${account}:${campaignExternalId}`));
}

/** The campaign as one export describes it. */
export type DescribedCampaign = Omit<Campaign, 'version' | 'status' | 'describedAsOf'> & {
  readonly status: Campaign['status'] | null;
  readonly asOf: IsoDate;
};

export interface ExportFacts {
  readonly asOf: IsoDate;
  readonly currency: CurrencyCode;
  readonly timeZone: string | null;
}

export function describedCampaign(
  workspaceId: WorkspaceId,
  campaign: ExportCampaign,
  { asOf, currency, timeZone }: ExportFacts,
): DescribedCampaign {
  return {
    workspaceId,
    id: campaignIdOf(campaign),
    platform: campaign.platform,
    accountId: campaign.accountId,
    externalId: campaign.campaignExternalId,
    name: campaign.campaignName,
    channel: campaign.channel,
    currencyCode: currency,
    status: campaign.status,
    timeZone: timeZone !== null && IANA_ZONE.test(timeZone) ? timeZone : null,
    firstDay: campaign.firstDay,
    lastDay: campaign.lastDay,
    asOf,
  };
}

/** `Europe/Berlin`; not Microsoft's `(GMT+01:00) Amsterdam, Berlin, …`. */
const IANA_ZONE = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

/**
 * The stored campaign after an export. Part by part the newer `asOf` wins, so the order of loading does not matter;
 * between two of the same day, the larger text.
 */
export function mergedCampaign(
  stored: Campaign | null,
  { asOf, ...described }: DescribedCampaign,
): Omit<Campaign, 'version'> {
  const was = stored ?? { ...described, status: null };
  const wasAsOf: Partial<CampaignDescribedAsOf> = stored?.describedAsOf ?? {};
  const naming = part(
    { value: [was.name, was.channel] as const, asOf: stored === null ? null : (wasAsOf.name ?? null) },
    { value: [described.name, described.channel] as const, asOf },
  );
  // A status that no export has given reads ACTIVE, and is not the stored one.
  const status = part(
    known(wasAsOf.status ? was.status : null, wasAsOf.status),
    known(described.status, asOf),
  );
  const account = part(known(was.accountId, wasAsOf.account), known(described.accountId, asOf));
  const timeZone = part(known(was.timeZone, wasAsOf.timeZone), known(described.timeZone, asOf));
  const [name, channel] = naming.value;
  return {
    ...described,
    name,
    channel,
    status: status.value ?? 'ACTIVE',
    accountId: account.value,
    timeZone: timeZone.value,
    firstDay: earlier(was.firstDay, described.firstDay),
    lastDay: later(was.lastDay, described.lastDay),
    describedAsOf: {
      name: naming.asOf ?? asOf,
      status: status.asOf,
      account: account.asOf,
      timeZone: timeZone.asOf,
    },
  };
}

interface Part<T> {
  readonly value: T;
  /** Null: no export gave it. */
  readonly asOf: IsoDate | null;
}

const known = <T>(value: T | null, asOf: IsoDate | null | undefined): Part<T | null> => ({
  value,
  asOf: value === null ? null : (asOf ?? null),
});

function part<T>(a: Part<T>, b: Part<T>): Part<T> {
  const [asOfA, asOfB] = [a.asOf ?? '', b.asOf ?? ''];
  if (asOfA !== asOfB) return asOfA > asOfB ? a : b;
  return JSON.stringify(a.value) >= JSON.stringify(b.value) ? a : b;
}

export function sameCampaign(a: Omit<Campaign, 'version'>, b: Campaign): boolean {
  const { version: _, ...stored } = b;
  const text = (campaign: Omit<Campaign, 'version'>) =>
    JSON.stringify(Object.entries(campaign).sort(([x], [y]) => (x < y ? -1 : 1)));
  return text({ ...a, ...sortedAsOf(a) }) === text({ ...stored, ...sortedAsOf(stored) });
}

function sortedAsOf({ describedAsOf }: Omit<Campaign, 'version'>) {
  if (describedAsOf === undefined) return {};
  const { name, status, account, timeZone } = describedAsOf;
  return { describedAsOf: { name, status, account, timeZone } };
}

const earlier = (a: IsoDate, b: IsoDate) => (a < b ? a : b);
const later = (a: IsoDate, b: IsoDate) => (a > b ? a : b);
