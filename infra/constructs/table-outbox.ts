import { Duration } from 'aws-cdk-lib';
import type { ITable, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/**
 * What of the table's changes may start work, by the item's sort key; all else, the daily figures above all, is never
 * delivered and never paid for. Keys are those of `store/dynamo/keys.ts`; a test compares the two.
 */
export const OUTBOX_FILTERS = {
  queuedScenario: change(['INSERT', 'MODIFY'], 'S#', { state: { S: FilterRule.isEqual('QUEUED') } }),
  auditEvent: change(['INSERT'], 'A#'),
} as const;

function change(events: readonly string[], sortKeyPrefix: string, newImage?: object) {
  return FilterCriteria.filter({
    eventName: FilterRule.or(...events),
    dynamodb: {
      Keys: { sk: { S: FilterRule.beginsWith(sortKeyPrefix) } },
      ...(newImage && { NewImage: newImage }),
    },
  });
}

/** The table's stream as the outbox: a record is written once, and what must follow from it follows from the write. */
export class TableOutbox extends Construct {
  /** Says which records could not be read; the records themselves stay in the stream for a day. */
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    { table, reader }: { readonly table: TableV2; readonly reader: LambdaFunction },
  ) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    reader.addEventSource(
      // The library's class fails its own interface under `exactOptionalPropertyTypes`, by `undefined` alone.
      new DynamoEventSource(table as ITable, {
        // From the newest record on, what is written while the mapping is being made would be lost.
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 10,
        maxRecordAge: Duration.hours(12),
        onFailure: new SqsDlq(this.deadLetters),
        filters: Object.values(OUTBOX_FILTERS),
      }),
    );
  }
}
