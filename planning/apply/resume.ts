import { says } from '../../optimizer/statement.ts';
import type { ApplicationId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { because, changedApplication, type ItemResult, type OpenApplication } from './application-body.ts';
import { readBudgets } from './assess.ts';
import type { ChangeSetItem } from './change-set-body.ts';
import type { Execution, ExecutionOrder } from './executors/executor.ts';
import { executorOf } from './executors/executors.ts';
import { finished } from './finish.ts';
import { readGuardRails } from './guard-rails.ts';
import { isRunning } from './ledger-state.ts';
import { readApplication } from './read-application.ts';
import { readChangeSet } from './read-change-set.ts';
import { recordReports } from './record-reports.ts';
import { type Actor, transact } from './transact.ts';

/**
 * Takes an application as far as it goes without anyone's report, from wherever it stands: to its end, or to where it
 * waits. Anyone may, at the same time as others: what is done is not done again.
 */
export async function resumeApplication(
  deps: PlanningDeps,
  actor: Actor,
  id: ApplicationId,
): Promise<OpenApplication> {
  const application = await readApplication(deps, actor.workspaceId, id);
  const isUndelivered = application.body.delivery?.isDelivered === false;
  const isToBeExecuted =
    application.state === 'RUNNING' || (application.state === 'AWAITING_REPORTS' && isUndelivered);
  if (!isToBeExecuted) return application;
  const { webhookUrl } = await readGuardRails(deps, actor.workspaceId);
  const executor = executorOf(application.body.executor, deps, actor, webhookUrl);
  const execution = await executor.execute(await orderOf(deps, actor, application));
  return executor.kind === 'STORE'
    ? finishOwn(deps, actor, id, execution.results)
    : settle(deps, actor, id, execution);
}

/** What the executor is told; the same whenever it is asked. */
export async function orderOf(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  application: OpenApplication,
): Promise<ExecutionOrder> {
  const { body } = await readChangeSet(deps, workspaceId, application.changeSetId);
  const itemOf = new Map<string, ChangeSetItem>(body.items.map((item) => [item.campaignId, item]));
  return {
    workspaceId,
    applicationId: application.id,
    changeSetId: application.changeSetId,
    planHash: application.body.planHash,
    currencyCode: application.body.currencyCode,
    items: application.body.orders.flatMap(({ campaignId, beforeMicros, afterMicros, isDrifted }) => {
      const item = itemOf.get(campaignId);
      return item === undefined || isDrifted
        ? []
        : [{ ...item, beforeMicros: BigInt(beforeMicros), afterMicros: BigInt(afterMicros) }];
    }),
  };
}

/** Every step is written: reads back what is there, and closes the application. */
const finishOwn = (
  deps: PlanningDeps,
  actor: Actor,
  id: ApplicationId,
  results: readonly ItemResult[],
): Promise<OpenApplication> =>
  transact(deps, actor, async (view) => {
    const application = await readApplication(deps, actor.workspaceId, id);
    if (!isRunning(view.state, id)) return { transition: null, answer: application };
    const ids = results.map(({ campaignId }) => campaignId);
    const budgets = await readBudgets(deps, actor.workspaceId, ids);
    const readBack = results.map((result): ItemResult => {
      if (result.status !== 'APPLIED') return result;
      const observedAfterMicros = budgets.get(result.campaignId)?.amountMicros.toString() ?? null;
      if (observedAfterMicros === result.observedAfterMicros) return result;
      const message = says('NOT_AS_WRITTEN', 'Read back, the budget is not what was written.');
      return { ...result, status: 'FAILED', observedAfterMicros, ...because(message) };
    });
    const { transition, application: done } = await finished(deps, actor, view, application, readBack);
    return { transition, answer: done };
  });

/** What an executor could settle is settled; the rest waits for reports. */
async function settle(
  deps: PlanningDeps,
  actor: Actor,
  id: ApplicationId,
  { results, delivery }: Execution,
): Promise<OpenApplication> {
  const refused = results.filter(({ status }) => status === 'UNSUPPORTED');
  const reported = results.filter(({ status }) => status !== 'UNSUPPORTED');
  const settled = await transact(deps, actor, async (view) => {
    const application = await readApplication(deps, actor.workspaceId, id);
    if (application.state === 'DONE') return { transition: null, answer: application };
    const refusalOf = new Map(refused.map((result) => [result.campaignId, result]));
    const known = application.body.results.map((result) =>
      result.status === 'PENDING' ? (refusalOf.get(result.campaignId) ?? result) : result,
    );
    if (known.every(({ status }) => status !== 'PENDING')) {
      const { transition, application: done } = await finished(deps, actor, view, application, known);
      return { transition, answer: done };
    }
    const { next, replacement } = changedApplication(application, {
      state: 'AWAITING_REPORTS',
      results: known,
      delivery,
    });
    return {
      transition: {
        kind: delivery?.isDelivered === false ? 'DELIVERY_FAILED' : 'HANDED_OUT',
        changeSetId: application.changeSetId,
        applicationId: id,
        details: { executor: application.body.executor, delivery },
        application: replacement,
      },
      answer: next,
    };
  });
  if (settled.state === 'DONE' || reported.length === 0) return settled;
  return recordReports(deps, actor, id, reported);
}
