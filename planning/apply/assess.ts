import type { CampaignId, WorkspaceId } from '../../store/model/ids.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import type { PlanningDeps } from '../deps.ts';
import type { ChangeSetBody } from './change-set-body.ts';
import { momentViolations, planViolations, type RailsSubject } from './check-guard-rails.ts';
import type { Drift } from './errors.ts';
import { readGuardRails, type VersionedGuardRails } from './guard-rails.ts';
import { dailyTotalOf, type LedgerState } from './ledger-state.ts';
import { type StageItem, stageItems } from './stage-items.ts';
import type { Violation } from './violation.ts';

/** One stage of a change set held against the budgets and the guard rails of this moment. */
export interface Assessment {
  readonly items: readonly StageItem[];
  readonly budgets: ReadonlyMap<string, CampaignBudget>;
  readonly rails: VersionedGuardRails;
  /** Budgets that are not what the plan saw. */
  readonly drifted: readonly Drift[];
  readonly planViolations: readonly Violation[];
  readonly momentViolations: readonly Violation[];
}

export async function assess(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  state: LedgerState,
  body: ChangeSetBody,
  stage = body.nextStage,
): Promise<Assessment> {
  const items = stageItems(body, stage);
  const [budgets, rails] = await Promise.all([
    readBudgets(
      deps,
      workspace,
      items.map(({ item }) => item.campaignId),
    ),
    readGuardRails(deps, workspace),
  ]);
  const subject: RailsSubject = {
    currencyCode: body.currencyCode,
    items,
    planTotalMicros: BigInt(body.planTotalMicros),
    budgets,
    dailyTotalMicros: dailyTotalOf(state, body.currencyCode),
    now: deps.now(),
    isRollback: body.rollbackOf !== null,
  };
  return {
    items,
    budgets,
    rails,
    drifted: items.flatMap((item) => driftOf(item, budgets.get(item.item.campaignId)) ?? []),
    planViolations: planViolations(rails, subject),
    momentViolations: momentViolations(rails, subject),
  };
}

/** Read one by one each costs a read unit; one after the other those of a workspace share them. */
const MOST_BY_ID = 300;

/** The budgets of these campaigns, perhaps of others too. */
export async function readBudgets(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, CampaignBudget>> {
  const { ledger } = deps.store;
  const budgets =
    campaignIds.length > MOST_BY_ID
      ? await ledger.budgets(workspace)
      : // Ids of campaigns that were stored as text.
        await ledger.budgetsOf(workspace, campaignIds as readonly CampaignId[]);
  return new Map(budgets.flatMap((budget) => (budget === null ? [] : [[budget.campaignId, budget]])));
}

/** Null where the budget is what the plan saw. */
export function driftOf(
  {
    item,
    isBudgetKnown,
    beforeMicros,
  }: Pick<StageItem, 'isBudgetKnown' | 'beforeMicros'> & {
    readonly item: { readonly campaignId: string };
  },
  budget: CampaignBudget | undefined,
): Drift | null {
  const planned = isBudgetKnown ? beforeMicros : null;
  const found = budget?.amountMicros ?? null;
  if (planned === found) return null;
  return {
    campaignId: item.campaignId,
    plannedFromMicros: planned?.toString() ?? null,
    foundMicros: found?.toString() ?? null,
  };
}
