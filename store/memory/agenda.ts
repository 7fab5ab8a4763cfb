import type { WorkspaceId } from '../model/ids.ts';
import type { ListedChangeSet } from '../model/ledger.ts';
import type { AgendaRepository, DueChangeSet } from '../ports.ts';
import { OrderedMap } from './ordered-map.ts';

export function memoryAgenda(allChangeSets: () => readonly ListedChangeSet[]): AgendaRepository {
  const known = new OrderedMap<WorkspaceId>();
  return {
    async dueChangeSets(kind, until, limit) {
      return allChangeSets()
        .flatMap(({ workspaceId, id, attention }): DueChangeSet[] =>
          attention?.kind === kind && attention.at <= until ? [{ workspaceId, id, at: attention.at }] : [],
        )
        .sort((a, b) => (a.at < b.at ? -1 : 1))
        .slice(0, limit);
    },
    async workspaces() {
      return known.values();
    },
    async addWorkspace(workspace) {
      known.set(workspace, workspace);
    },
    async removeWorkspace(workspace) {
      known.delete(workspace);
    },
  };
}
