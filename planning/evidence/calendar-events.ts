import type { CalendarEventKey, CalendarEventRecord } from '../../store/model/evidence.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { checkChannels, checkDays, checkText } from './checks.ts';
import { putEvidence } from './put-evidence.ts';

export interface CalendarEventRequest extends Omit<CalendarEventRecord, 'workspaceId' | 'version'> {
  /** The version that was read; null for a new one. */
  readonly version: number | null;
}

/** Longer than that it is a season. */
const LONGEST_DAYS = 92;
const LONGEST_NAME = 100;

/**
 * Lists an event or changes it; the curves are fitted anew with it when they are next asked for. Throws
 * `InvalidInputError` and `VersionConflictError`.
 */
export async function setCalendarEvent(
  deps: PlanningDeps,
  workspaceId: WorkspaceId,
  { version, ...request }: CalendarEventRequest,
): Promise<CalendarEventRecord> {
  const { name, from, to, channels } = request;
  checkText(name, 'name', LONGEST_NAME);
  if (/\p{Cc}|\p{Cs}/u.test(name)) {
    throw new InvalidInputError(['name'], 'The name holds control characters; wanted plain text.');
  }
  checkDays(from, to, LONGEST_DAYS);
  if (channels?.length === 0) {
    throw new InvalidInputError(
      ['channels'],
      'channels is empty, so the event would concern nobody. Leave it out for all of them.',
    );
  }
  await checkChannels(deps, workspaceId, channels ?? [], (i) => ['channels', String(i)]);
  return putEvidence(deps.store.calendarEvents, workspaceId, { workspaceId, ...request }, version);
}

/** Throws `VersionConflictError` when it is another version or not there. */
export const removeCalendarEvent = (
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  { name, from }: CalendarEventKey,
  version: number,
): Promise<CalendarEventRecord> => store.calendarEvents.remove(workspace, { name, from }, version);
