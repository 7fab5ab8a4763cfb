import type { Goal, GoalKey } from '../../store/model/goal.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { microsToUnits } from '../../store/model/money.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { checkChannels } from '../evidence/checks.ts';
import { putEvidence } from '../evidence/put-evidence.ts';

export interface GoalRequest extends Omit<Goal, 'workspaceId' | 'version'> {
  /** The version that was read; null for a new one. */
  readonly version: number | null;
}

/** Goals of one month that contradict each other by more than rounding are a slip of the pen. */
const MOST_DISAGREEMENT = 0.005;

/** Keeps what is wanted of a month. Throws `InvalidInputError` and `VersionConflictError`. */
export async function setGoal(
  deps: PlanningDeps,
  workspaceId: WorkspaceId,
  { version, ...request }: GoalRequest,
): Promise<Goal> {
  checkFigures(request);
  await checkScope(deps, workspaceId, request);
  // The daily look at pacing goes over known workspaces.
  await deps.store.agenda.addWorkspace(workspaceId);
  return putEvidence(
    deps.store.goals.ofMonth(request.month),
    workspaceId,
    { workspaceId, ...request },
    version,
  );
}

/** Throws `VersionConflictError` when it is another version or not there. */
export const removeGoal = (
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  { month, scope }: GoalKey,
  version: number,
): Promise<Goal> => store.goals.ofMonth(month).remove(workspace, { month, scope }, version);

type Figures = Omit<GoalRequest, 'version'>;

function checkFigures(goal: Figures): void {
  const { spendMicros, conversions, revenueMicros, cpaMicros, cpcMicros, roas, romi } = goal;
  const given = {
    spend: spendMicros,
    conversions,
    revenue: revenueMicros,
    cpa: cpaMicros,
    cpc: cpcMicros,
    roas,
  };
  const names = Object.entries(given).filter(([, value]) => value !== null);
  if (names.length === 0 && romi === null) {
    throw new InvalidInputError(
      [],
      'The goal wants nothing. Give at least one of spend, conversions, revenue, cpa, roas and romi.',
    );
  }
  for (const [name, value] of names) {
    if (value === null || (Number.isFinite(Number(value)) && value > 0)) continue;
    throw new InvalidInputError([name], `${name} is ${value}; wanted a number above 0.`);
  }
  if (romi !== null && !(romi > -1 && Number.isFinite(romi))) {
    throw new InvalidInputError(['romi'], `romi is ${romi}; wanted a number above -1, as 0.5 for 50 %.`);
  }
  const units = (micros: bigint | null) => (micros === null ? null : microsToUnits(micros));
  const spend = units(spendMicros);
  checkProduct('cpa', 'spend ÷ conversions', units(cpaMicros), spend, conversions);
  checkProduct('roas', 'revenue ÷ spend', roas, units(revenueMicros), spend);
}

function checkProduct(
  name: string,
  formula: string,
  given: number | null,
  numerator: number | null,
  denominator: number | null,
): void {
  if (given === null || numerator === null || denominator === null) return;
  const implied = numerator / denominator;
  if (Math.abs(given / implied - 1) <= MOST_DISAGREEMENT) return;
  throw new InvalidInputError(
    [name],
    `${name} is ${given}, but ${formula} of the same goal is ${Number(implied.toPrecision(6))}. Give two of the three.`,
  );
}

async function checkScope(deps: PlanningDeps, workspace: WorkspaceId, goal: Figures): Promise<void> {
  const { scope } = goal;
  if (scope.kind === 'CHANNEL') await checkChannels(deps, workspace, [scope.channel], () => ['channel']);
  if (scope.kind !== 'CAMPAIGN') return;
  if ((await deps.store.campaigns.get(workspace, scope.campaignId)) === null) {
    throw new InvalidInputError(['campaignId'], 'There is no such campaign in this workspace.');
  }
}
