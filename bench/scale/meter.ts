import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Consumption {
  /** Calls by operation. */
  readonly requests: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Of the largest request that was sent, in bytes. */
  readonly largestRequestBytes: number;
}

interface Answer {
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
}

interface Capacity {
  readonly CapacityUnits?: number;
}

const READS = /^(Get|BatchGet|Query|Scan|TransactGet)/;

/** Counts what a client asks of the database, and the capacity that the database says it took. */
export class Meter {
  private requests: Record<string, number> = {};
  private readUnits = 0;
  private writeUnits = 0;
  private largestRequestBytes = 0;

  constructor(client: DynamoDBDocumentClient) {
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const answer = await next({
            ...args,
            input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
          });
          this.count(commandName.replace(/(Item)?Command$/, ''), answer.output as Answer);
          return answer;
        },
      { step: 'initialize', name: 'meter' },
    );
    client.middlewareStack.add(
      (next) => (args) => {
        const { body } = args.request as { readonly body?: string | Uint8Array };
        const bytes = body === undefined ? 0 : Buffer.byteLength(body);
        this.largestRequestBytes = Math.max(this.largestRequestBytes, bytes);
        return next(args);
      },
      { step: 'build', priority: 'low', name: 'meterBytes' },
    );
  }

  /** What came together since the last time, and begins anew. */
  take(): Consumption {
    const { requests, readUnits, writeUnits, largestRequestBytes } = this;
    this.requests = {};
    this.readUnits = 0;
    this.writeUnits = 0;
    this.largestRequestBytes = 0;
    return { requests, readUnits, writeUnits, largestRequestBytes };
  }

  private count(operation: string, { ConsumedCapacity: capacity = [] }: Answer): void {
    this.requests[operation] = (this.requests[operation] ?? 0) + 1;
    const all = Array.isArray(capacity) ? (capacity as readonly Capacity[]) : [capacity as Capacity];
    const units = all.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    if (READS.test(operation)) this.readUnits += units;
    else this.writeUnits += units;
  }
}
