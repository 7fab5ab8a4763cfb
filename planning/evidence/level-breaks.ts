import type { LevelBreakKey, LevelBreakRecord } from '../../store/model/evidence.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { checkText } from './checks.ts';
import { putEvidence } from './put-evidence.ts';

export interface LevelBreakRequest extends Omit<LevelBreakRecord, 'workspaceId' | 'version'> {
  /** The version that was read; null for a new one. */
  readonly version: number | null;
}

/**
 * Marks a day from which a campaign's level is another; the curves are fitted anew with it when they are next asked
 * for. Throws `InvalidInputError` and `VersionConflictError`.
 */
export async function setLevelBreak(
  deps: PlanningDeps,
  workspaceId: WorkspaceId,
  { version, ...request }: LevelBreakRequest,
): Promise<LevelBreakRecord> {
  const { campaignId, date, reason } = request;
  checkText(reason, 'reason');
  const campaign = await deps.store.campaigns.get(workspaceId, campaignId);
  if (campaign === null) {
    throw new InvalidInputError(
      ['campaignId'],
      `There is no campaign ${JSON.stringify(campaignId)} in this workspace.`,
    );
  }
  if (date <= campaign.firstDay || date > campaign.lastDay) {
    throw new InvalidInputError(
      ['date'],
      `${date} does not part the campaign's days, ${campaign.firstDay} to ${campaign.lastDay}. Wanted the first day of the new level.`,
    );
  }
  return putEvidence(deps.store.levelBreaks, workspaceId, { workspaceId, ...request }, version);
}

/** Throws `VersionConflictError` when it is another version or not there. */
export const removeLevelBreak = (
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  { campaignId, date }: LevelBreakKey,
  version: number,
): Promise<LevelBreakRecord> => store.levelBreaks.remove(workspace, { campaignId, date }, version);
