import type { Incrementality, IncrementalityKey } from '../../store/model/evidence.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { checkChannels, checkNumber, checkText } from './checks.ts';
import { putEvidence } from './put-evidence.ts';

export interface IncrementalityRequest extends Omit<Incrementality, 'workspaceId' | 'version'> {
  /** The version that was read; null for a new one. */
  readonly version: number | null;
}

/** Beyond this the two figures do not count the same thing. */
const HIGHEST = 10;

/**
 * Says what share of a channel's reported outcomes is incremental from a day on. Throws `InvalidInputError` and
 * `VersionConflictError`.
 */
export async function setIncrementality(
  deps: PlanningDeps,
  workspaceId: WorkspaceId,
  { version, standardError, ...request }: IncrementalityRequest,
): Promise<Incrementality> {
  const { channel, multiplier, source } = request;
  checkNumber(
    multiplier,
    'multiplier',
    `incremental ÷ reported, above 0 and at most ${HIGHEST}`,
    multiplier > 0 && multiplier <= HIGHEST,
  );
  if (standardError !== undefined) {
    checkNumber(
      standardError,
      'standardError',
      `0 to the multiplier itself, which is ${multiplier}`,
      standardError >= 0 && standardError <= multiplier,
    );
  }
  checkText(source, 'source');
  await checkChannels(deps, workspaceId, [channel], () => ['channel']);
  const record = { workspaceId, ...request, ...(standardError === undefined ? {} : { standardError }) };
  return putEvidence(deps.store.incrementality, workspaceId, record, version);
}

/** Throws `VersionConflictError` when it is another version or not there. */
export const removeIncrementality = (
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  { channel, from }: IncrementalityKey,
  version: number,
): Promise<Incrementality> => store.incrementality.remove(workspace, { channel, from }, version);
