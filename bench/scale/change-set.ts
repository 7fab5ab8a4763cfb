import { approveChangeSet, scheduleChangeSet } from '../../planning/apply/approve.ts';
import { setGuardRails } from '../../planning/apply/guard-rails.ts';
import { proposeChangeSet } from '../../planning/apply/propose.ts';
import { readChangeSet } from '../../planning/apply/read-change-set.ts';
import { recordCampaignBudgets } from '../../planning/apply/record-budgets.ts';
import type { PlanningDeps } from '../../planning/deps.ts';
import { outcomeOf } from '../../planning/scenario/read-scenario.ts';
import type { Scenario } from '../../store/model/entities.ts';
import { doneByWorker, sentByClock } from './functions.ts';
import type { Work } from './work.ts';

const BUDGETS_AT_ONCE = 1_000;
/** Budgets are whole cents. */
const COIN = 10_000n;

/** What is there before anyone plans: each campaign's budget is what it spends. The plan may move all it likes. */
export async function prepareBudgets(deps: PlanningDeps, scenario: Scenario): Promise<void> {
  const actor = { workspaceId: scenario.workspaceId, subject: 'bench' };
  await setGuardRails(deps, actor, { maxStepRatio: 1, maxMovedRatio: 1, frozenLastDaysOfMonth: 0 });
  const found = outcomeOf(scenario).rows.map(({ campaignId, currentMicros }) => ({
    campaignId,
    amountMicros: (BigInt(currentMicros) / COIN + 1n) * COIN,
  }));
  for (let start = 0; start < found.length; start += BUDGETS_AT_ONCE) {
    await recordCampaignBudgets(deps, actor, found.slice(start, start + BUDGETS_AT_ONCE));
  }
}

/** One person proposes the scenario's plan, another approves it and says when it is due: three requests. */
export async function changeSet(deps: PlanningDeps, { workspaceId, id }: Scenario): Promise<Work> {
  const proposed = await proposeChangeSet(deps, { workspaceId, subject: 'bench' }, { scenarioId: id });
  const asked = { id: proposed.id, planHash: proposed.body.planHash };
  const second = { workspaceId, subject: 'second' };
  await approveChangeSet(deps, second, asked);
  const startsAt = new Date(deps.now().getTime() + 60_000).toISOString();
  await scheduleChangeSet(deps, second, {
    ...asked,
    startsAt,
    runs: { executor: 'STORE', isAllOrNothing: true },
  });
  return { payloads: [] };
}

/** The clock finds that it is due, and a worker applies it. */
export async function apply(deps: PlanningDeps, { workspaceId }: Scenario): Promise<Work> {
  const messages = await sentByClock(deps, 'APPLY_DUE');
  const { payload } = await doneByWorker(deps, messages);
  const { items } = await deps.store.ledger.changeSets(workspaceId, { first: 1 });
  const [{ item: newest } = {}] = items;
  const applied = newest && (await readChangeSet(deps, workspaceId, newest.id));
  if (applied?.state !== 'APPLIED') {
    console.error('  The change set was not applied:', applied?.state, applied?.body.note);
  }
  return { payloads: [payload, ...messages] };
}
