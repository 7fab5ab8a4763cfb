import { VersionConflictError } from '../errors.ts';
import type { EvidenceKind } from '../evidence-kinds.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { EvidenceRepository, Versioned } from '../ports.ts';
import { Partitions } from './ordered-map.ts';

export function memoryEvidence<Stored extends Key & Versioned, Key extends object>(
  kind: EvidenceKind<Key>,
): EvidenceRepository<Stored, Key> {
  const table = new Partitions<Stored>();
  /** Readers get copies, as from a database: what they do to a record stays with them. */
  const stored = (workspace: WorkspaceId, key: Key): Stored | null => {
    const record = table.read(kind.partition(workspace)).get(kind.sortKey(key));
    return record ? { ...record } : null;
  };

  function refuseOther(key: Key, expectedVersion: number | null, current: Stored | null): void {
    if ((current?.version ?? null) === expectedVersion) return;
    throw new VersionConflictError(kind.nameOf(key), expectedVersion, current);
  }

  return {
    async get(workspace, key) {
      return stored(workspace, key);
    },
    async all(workspace) {
      return table
        .read(kind.partition(workspace))
        .values()
        .map((record) => ({ ...record }));
    },
    async put(record, expectedVersion) {
      // All of a `Stored` but its version, so its key and its workspace.
      const given = record as Omit<Stored, 'version'> & Key & Pick<Versioned, 'workspaceId'>;
      refuseOther(given, expectedVersion, stored(given.workspaceId, given));
      const next = { ...given, version: (expectedVersion ?? 0) + 1 } as unknown as Stored;
      table.write(kind.partition(given.workspaceId), kind.sortKey(given), next);
      return { ...next };
    },
    async remove(workspace, key, expectedVersion) {
      const current = stored(workspace, key);
      refuseOther(key, expectedVersion, current);
      table.remove(kind.partition(workspace), kind.sortKey(key));
      // A stored record has a version, so one that is as expected is there.
      return current as Stored;
    },
  };
}
