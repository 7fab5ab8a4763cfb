import { isDeepStrictEqual } from 'node:util';
import { VersionConflictError } from '../../store/errors.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { EvidenceRepository, Versioned } from '../../store/ports.ts';
import { InvalidInputError } from '../errors.ts';

/** A workspace's evidence is read all at once, so there is an end to it. */
const MOST_RECORDS = 1_000;

/**
 * Writes a new record (`version` null) or over the version that was read. Recording once more what is there already
 * changes nothing and is no conflict, so that a script may run again; `authorship` names the parts that do not count
 * for that. Throws `VersionConflictError`, and `InvalidInputError` where the workspace is full.
 */
export async function putEvidence<Stored extends Key & Versioned, Key extends object>(
  repository: EvidenceRepository<Stored, Key>,
  workspace: WorkspaceId,
  record: Omit<Stored, 'version'>,
  version: number | null,
  authorship: readonly (keyof Stored & string)[] = [],
): Promise<Stored> {
  if (version === null) await refuseFull(repository, workspace);
  try {
    return await repository.put(record, version);
  } catch (error) {
    if (!(error instanceof VersionConflictError) || version !== null || error.current === null) throw error;
    // What the repository found under the record's own key.
    const current = error.current as Stored;
    const content = (whole: object) =>
      Object.fromEntries(
        Object.entries(whole).filter(([part]) => part !== 'version' && !authorship.some((a) => a === part)),
      );
    if (isDeepStrictEqual(content(current), content(record))) return current;
    throw error;
  }
}

async function refuseFull<Stored extends Key & Versioned, Key extends object>(
  repository: EvidenceRepository<Stored, Key>,
  workspace: WorkspaceId,
): Promise<void> {
  const { length } = await repository.all(workspace);
  if (length < MOST_RECORDS) return;
  throw new InvalidInputError(
    [],
    `There are ${length} records of this kind already; a workspace keeps at most ${MOST_RECORDS}. Remove some first.`,
  );
}
