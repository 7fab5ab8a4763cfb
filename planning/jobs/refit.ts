import { CURVE_OUTCOMES, type CurveOutcome } from '../../store/model/evidence.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { fitChannel, fitWorkspace } from '../fit-workspace.ts';

/**
 * Brings the curves up to the data, so that the next reader finds them fitted: those of conversions, and of every other
 * outcome that somebody has asked for before. Curves whose data did not change are left as they are. True when any was
 * fitted.
 */
export async function refit(deps: PlanningDeps, workspace: WorkspaceId, channel?: Channel): Promise<boolean> {
  let isAnyFitted = false;
  for (const outcome of CURVE_OUTCOMES) {
    if (!(await isWanted(deps, workspace, outcome))) continue;
    const isFitted =
      channel === undefined
        ? !(await fitWorkspace(deps, workspace, outcome)).reused
        : await fitChannel(deps, workspace, channel, outcome);
    isAnyFitted ||= isFitted;
  }
  return isAnyFitted;
}

const isWanted = async (deps: PlanningDeps, workspace: WorkspaceId, outcome: CurveOutcome) =>
  outcome === 'CONVERSIONS' || (await deps.store.curves.all(workspace, outcome)).length > 0;
