import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { ScenarioId, WorkspaceId } from '../model/ids.ts';
import { id, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';

/** What a record of the table's stream says: images as they lie in the table. */
export interface StreamRecord {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly newImage: Readonly<Record<string, AttributeValue>> | undefined;
  readonly oldImage: Readonly<Record<string, AttributeValue>> | undefined;
}

export type TableChange =
  | { readonly kind: 'SCENARIO_QUEUED'; readonly workspaceId: WorkspaceId; readonly scenarioId: ScenarioId }
  | { readonly kind: 'AUDIT_EVENT'; readonly workspaceId: WorkspaceId; readonly sequence: number };

const keyed = z.object({ pk: z.string(), sk: z.string() });
const scenario = z.object({ id: id<ScenarioId>(), state: z.string() });
const event = z.object({ sequence: z.int() });

/**
 * What of the table's changes is worth work, in the words of its records; null for everything else. Throws
 * `MalformedItemError` for an item of ours that this version cannot read.
 */
export function readChange({ eventName, newImage, oldImage }: StreamRecord): TableChange | null {
  if (eventName === 'REMOVE' || newImage === undefined) return null;
  const item = unmarshall({ ...newImage });
  const { pk, sk } = parseItem('item', keyed, item);
  const workspaceId = keys.workspaceOfPartition(pk);
  if (workspaceId === null) return null;
  if (pk === keys.scenarioPartition(workspaceId) && sk.startsWith(keys.SCENARIO_SORT_PREFIX)) {
    const { id: scenarioId, state } = parseItem('scenario', scenario, item);
    const wasQueued = oldImage?.state?.S === 'QUEUED';
    return state === 'QUEUED' && !wasQueued ? { kind: 'SCENARIO_QUEUED', workspaceId, scenarioId } : null;
  }
  if (pk === keys.auditPartition(workspaceId) && eventName === 'INSERT') {
    return { kind: 'AUDIT_EVENT', workspaceId, sequence: parseItem('audit event', event, item).sequence };
  }
  return null;
}
