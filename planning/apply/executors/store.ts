import type { CampaignId } from '../../../store/model/ids.ts';
import type { CampaignBudget } from '../../../store/model/ledger.ts';
import type { Replacement } from '../../../store/ports.ts';
import type { PlanningDeps } from '../../deps.ts';
import { type ItemResult, type OpenApplication, type Order, resultOf } from '../application-body.ts';
import { driftOf, readBudgets } from '../assess.ts';
import { withAmount } from '../budget-record.ts';
import { GuardRailError } from '../errors.ts';
import { readGuardRails } from '../guard-rails.ts';
import { dailyTotalOf, isRunning, withDailyTotals } from '../ledger-state.ts';
import { readApplication } from '../read-application.ts';
import { type Actor, type Decision, type LedgerView, transact } from '../transact.ts';
import type { Executor } from './executor.ts';

/** A transaction takes 100 records: the audit event, which is the journal, and these. */
export const BUDGETS_A_STEP = 99;

export const STEP_WRITTEN = 'BUDGETS_WRITTEN';

/**
 * Sets our own campaign budgets, up to 99 in one transaction; more are a chain of them in the order given. The log says
 * which steps are written, so executing again goes on where the last one stopped, whoever that was. Only one such
 * application runs in a workspace at a time.
 */
export const storeExecutor = (deps: PlanningDeps, actor: Actor): Executor => ({
  kind: 'STORE',
  async execute({ applicationId }) {
    // Its orders never change; how far they are written is told by the log.
    const application = await readApplication(deps, actor.workspaceId, applicationId);
    while (await isStepWritten(deps, actor, application));
    return { artefacts: [], results: await resultsInLog(deps, actor, application), delivery: null };
  },
});

/** Writes the next step; false when there is none. Throws `GuardRailError` while the kill switch is on. */
const isStepWritten = (deps: PlanningDeps, actor: Actor, application: OpenApplication): Promise<boolean> =>
  transact(deps, actor, async (view): Promise<Decision<boolean>> => {
    const { id } = application;
    const step = view.state.running?.steps ?? 0;
    const orders = application.body.orders.slice(step * BUDGETS_A_STEP, (step + 1) * BUDGETS_A_STEP);
    if (!isRunning(view.state, id) || orders.length === 0) return { transition: null, answer: false };
    const rails = await readGuardRails(deps, actor.workspaceId);
    if (rails.killSwitch) {
      throw new GuardRailError([
        {
          rail: 'KILL_SWITCH',
          campaignId: null,
          sentence: 'The kill switch is on: nothing more is applied.',
        },
      ]);
    }
    const cap = rails.dailyCaps.find(({ currencyCode }) => currencyCode === application.body.currencyCode);
    const written = await writtenOrders(deps, actor, view, application, orders, cap && BigInt(cap.micros));
    return {
      transition: {
        kind: STEP_WRITTEN,
        changeSetId: application.changeSetId,
        applicationId: id,
        details: { step, results: written.results },
        budgets: written.budgets,
        state: {
          ...withDailyTotals(view.state, [
            { currencyCode: application.body.currencyCode, changeMicros: written.changeMicros },
          ]),
          running: { applicationId: id, steps: step + 1 },
        },
      },
      answer: true,
    };
  });

/** What of these orders can be written now: what has not drifted, and what the daily cap leaves room for. */
async function writtenOrders(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  { state }: LedgerView,
  application: OpenApplication,
  orders: readonly Order[],
  capMicros: bigint | undefined,
) {
  const { currencyCode } = application.body;
  const ids = orders.map(({ campaignId }) => campaignId);
  const stored = await readBudgets(deps, workspaceId, ids);
  const totalMicros = dailyTotalOf(state, currencyCode);
  const budgets: Replacement<CampaignBudget>[] = [];
  const results: ItemResult[] = [];
  let changeMicros = 0n;
  for (const order of orders) {
    const budget = stored.get(order.campaignId);
    const observedBeforeMicros = budget?.amountMicros.toString() ?? null;
    const afterMicros = BigInt(order.afterMicros);
    const change = afterMicros - (budget?.amountMicros ?? 0n);
    const drift = driftOf(
      { item: order, isBudgetKnown: order.isBudgetKnown, beforeMicros: BigInt(order.beforeMicros) },
      budget,
    );
    const isOverCap =
      capMicros !== undefined && change > 0n && totalMicros + changeMicros + change > capMicros;
    if (drift !== null || isOverCap) {
      results.push(resultOf(order.campaignId, drift ? 'DRIFTED' : 'CAP_REACHED', { observedBeforeMicros }));
      continue;
    }
    changeMicros += change;
    results.push(
      resultOf(order.campaignId, 'APPLIED', {
        observedBeforeMicros,
        observedAfterMicros: afterMicros.toString(),
      }),
    );
    budgets.push(
      withAmount(
        budget,
        // An order names a campaign by the id that it was stored under.
        { workspaceId, campaignId: order.campaignId as CampaignId, currencyCode },
        { amountMicros: afterMicros, at: deps.now().toISOString(), applicationId: application.id },
      ),
    );
  }
  return { budgets, results, changeMicros };
}

/** What the log says of each item, in the order of writing. */
export async function resultsInLog(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  { id, body }: OpenApplication,
): Promise<readonly ItemResult[]> {
  const events = await deps.store.ledger.eventsFrom(workspaceId, body.beganAt);
  return events
    .filter(({ kind, applicationId }) => kind === STEP_WRITTEN && applicationId === id)
    .flatMap((event) => (event.body as { readonly results: readonly ItemResult[] }).results);
}
