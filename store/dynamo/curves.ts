import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { packJson, unpackJson } from '../json-document.ts';
import type { StoredCurve } from '../model/entities.ts';
import type { CurveOutcome } from '../model/evidence.ts';
import type { CampaignId, WorkspaceId } from '../model/ids.ts';
import type { CurveRepository } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { batchPut, type Item } from './batch-write.ts';
import { double, id, isoDate, micros, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

const curveItem = z.object({
  campaignId: id<CampaignId>(),
  dataHash: z.string(),
  fittedAt: z.string(),
  fit: packedJson,
  fitVersion: z.optional(z.int()),
  move: z.optional(z.object({ share: double, sentence: z.string() })),
  basis: z.optional(
    z.object({
      inputsHash: z.string(),
      curves: z.int(),
      dataCompleteThrough: isoDate,
      completeDaysHash: z.string(),
      spendMicros: micros,
      valuePerConversion: z.nullable(double),
      outcomeDays: z.int(),
      warning: z.nullable(z.string()),
      warned: z.optional(z.unknown()),
    }),
  ),
});

/** The outcome is no attribute: it is that of the partition. */
function toItem({ workspaceId, outcome, fit, ...curve }: StoredCurve): Item {
  return {
    ...keys.curveKey(workspaceId, curve.campaignId, outcome),
    ...curve,
    fit: packJson(`The curve of campaign ${curve.campaignId}`, fit),
  };
}

function toCurve(workspaceId: WorkspaceId, outcome: CurveOutcome, item: unknown): StoredCurve {
  const { fit, fitVersion, move, basis, ...curve } = parseItem('response curve', curveItem, item);
  return {
    workspaceId,
    outcome,
    ...curve,
    fit: unpackJson(fit),
    ...(fitVersion !== undefined && { fitVersion }),
    ...(move && { move }),
    ...(basis && { basis }),
  };
}

export function dynamoCurves(table: TableAccess): CurveRepository {
  return {
    async putMany(workspace, curves) {
      assertSameWorkspace('A response curve', workspace, curves);
      await batchPut(table, curves.map(toItem));
    },

    async get(workspace, campaign, outcome) {
      const { Item } = await table.client.send(
        new GetCommand({
          TableName: table.tableName,
          Key: keys.curveKey(workspace, campaign, outcome),
          ConsistentRead: true,
        }),
      );
      return Item ? toCurve(workspace, outcome, Item) : null;
    },

    async all(workspace, outcome) {
      const items = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': keys.curvePartition(workspace, outcome) },
      });
      return takeAll(items, (item) => toCurve(workspace, outcome, item));
    },
  };
}
