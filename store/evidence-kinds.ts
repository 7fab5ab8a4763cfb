import * as keys from './dynamo/keys.ts';
import type { CalendarEventKey, ExperimentKey, IncrementalityKey, LevelBreakKey } from './model/evidence.ts';
import type { WorkspaceId } from './model/ids.ts';

/** Where a kind of evidence lies, whatever the store, and what it is called in messages. */
export interface EvidenceKind<Key> {
  /** In a sentence, such as "Experiment geo-2026". */
  readonly nameOf: (key: Key) => string;
  readonly partition: (workspace: WorkspaceId) => string;
  readonly sortKey: (key: Key) => string;
}

export const EXPERIMENT: EvidenceKind<ExperimentKey> = {
  nameOf: ({ id }) => `Experiment ${id}`,
  partition: keys.experimentPartition,
  sortKey: ({ id }) => keys.experimentSortKey(id),
};

export const CALENDAR_EVENT: EvidenceKind<CalendarEventKey> = {
  nameOf: ({ name, from }) => `The event ${JSON.stringify(name)} of ${from}`,
  partition: keys.calendarEventPartition,
  sortKey: ({ name, from }) => keys.calendarEventSortKey(from, name),
};

export const LEVEL_BREAK: EvidenceKind<LevelBreakKey> = {
  nameOf: ({ campaignId, date }) => `The break of ${date} in campaign ${campaignId}`,
  partition: keys.levelBreakPartition,
  sortKey: ({ campaignId, date }) => keys.levelBreakSortKey(campaignId, date),
};

export const INCREMENTALITY: EvidenceKind<IncrementalityKey> = {
  nameOf: ({ channel, from }) => `The incrementality of ${channel} from ${from}`,
  partition: keys.incrementalityPartition,
  sortKey: ({ channel, from }) => keys.incrementalitySortKey(channel, from),
};
