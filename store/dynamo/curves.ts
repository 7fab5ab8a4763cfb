import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { packJson, unpackJson } from '../json-document.ts';
import type { StoredCurve } from '../model/entities.ts';
import type { CampaignId, WorkspaceId } from '../model/ids.ts';
import type { CurveRepository } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { batchPut, type Item } from './batch-write.ts';
import { id, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

const curveItem = z.object({
  campaignId: id<CampaignId>(),
  dataHash: z.string(),
  fittedAt: z.string(),
  fit: packedJson,
});

function toItem({ workspaceId, fit, ...curve }: StoredCurve): Item {
  return {
    ...keys.curveKey(workspaceId, curve.campaignId),
    ...curve,
    fit: packJson(`The curve of campaign ${curve.campaignId}`, fit),
  };
}

function toCurve(workspaceId: WorkspaceId, item: unknown): StoredCurve {
  const curve = parseItem('response curve', curveItem, item);
  return { workspaceId, ...curve, fit: unpackJson(curve.fit) };
}

export function dynamoCurves(table: TableAccess): CurveRepository {
  return {
    async putMany(workspace, curves) {
      assertSameWorkspace('A response curve', workspace, curves);
      await batchPut(table, curves.map(toItem));
    },

    async get(workspace, campaign) {
      const { Item } = await table.client.send(
        new GetCommand({
          TableName: table.tableName,
          Key: keys.curveKey(workspace, campaign),
          ConsistentRead: true,
        }),
      );
      return Item ? toCurve(workspace, Item) : null;
    },

    async all(workspace) {
      const items = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': keys.curvePartition(workspace) },
      });
      return takeAll(items, (item) => toCurve(workspace, item));
    },
  };
}
