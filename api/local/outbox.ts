import type { Written } from '../../planning/jobs/outbox.ts';
import type { Store } from '../../store/ports.ts';

/** The store, telling of each audit event that it wrote: what the table's stream does on AWS. */
export function withOutbox(store: Store, tell: (written: Written) => void): Store {
  const { ledger } = store;
  return {
    ...store,
    ledger: {
      ...ledger,
      async write(write) {
        const isWritten = await ledger.write(write);
        const { workspaceId, sequence } = write.event;
        if (isWritten) tell({ kind: 'AUDIT_EVENT', workspaceId, sequence });
        return isWritten;
      },
    },
  };
}
