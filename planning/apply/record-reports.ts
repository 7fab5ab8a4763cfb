import type { ApplicationId, CampaignId } from '../../store/model/ids.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import type { Replacement } from '../../store/ports.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { changedApplication, type ItemResult, type OpenApplication } from './application-body.ts';
import { readBudgets } from './assess.ts';
import { withAmount } from './budget-record.ts';
import { WrongStateError } from './errors.ts';
import { finished } from './finish.ts';
import { type LedgerState, withDailyTotals } from './ledger-state.ts';
import { readApplication } from './read-application.ts';
import { readChangeSet } from './read-change-set.ts';
import { type Actor, transact } from './transact.ts';

/** With the event, the application and up to two change sets, that many fit into a transaction. */
const REPORTS_A_STEP = 90;

/**
 * Puts down what became of items, and the budgets that were found, and ends the application with the last of them.
 * What was put down before is left as it is when the same comes again. Throws `InvalidInputError` for another result
 * of an item than it has, and `WrongStateError` where nothing is awaited.
 */
export async function recordReports(
  deps: PlanningDeps,
  actor: Actor,
  id: ApplicationId,
  reports: readonly ItemResult[],
): Promise<OpenApplication> {
  let latest = await readApplication(deps, actor.workspaceId, id);
  for (let start = 0; start < reports.length; start += REPORTS_A_STEP) {
    latest = await recordSome(deps, actor, id, reports.slice(start, start + REPORTS_A_STEP));
  }
  return latest;
}

const recordSome = (
  deps: PlanningDeps,
  actor: Actor,
  id: ApplicationId,
  reports: readonly ItemResult[],
): Promise<OpenApplication> =>
  transact(deps, actor, async (view) => {
    const application = await readApplication(deps, actor.workspaceId, id);
    const { body } = application;
    const known = new Map(body.results.map((result) => [result.campaignId, result]));
    const fresh = reports.filter((report, index) => isNew(known.get(report.campaignId), report, index));
    if (fresh.length === 0) return { transition: null, answer: application };
    if (application.state !== 'AWAITING_REPORTS') {
      const { state } = await readChangeSet(deps, actor.workspaceId, application.changeSetId);
      throw new WrongStateError('reported on', state, 'Its application is not waiting for reports.');
    }
    const { budgets, dailyTotals } = await foundBudgets(deps, actor, view.state, application, fresh);
    const reportOf = new Map(fresh.map((report) => [report.campaignId, report]));
    const results = body.results.map((result) => reportOf.get(result.campaignId) ?? result);
    if (results.every(({ status }) => status !== 'PENDING')) {
      const { transition, application: done } = await finished(deps, actor, view, application, results);
      return {
        transition: {
          ...transition,
          budgets,
          details: { ...transition.details, reports: fresh },
          state: { ...transition.state, dailyTotals },
        },
        answer: done,
      };
    }
    const { next, replacement } = changedApplication(application, { results });
    return {
      transition: {
        kind: 'REPORTED',
        changeSetId: application.changeSetId,
        applicationId: id,
        details: { reports: fresh },
        application: replacement,
        budgets,
        state: { dailyTotals },
      },
      answer: next,
    };
  });

function isNew(known: ItemResult | undefined, report: ItemResult, index: number): boolean {
  const path = ['items', String(index), 'campaignId'];
  if (known === undefined) {
    throw new InvalidInputError(
      path,
      `Campaign ${JSON.stringify(report.campaignId)} is not of this application.`,
    );
  }
  if (known.status === 'PENDING') return true;
  const isSame = known.status === report.status && known.observedAfterMicros === report.observedAfterMicros;
  if (isSame) return false;
  throw new InvalidInputError(path, `Campaign ${report.campaignId} was reported as ${known.status} before.`);
}

/** What was found on the platform is a fact: it is put down whatever the plan wanted. */
async function foundBudgets(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  state: LedgerState,
  application: OpenApplication,
  reports: readonly ItemResult[],
) {
  const { currencyCode } = application.body;
  const stored = await readBudgets(
    deps,
    workspaceId,
    reports.map(({ campaignId }) => campaignId),
  );
  const budgets: Replacement<CampaignBudget>[] = [];
  let changeMicros = 0n;
  for (const { campaignId, observedAfterMicros } of reports) {
    const budget = stored.get(campaignId);
    const amountMicros = observedAfterMicros === null ? null : BigInt(observedAfterMicros);
    if (amountMicros === null || amountMicros === budget?.amountMicros) continue;
    changeMicros += amountMicros - (budget?.amountMicros ?? 0n);
    const change = { amountMicros, at: deps.now().toISOString(), applicationId: application.id };
    // An order names a campaign by the id that it was stored under.
    const fresh = { workspaceId, campaignId: campaignId as CampaignId, currencyCode };
    budgets.push(withAmount(budget, fresh, change));
  }
  return { budgets, ...withDailyTotals(state, [{ currencyCode, changeMicros }]) };
}
