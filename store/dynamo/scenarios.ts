import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { AlreadyExistsError } from '../errors.ts';
import { packJson, unpackJson } from '../json-document.ts';
import type { Scenario } from '../model/entities.ts';
import type { ScenarioId, WorkspaceId } from '../model/ids.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { ScenarioRepository } from '../ports.ts';
import { matchesScenario } from '../scenario-filter.ts';
import { id, isoDate, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeFirst } from './query.ts';
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
  documents: packedJson,
});

function toScenario(workspaceId: WorkspaceId, item: unknown): Scenario {
  const { documents, ...scenario } = parseItem('scenario', scenarioItem, item);
  // Packed in `create` from exactly these three.
  const unpacked = unpackJson(documents) as Pick<Scenario, 'request' | 'problem' | 'result'>;
  return { workspaceId, ...scenario, ...unpacked };
}

export function dynamoScenarios(table: TableAccess): ScenarioRepository {
  const { client, tableName: TableName } = table;

  return {
    async create({ workspaceId, request, problem, result, ...scenario }) {
      const documents = packJson(`Scenario ${scenario.id}`, { request, problem, result });
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.scenarioKey(workspaceId, scenario.id), ...scenario, documents },
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
      return Item ? toScenario(workspace, Item) : null;
    },

    async put(scenario) {
      const { workspaceId, request, problem, result, ...attributes } = scenario;
      const documents = packJson(`Scenario ${scenario.id}`, { request, problem, result });
      const version = await putVersioned(table, {
        what: `Scenario ${scenario.id}`,
        item: { ...keys.scenarioKey(workspaceId, scenario.id), ...attributes, documents },
        expectedVersion: scenario.version,
        read: (item) => toScenario(workspaceId, item),
      });
      return { ...scenario, version };
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
      const found = await takeFirst(items, first + 1, (item) => {
        const scenario = toScenario(workspace, item);
        return passes(scenario) ? scenario : null;
      });
      return toPage(found, first, (scenario) => keys.scenarioSortKey(scenario.id));
    },
  };
}
