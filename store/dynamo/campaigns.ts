import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { matchesCampaign } from '../campaign-filter.ts';
import type { Campaign } from '../model/entities.ts';
import type { CampaignId, Channel, WorkspaceId } from '../model/ids.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { CampaignRepository } from '../ports.ts';
import { batchGet } from './batch-get.ts';
import { id, isoDate, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeAll, takeFirst } from './query.ts';
import type { TableAccess } from './table-access.ts';
import { putVersioned } from './versioned-put.ts';

const campaignItem = z.object({
  id: id<CampaignId>(),
  platform: z.string(),
  accountId: z.nullable(z.string()),
  externalId: z.string(),
  name: z.string(),
  channel: id<Channel>(),
  currencyCode: z.string(),
  status: z.enum(['ACTIVE', 'PAUSED', 'ENDED']),
  timeZone: z.nullable(z.string()),
  firstDay: isoDate,
  lastDay: isoDate,
  describedAsOf: z.optional(
    z.object({
      name: isoDate,
      status: z.nullable(isoDate),
      account: z.nullable(isoDate),
      timeZone: z.nullable(isoDate),
    }),
  ),
  version: z.int(),
});

/** The workspace is not an attribute: it is the one whose partition was read. */
function toCampaign(workspaceId: WorkspaceId, item: unknown): Campaign {
  const { describedAsOf, ...campaign } = parseItem('campaign', campaignItem, item);
  return { workspaceId, ...campaign, ...(describedAsOf && { describedAsOf }) };
}

/** Campaigns read at a time while looking for those that pass a filter. */
const FILTERED_READ = 250;

export function dynamoCampaigns(table: TableAccess): CampaignRepository {
  const { client, tableName: TableName } = table;

  return {
    async get(workspace, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.campaignKey(workspace, id), ConsistentRead: true }),
      );
      return Item ? toCampaign(workspace, Item) : null;
    },

    async getMany(workspace, ids) {
      const found = await batchGet(
        table,
        ids.map((id) => keys.campaignKey(workspace, id)),
      );
      return ids.map((id) => {
        const item = found.get(keys.keyText(keys.campaignKey(workspace, id)));
        return item === undefined ? null : toCampaign(workspace, item);
      });
    },

    async list(workspace, page, filter) {
      const { first, after } = pageBounds(page, keys.CAMPAIGN_SORT_PREFIX);
      // The filter looks at campaigns here, not in the query: DynamoDB cuts its pages before it filters.
      const passes = matchesCampaign(filter ?? {});
      const items = queryItems(table, {
        condition: 'pk = :pk AND sk > :after',
        values: { ':pk': keys.campaignPartition(workspace), ':after': after ?? keys.CAMPAIGN_SORT_PREFIX },
        limit: filter === undefined ? first + 1 : FILTERED_READ,
      });
      const found = await takeFirst(items, first + 1, (item) => {
        const campaign = toCampaign(workspace, item);
        return passes(campaign) ? campaign : null;
      });
      return toPage(found, first, (campaign) => keys.campaignSortKey(campaign.id));
    },

    async all(workspace) {
      const items = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': keys.campaignPartition(workspace) },
      });
      return takeAll(items, (item) => toCampaign(workspace, item));
    },

    async put(campaign, expectedVersion) {
      const { workspaceId, ...attributes } = campaign;
      const version = await putVersioned(table, {
        what: `Campaign ${campaign.id}`,
        item: { ...keys.campaignKey(workspaceId, campaign.id), ...attributes },
        expectedVersion,
        read: (item) => toCampaign(workspaceId, item),
      });
      return { ...campaign, version };
    },
  };
}
