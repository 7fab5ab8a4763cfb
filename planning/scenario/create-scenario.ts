import type { Campaign, Scenario } from '../../store/model/entities.ts';
import { type ScenarioId, scenarioId } from '../../store/model/ids.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import { onlyCurrency } from '../campaign-selection.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import { InsufficientDataError } from '../errors.ts';
import { checkRequest } from './check-request.ts';
import { computeAnswer } from './compute-answer.ts';
import { checkHorizon } from './horizon.ts';
import { inputHash, plainJson } from './input-hash.ts';
import type { ScenarioRequest } from './request.ts';

export interface CreateOptions {
  /** Default: in the background where the workspace is large and there is a queue. */
  readonly inBackground?: boolean | undefined;
  readonly basedOn?: ScenarioId | undefined;
  readonly note?: string | undefined;
}

/** With more campaigns than this, fitting and solving may outlast a request. */
const MOST_CAMPAIGNS_AT_ONCE = 300;

/**
 * Asks once, answers once, keeps both. A small question is answered before this returns; a large one is kept as QUEUED
 * and answered by a worker. Throws `InvalidInputError`, `MixedCurrencyError` and `InsufficientDataError`; what a worker
 * meets of these it keeps as the scenario's failure.
 */
export async function createScenario(
  deps: PlanningDeps,
  viewer: Pick<Viewer, 'workspaceId' | 'subject'>,
  request: ScenarioRequest,
  { inBackground, basedOn, note }: CreateOptions = {},
): Promise<Scenario> {
  checkRequest(request);
  checkHorizon(request.horizon, deps.now());
  const { workspaceId, subject } = viewer;
  const asked: Scenario = {
    workspaceId,
    id: scenarioId(deps.newId()),
    name: request.name,
    note: note ?? null,
    isArchived: false,
    createdAt: deps.now().toISOString(),
    createdBy: subject,
    state: 'QUEUED',
    progress: 0,
    failure: null,
    basedOn: basedOn ?? null,
    inputHash: inputHash({ request }),
    dataCompleteThrough: null,
    dataHashes: {},
    request: plainJson(request),
    problem: null,
    result: null,
    version: 1,
  };
  if (deps.jobs && inBackground !== false) {
    const campaigns = await deps.store.campaigns.all(workspaceId);
    if (inBackground || campaigns.length > MOST_CAMPAIGNS_AT_ONCE) {
      const queued = {
        ...asked,
        request: plainJson({ ...request, currencyCode: currencyOf(request, campaigns) }),
      };
      await keep(deps, queued);
      await deps.jobs.enqueue({ kind: 'SCENARIO', workspaceId, scenarioId: queued.id });
      return queued;
    }
  }
  const answer = await computeAnswer(deps, workspaceId, request);
  const scenario: Scenario = { ...asked, ...answer, state: 'DONE', progress: 1 };
  await keep(deps, scenario);
  return scenario;
}

/** Whoever plans is known to the clocks from then on, also where data was imported before there were any. */
async function keep({ store }: PlanningDeps, scenario: Scenario): Promise<void> {
  await store.agenda.addWorkspace(scenario.workspaceId);
  await store.scenarios.create(scenario);
}

/** Known before anything is computed, so that a question in several currencies is refused at once. */
function currencyOf({ currencyCode }: ScenarioRequest, campaigns: readonly Campaign[]): CurrencyCode {
  const only = currencyCode ?? onlyCurrency(campaigns);
  if (only !== null) return only;
  throw new InsufficientDataError('There are no campaigns in this workspace. Import an export first.');
}
