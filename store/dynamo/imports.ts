import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { packJson, unpackJson } from '../json-document.ts';
import type { ImportId, WorkspaceId } from '../model/ids.ts';
import type { ImportRecord } from '../model/import-record.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { ImportRepository } from '../ports.ts';
import { id, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeFirst } from './query.ts';
import type { TableAccess } from './table-access.ts';
import { putVersioned } from './versioned-put.ts';

const importItem = z.object({
  id: id<ImportId>(),
  state: z.enum(['PREVIEWED', 'COMMITTING', 'COMMITTED']),
  file: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  committedAt: z.nullable(z.string()),
  rowsDone: z.int(),
  contentHash: z.string(),
  uploadId: z.string(),
  documents: packedJson,
  version: z.int(),
});

function toRecord(workspaceId: WorkspaceId, item: unknown): ImportRecord {
  const { documents, ...record } = parseItem('import', importItem, item);
  // Packed in `put` from exactly these two.
  const unpacked = unpackJson(documents) as Pick<ImportRecord, 'options' | 'preview'>;
  return { workspaceId, ...record, ...unpacked };
}

export function dynamoImports(table: TableAccess): ImportRepository {
  const { client, tableName: TableName } = table;
  const keyOf = (workspace: WorkspaceId, id: ImportId) => ({
    pk: keys.importPartition(workspace),
    sk: keys.importSortKey(id),
  });

  return {
    async get(workspace, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keyOf(workspace, id), ConsistentRead: true }),
      );
      return Item ? toRecord(workspace, Item) : null;
    },

    async list(workspace, page) {
      const { first, after } = pageBounds(page, keys.IMPORT_SORT_PREFIX);
      const items = queryItems(table, {
        condition: after === null ? 'pk = :pk' : 'pk = :pk AND sk < :after',
        values: { ':pk': keys.importPartition(workspace), ...(after === null ? {} : { ':after': after }) },
        descending: true,
        limit: first + 1,
      });
      const found = await takeFirst(items, first + 1, (item) => toRecord(workspace, item));
      return toPage(found, first, (record) => keys.importSortKey(record.id));
    },

    async put(record, expectedVersion) {
      const { workspaceId, options, preview, ...attributes } = record;
      const documents = packJson(`The preview of ${record.file}`, { options, preview });
      const version = await putVersioned(table, {
        what: `Import ${record.id}`,
        item: { ...keyOf(workspaceId, record.id), ...attributes, documents },
        expectedVersion,
        read: (item) => toRecord(workspaceId, item),
      });
      return { ...record, version };
    },
  };
}
