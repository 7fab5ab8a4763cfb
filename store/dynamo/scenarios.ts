import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { AlreadyExistsError } from '../errors.ts';
import { packJson, unpackJson } from '../json-document.ts';
import type { Scenario } from '../model/entities.ts';
import type { ScenarioId, WorkspaceId } from '../model/ids.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { ScenarioRepository } from '../ports.ts';
import { id, isoDate, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeFirst } from './query.ts';
import type { TableAccess } from './table-access.ts';

const scenarioItem = z.object({
  id: id<ScenarioId>(),
  name: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  inputHash: z.string(),
  dataCompleteThrough: isoDate,
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

    async list(workspace, page) {
      const { first, after } = pageBounds(page, keys.SCENARIO_SORT_PREFIX);
      const items = queryItems(table, {
        condition: after === null ? 'pk = :pk' : 'pk = :pk AND sk < :after',
        values: {
          ':pk': keys.scenarioPartition(workspace),
          ...(after === null ? {} : { ':after': after }),
        },
        descending: true,
        limit: first + 1,
      });
      const found = await takeFirst(items, first + 1, (item) => toScenario(workspace, item));
      return toPage(found, first, (scenario) => keys.scenarioSortKey(scenario.id));
    },
  };
}
