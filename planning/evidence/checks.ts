import type { IsoDate } from '../../store/model/day.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import { daysBetween } from '../complete-days.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';

const LONGEST_TEXT = 1_000;

export function checkDays(from: IsoDate, to: IsoDate, mostDays: number): void {
  if (from > to) throw new InvalidInputError(['from'], `from (${from}) is after to (${to}). Swap them.`);
  const days = daysBetween(from, to);
  if (days > mostDays) {
    throw new InvalidInputError(['to'], `${from} to ${to} are ${days} days; wanted at most ${mostDays}.`);
  }
}

export function checkText(text: string, field: string, longest = LONGEST_TEXT): void {
  if (text.trim() !== '' && text.length <= longest) return;
  throw new InvalidInputError(
    [field],
    `${field} has ${text.trim() === '' ? 'no text' : `${text.length} characters`}; wanted 1 to ${longest} characters.`,
  );
}

export function checkNumber(value: number, field: string, wanted: string, holds: boolean): void {
  if (Number.isFinite(value) && holds) return;
  throw new InvalidInputError([field], `${field} is ${value}; wanted ${wanted}.`);
}

/** A channel that no campaign runs in is a slip of the pen: it would be kept and change nothing. */
export async function checkChannels(
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  channels: readonly Channel[],
  pathOf: (index: number) => readonly string[],
): Promise<void> {
  const known = [...new Set((await store.campaigns.all(workspace)).map(({ channel }) => channel))].sort();
  const stranger = channels.findIndex((channel) => !known.includes(channel));
  if (stranger < 0) return;
  throw new InvalidInputError(
    pathOf(stranger),
    `No campaign runs in the channel ${JSON.stringify(channels[stranger])}. The channels are: ${known.join(', ') || 'none yet'}.`,
  );
}
