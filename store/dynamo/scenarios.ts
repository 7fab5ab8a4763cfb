import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { AlreadyExistsError, VersionConflictError } from '../errors.ts';
import type { Scenario } from '../model/entities.ts';
import type { ScenarioId, WorkspaceId } from '../model/ids.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { ScenarioRepository } from '../ports.ts';
import { matchesScenario } from '../scenario-filter.ts';
import { id, isoDate, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeFirst } from './query.ts';
import { keptDocuments, readDocuments, withDocuments } from './scenario-documents.ts';
import type { TableAccess } from './table-access.ts';
import { putVersioned } from './versioned-put.ts';

const scenarioItem = z.object({
  id: id<ScenarioId>(),
  name: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  inputHash: z.string(),
  dataCompleteThrough: z.nullable(isoDate),
  note: z.nullable(z.string()),
  isArchived: z.boolean(),
  state: z.enum(['QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED']),
  progress: z.number(),
  failure: z.nullable(z.object({ code: z.string(), message: z.string() })),
  basedOn: z.nullable(id<ScenarioId>()),
  dataHashes: z.record(z.string(), z.string()),
  version: z.int(),
  leaseUntil: z.optional(z.string()),
  ...keptDocuments,
});

async function toScenario(table: TableAccess, workspaceId: WorkspaceId, item: unknown): Promise<Scenario> {
  const { documents, parts, partsHash, dataHashes, ...scenario } = parseItem('scenario', scenarioItem, item);
  const kept = { documents, parts, partsHash };
  return {
    workspaceId,
    dataHashes,
    ...scenario,
    ...(await readDocuments(table, workspaceId, scenario.id, kept)),
  };
}

export function dynamoScenarios(table: TableAccess): ScenarioRepository {
  const { client, tableName: TableName } = table;

  return {
    async create(scenario) {
      const { workspaceId } = scenario;
      const attributes = await withDocuments(table, scenario);
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.scenarioKey(workspaceId, scenario.id), ...attributes },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        throw new AlreadyExistsError(`There is a scenario ${scenario.id} already; scenarios do not change.`, {
          cause: error,
        });
      }
    },

    async get(workspace, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.scenarioKey(workspace, id), ConsistentRead: true }),
      );
      return Item ? toScenario(table, workspace, Item) : null;
    },

    async put(scenario) {
      const { workspaceId } = scenario;
      const what = `Scenario ${scenario.id}`;
      try {
        const version = await putVersioned(table, {
          what,
          item: {
            ...keys.scenarioKey(workspaceId, scenario.id),
            ...(await withDocuments(table, scenario)),
          },
          expectedVersion: scenario.version,
          read: (item) => item,
        });
        return { ...scenario, version };
      } catch (error) {
        if (!(error instanceof VersionConflictError) || error.current === null) throw error;
        const current = await toScenario(table, workspaceId, error.current);
        throw new VersionConflictError(what, scenario.version, current);
      }
    },

    async list(workspace, page, filter) {
      const { first, after } = pageBounds(page, keys.SCENARIO_SORT_PREFIX);
      const passes = matchesScenario(filter ?? {});
      const items = queryItems(table, {
        condition: after === null ? 'pk = :pk' : 'pk = :pk AND sk < :after',
        values: {
          ':pk': keys.scenarioPartition(workspace),
          ...(after === null ? {} : { ':after': after }),
        },
        descending: true,
        limit: first + 1,
      });
      const found = await takeFirst(items, first + 1, (item) =>
        passes(parseItem('scenario', scenarioItem, item)) ? item : null,
      );
      const scenarios = await Promise.all(found.map((item) => toScenario(table, workspace, item)));
      return toPage(scenarios, first, (scenario) => keys.scenarioSortKey(scenario.id));
    },
  };
}
