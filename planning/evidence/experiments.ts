import type { Experiment, ExperimentKey } from '../../store/model/evidence.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { checkDays, checkNumber, checkText } from './checks.ts';
import { putEvidence } from './put-evidence.ts';

export interface ExperimentRequest
  extends Omit<Experiment, 'workspaceId' | 'currencyCode' | 'recordedAt' | 'recordedBy' | 'version'> {
  /** The version that was read; null for a new one. */
  readonly version: number | null;
}

const LONGEST_DAYS = 366;

/**
 * Keeps what an experiment measured; the curves are fitted anew with it when they are next asked for. Throws
 * `InvalidInputError` and `VersionConflictError`.
 */
export async function recordExperiment(
  deps: PlanningDeps,
  viewer: Pick<Viewer, 'workspaceId' | 'subject'>,
  { version, ...request }: ExperimentRequest,
): Promise<Experiment> {
  const { campaignId, spendControlMicros, spendTestMicros, lift, standardError } = request;
  checkDays(request.from, request.to, LONGEST_DAYS);
  checkText(request.source, 'source');
  checkNumber(Number(spendControlMicros), 'spendControl', 'an amount of 0 or more', spendControlMicros >= 0n);
  checkNumber(Number(spendTestMicros), 'spendTest', 'an amount of 0 or more', spendTestMicros >= 0n);
  checkNumber(lift, 'lift', 'a finite outcome a day', true);
  checkNumber(standardError, 'standardError', 'an amount above 0', standardError > 0);
  if (spendControlMicros === spendTestMicros) {
    throw new InvalidInputError(
      ['spendTest'],
      'Test and control spend the same, so the experiment says nothing of spend. Wanted two daily spends.',
    );
  }
  const campaign = await deps.store.campaigns.get(viewer.workspaceId, campaignId);
  if (campaign === null) {
    throw new InvalidInputError(
      ['campaignId'],
      `There is no campaign ${JSON.stringify(campaignId)} in this workspace.`,
    );
  }
  const experiment = {
    workspaceId: viewer.workspaceId,
    ...request,
    currencyCode: campaign.currencyCode,
    recordedAt: deps.now().toISOString(),
    recordedBy: viewer.subject,
  };
  return putEvidence(deps.store.experiments, viewer.workspaceId, experiment, version, [
    'recordedAt',
    'recordedBy',
  ]);
}

/** Throws `VersionConflictError` when it is another version or not there. */
export const removeExperiment = (
  { store }: PlanningDeps,
  { workspaceId }: Pick<Viewer, 'workspaceId'>,
  { id }: ExperimentKey,
  version: number,
): Promise<Experiment> => store.experiments.remove(workspaceId, { id }, version);
