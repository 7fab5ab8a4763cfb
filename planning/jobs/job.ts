import * as z from 'zod/mini';
import {
  type ChangeSetId,
  type Channel,
  isWellFormedId,
  type ScenarioId,
  type WorkspaceId,
} from '../../store/model/ids.ts';

/** Work that nobody waits for. A message may be delivered more than once, late, and in any order. */
export type Job =
  /** Answers a scenario that was queued. */
  | { readonly kind: 'SCENARIO'; readonly workspaceId: WorkspaceId; readonly scenarioId: ScenarioId }
  /** Fits the curves of a workspace, or of one of its channels, where data has changed. */
  | { readonly kind: 'REFIT'; readonly workspaceId: WorkspaceId; readonly channel?: Channel | undefined }
  /** Applies the stage of a change set that is due. */
  | { readonly kind: 'APPLY_DUE'; readonly workspaceId: WorkspaceId; readonly changeSetId: ChangeSetId }
  /** Puts down that a change set has expired. */
  | { readonly kind: 'EXPIRE'; readonly workspaceId: WorkspaceId; readonly changeSetId: ChangeSetId }
  /** Looks which goals of the month are off track. */
  | { readonly kind: 'PACING_CHECK'; readonly workspaceId: WorkspaceId }
  /** Sends one audit event to the workspace's webhook. */
  | { readonly kind: 'WEBHOOK'; readonly workspaceId: WorkspaceId; readonly sequence: number };

export type JobKind = Job['kind'];

/** The text is no job that this version knows. Delivering it again will not help. */
export class MalformedJobError extends Error {
  override readonly name = 'MalformedJobError';
  readonly code = 'MALFORMED_JOB';
}

const id = <Id extends string>() =>
  z.custom<Id>((value) => typeof value === 'string' && isWellFormedId(value));
const workspace = { workspaceId: id<WorkspaceId>() };
const ofChangeSet = { ...workspace, changeSetId: id<ChangeSetId>() };

const jobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('SCENARIO'), ...workspace, scenarioId: id<ScenarioId>() }),
  z.object({ kind: z.literal('REFIT'), ...workspace, channel: z.optional(id<Channel>()) }),
  z.object({ kind: z.literal('APPLY_DUE'), ...ofChangeSet }),
  z.object({ kind: z.literal('EXPIRE'), ...ofChangeSet }),
  z.object({ kind: z.literal('PACING_CHECK'), ...workspace }),
  z.object({ kind: z.literal('WEBHOOK'), ...workspace, sequence: z.int().check(z.positive()) }),
]);

export const jobText = (job: Job): string => JSON.stringify(job);

/** Throws `MalformedJobError`. */
export function parseJob(text: string): Job {
  const json = jsonIn(text);
  const parsed = jobSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') || 'its root';
  throw new MalformedJobError(`The message ${JSON.stringify(text.slice(0, 200))} is not a job: see ${at}.`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedJobError(`The message ${JSON.stringify(text.slice(0, 200))} is not JSON.`, { cause });
  }
}
