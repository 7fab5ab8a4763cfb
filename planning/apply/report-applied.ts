import { moneyFigure, says } from '../../optimizer/statement.ts';
import type { PlanningDeps } from '../deps.ts';
import { because, type ItemResult, type OpenApplication, type Order, resultOf } from './application-body.ts';
import { readApplication } from './read-application.ts';
import { recordReports } from './record-reports.ts';
import { resumeRunning } from './resume-running.ts';
import type { Actor } from './transact.ts';

export interface Report {
  readonly campaignId: string;
  /** What was there before, and what is there now; left out where nobody looked. */
  readonly observedBeforeMicros?: bigint | undefined;
  readonly observedAfterMicros?: bigint | undefined;
  readonly requestId?: string | undefined;
  /** Why it could not be done. */
  readonly error?: string | undefined;
}

/**
 * What a script did by itself, item by item. Only a budget that was seen to be what the plan wanted counts as applied;
 * one that had drifted and was left alone is DRIFTED. What was seen becomes our own record of the budget. Throws
 * `WrongStateError` and `InvalidInputError`.
 */
export async function reportApplied(
  deps: PlanningDeps,
  actor: Actor,
  { applicationId, items }: { readonly applicationId: string; readonly items: readonly Report[] },
): Promise<OpenApplication> {
  await resumeRunning(deps, actor);
  const application = await readApplication(deps, actor.workspaceId, applicationId);
  const orderOf = new Map(application.body.orders.map((order) => [order.campaignId, order]));
  const reports = items.map((report) => judged(orderOf.get(report.campaignId), report));
  return recordReports(deps, actor, application.id, reports);
}

function judged(order: Order | undefined, report: Report): ItemResult {
  const before = report.observedBeforeMicros?.toString() ?? null;
  const after = report.observedAfterMicros?.toString() ?? null;
  const told = {
    observedBeforeMicros: before,
    observedAfterMicros: after,
    requestId: report.requestId ?? null,
    message: report.error ?? null,
  };
  const isAsPlanned = after !== null && after === order?.afterMicros;
  if (isAsPlanned && report.error === undefined) return resultOf(report.campaignId, 'APPLIED', told);
  const wasOtherwise = before !== null && order !== undefined && before !== order.beforeMicros;
  const wasLeftAlone = after === null || after === before;
  if (wasOtherwise && wasLeftAlone) {
    return resultOf(report.campaignId, 'DRIFTED', { ...told, observedAfterMicros: after ?? before });
  }
  if (report.error !== undefined) return resultOf(report.campaignId, 'FAILED', told);
  return resultOf(report.campaignId, 'FAILED', { ...told, ...because(notAsWanted(after, order)) });
}

const notAsWanted = (after: string | null, order: Order | undefined) =>
  says(
    after === null ? 'NOT_SEEN' : 'NOT_AS_WANTED',
    `It is ${after ?? 'not known'} micros, and ${order?.afterMicros} were wanted.`,
    ...(after === null ? [] : [moneyFigure('found', Number(after) / 1e6)]),
    moneyFigure('wanted', Number(order?.afterMicros ?? 0) / 1e6),
  );
