import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Backoff } from './backoff.ts';

/** What every repository of the table works with. */
export interface TableAccess {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly backoff: Backoff;
}

export const systemBackoff: Backoff = {
  sleep: (ms) => sleep(ms),
  random: Math.random,
};
