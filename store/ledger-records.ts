import { TransactionTooLargeError, WorkspaceMismatchError } from './errors.ts';
import type { LedgerWrite } from './ports.ts';

/** TransactWriteItems takes at most 100 actions. */
const MAX_RECORDS = 100;

/** Every record of the write with the version it replaces, the event left out. */
const recordsOf = ({ budgets = [], changeSets = [], application, guardRails }: LedgerWrite) => [
  ...budgets,
  ...changeSets,
  ...(application ? [application] : []),
  ...(guardRails ? [guardRails] : []),
];

/** Throws `TransactionTooLargeError`, or `WorkspaceMismatchError`, before anything is written. */
export function checkLedgerWrite(write: LedgerWrite): void {
  const records = recordsOf(write);
  const count = 1 + records.length + (write.request ? 1 : 0);
  if (count > MAX_RECORDS) throw new TransactionTooLargeError(count, MAX_RECORDS);
  const { workspaceId } = write.event;
  const owners = [...records.map(({ record }) => record.workspaceId), write.request?.workspaceId];
  const stranger = owners.find((owner) => owner !== undefined && owner !== workspaceId);
  if (stranger !== undefined) throw new WorkspaceMismatchError('A ledger record', workspaceId, stranger);
}
