import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ChangeSetId } from '../model/ids.ts';
import type { AgendaRepository, DueChangeSet } from '../ports.ts';
import { TABLE } from '../table.ts';
import { id, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeAll, takeFirst } from './query.ts';
import type { TableAccess } from './table-access.ts';

const dueItem = z.object({ pk: z.string(), id: id<ChangeSetId>(), gsi1sk: z.string() });
const workspaceItem = z.object({ sk: z.string() });

function toDue(item: unknown): DueChangeSet | null {
  const { pk, id, gsi1sk } = parseItem('change set that is due', dueItem, item);
  const workspaceId = keys.workspaceOfPartition(pk);
  return workspaceId && { workspaceId, id, at: gsi1sk };
}

export function dynamoAgenda(table: TableAccess): AgendaRepository {
  const { client, tableName: TableName } = table;
  return {
    async dueChangeSets(kind, until, limit) {
      const found = queryItems(table, {
        index: TABLE.indexes[0].name,
        condition: 'gsi1pk = :pk AND gsi1sk <= :until',
        values: { ':pk': keys.duePartition(kind), ':until': until },
        limit,
      });
      return takeFirst(found, limit, toDue);
    },

    async workspaces() {
      const found = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': keys.WORKSPACES_PARTITION },
      });
      return takeAll(found, (item) => keys.workspaceOfKey(parseItem('known workspace', workspaceItem, item)));
    },

    async addWorkspace(workspace) {
      await client.send(new PutCommand({ TableName, Item: { ...keys.workspaceKey(workspace) } }));
    },

    async removeWorkspace(workspace) {
      await client.send(new DeleteCommand({ TableName, Key: { ...keys.workspaceKey(workspace) } }));
    },
  };
}
