import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Job, MalformedJobError, parseJob } from '../planning/jobs/job.ts';
import type { PostponeMessage } from '../store/sqs/postpone-message.ts';

/** What the log keeps of a message. */
export interface JobLine {
  readonly level: 'INFO' | 'ERROR';
  readonly message: 'Job';
  readonly time: string;
  readonly messageId: string;
  /** Null where it is not known what it asks for. */
  readonly kind: string | null;
  readonly workspace: string | null;
  /** What became of it, or the error's code. */
  readonly outcome: string;
  readonly durationMs: number;
  /** Of an error. */
  readonly detail?: string | undefined;
}

export interface WorkerOptions {
  /** Answers with a word on what became of it; throws where it is to be delivered again. */
  readonly run: (job: Job) => Promise<string>;
  readonly log: (line: JobLine) => void;
  /** When what failed comes again. Left out: when its queue brings it again. */
  readonly retryIn?: {
    /** After the delivery of this number, from 1, has failed. */
    readonly seconds: (delivery: number) => number;
    readonly postpone: PostponeMessage;
  };
}

/**
 * Works off a batch of the queue, one message after the other. Those that fail are named, and they alone are delivered
 * again; the others are done and stay so.
 */
export function createWorker({ run, log, retryIn }: WorkerOptions) {
  return async ({ Records }: Pick<SQSEvent, 'Records'>): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const { messageId, body, receiptHandle, attributes } of Records) {
      const start = performance.now();
      let job: Job | null = null;
      const line = (level: JobLine['level'], outcome: string, detail?: string) =>
        log({
          level,
          message: 'Job',
          time: new Date().toISOString(),
          messageId,
          kind: job?.kind ?? null,
          workspace: job?.workspaceId ?? null,
          outcome,
          durationMs: Math.round(performance.now() - start),
          detail,
        });
      try {
        job = parseJob(body);
        line('INFO', await run(job));
      } catch (error) {
        batchItemFailures.push({ itemIdentifier: messageId });
        line('ERROR', codeOf(error), detailOf(error));
        if (retryIn === undefined) continue;
        const delivery = Number(attributes.ApproximateReceiveCount);
        // Where that fails too, the queue brings it again in its own time.
        await retryIn
          .postpone(receiptHandle, retryIn.seconds(delivery))
          .catch((cause) => line('ERROR', 'NOT_POSTPONED', detailOf(cause)));
      }
    }
    return { batchItemFailures };
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'UNEXPECTED';

/** Of what was foreseen the sentence; of anything else where it came from. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForeseen = error instanceof MalformedJobError || 'code' in error;
  return isForeseen ? error.message : (error.stack ?? error.message);
}
