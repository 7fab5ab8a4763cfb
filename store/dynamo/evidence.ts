import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  CALENDAR_EVENT,
  type EvidenceKind,
  EXPERIMENT,
  INCREMENTALITY,
  LEVEL_BREAK,
} from '../evidence-kinds.ts';
import { CURVE_OUTCOMES } from '../model/evidence.ts';
import type { CampaignId, Channel, ExperimentId, WorkspaceId } from '../model/ids.ts';
import type {
  CalendarEventRepository,
  EvidenceRepository,
  ExperimentRepository,
  IncrementalityRepository,
  LevelBreakRepository,
  Versioned,
} from '../ports.ts';
import { double, id, isoDate, micros, parseItem } from './item-schema.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';
import { conflictOf, ifVersion, putVersioned } from './versioned-put.ts';

const experimentItem = z.object({
  id: id<ExperimentId>(),
  campaignId: id<CampaignId>(),
  kind: z.enum(['AB_TEST', 'GEO_TEST', 'ON_OFF_TEST', 'PLATFORM_LIFT']),
  outcome: z.enum(CURVE_OUTCOMES),
  from: isoDate,
  to: isoDate,
  currencyCode: z.string(),
  spendControlMicros: micros,
  spendTestMicros: micros,
  lift: double,
  standardError: double,
  source: z.string(),
  recordedAt: z.string(),
  recordedBy: z.string(),
  version: z.int(),
});

const calendarEventItem = z.object({
  name: z.string(),
  from: isoDate,
  to: isoDate,
  channels: z.nullable(z.array(id<Channel>())),
  version: z.int(),
});

const levelBreakItem = z.object({
  campaignId: id<CampaignId>(),
  date: isoDate,
  reason: z.string(),
  version: z.int(),
});

const incrementalityItem = z.object({
  channel: id<Channel>(),
  from: isoDate,
  multiplier: double,
  standardError: z.optional(double),
  source: z.string(),
  version: z.int(),
});

export const dynamoExperiments = (table: TableAccess): ExperimentRepository =>
  dynamoEvidence(table, EXPERIMENT, (workspaceId, item) => ({
    workspaceId,
    ...parseItem('experiment', experimentItem, item),
  }));

export const dynamoCalendarEvents = (table: TableAccess): CalendarEventRepository =>
  dynamoEvidence(table, CALENDAR_EVENT, (workspaceId, item) => ({
    workspaceId,
    ...parseItem('calendar event', calendarEventItem, item),
  }));

export const dynamoLevelBreaks = (table: TableAccess): LevelBreakRepository =>
  dynamoEvidence(table, LEVEL_BREAK, (workspaceId, item) => ({
    workspaceId,
    ...parseItem('level break', levelBreakItem, item),
  }));

export const dynamoIncrementality = (table: TableAccess): IncrementalityRepository =>
  dynamoEvidence(table, INCREMENTALITY, (workspaceId, item) => ({
    workspaceId,
    ...parseItem('incrementality', incrementalityItem, item),
  }));

/** The repository of one kind of records in the table. `read` parses an item. */
export function dynamoEvidence<Stored extends Key & Versioned, Key extends object>(
  { client, tableName: TableName, ...access }: TableAccess,
  kind: EvidenceKind<Key>,
  read: (workspace: WorkspaceId, item: unknown) => Stored,
): EvidenceRepository<Stored, Key> {
  const table: TableAccess = { client, tableName: TableName, ...access };
  const keyOf = (workspace: WorkspaceId, key: Key) => ({
    pk: kind.partition(workspace),
    sk: kind.sortKey(key),
  });

  return {
    async get(workspace, key) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keyOf(workspace, key), ConsistentRead: true }),
      );
      return Item ? read(workspace, Item) : null;
    },

    async all(workspace) {
      const items = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': kind.partition(workspace) },
      });
      return takeAll(items, (item) => read(workspace, item));
    },

    async put(record, expectedVersion) {
      // All of a `Stored` but its version, so its key and its workspace.
      const given = record as Omit<Stored, 'version'> & Key & Pick<Versioned, 'workspaceId'>;
      const { workspaceId, ...attributes } = given;
      const version = await putVersioned(table, {
        what: kind.nameOf(given),
        item: { ...keyOf(workspaceId, given), ...attributes },
        expectedVersion,
        read: (item) => read(workspaceId, item),
      });
      return { ...given, version } as unknown as Stored;
    },

    async remove(workspace, key, expectedVersion) {
      try {
        const { Attributes } = await client.send(
          new DeleteCommand({
            TableName,
            Key: keyOf(workspace, key),
            ...ifVersion(expectedVersion),
            ReturnValues: 'ALL_OLD',
          }),
        );
        return read(workspace, Attributes);
      } catch (error) {
        throw conflictOf(error, kind.nameOf(key), expectedVersion, (item) => read(workspace, item));
      }
    },
  };
}
