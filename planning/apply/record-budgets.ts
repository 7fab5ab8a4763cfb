import type { Campaign } from '../../store/model/entities.ts';
import type { CampaignId } from '../../store/model/ids.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { withAmount } from './budget-record.ts';
import { withDailyTotals } from './ledger-state.ts';
import { resumeRunning } from './resume-running.ts';
import { type Actor, type Decision, transact } from './transact.ts';

export interface FoundBudget {
  readonly campaignId: string;
  /** A day, in micros of the campaign's currency. */
  readonly amountMicros: bigint;
  /** Left out: as it was. */
  readonly platformBudgetId?: string | null | undefined;
  /** Campaigns that spend from this budget too, and then have none of their own. Left out: as it was. */
  readonly sharedWith?: readonly string[] | undefined;
}

const BUDGETS_A_STEP = 99;
const MAX_BUDGETS = 1_000;

/**
 * Puts down what daily budgets the platforms have: facts, which plans are then compared with. Throws
 * `InvalidInputError`.
 */
export async function recordCampaignBudgets(
  deps: PlanningDeps,
  actor: Actor,
  found: readonly FoundBudget[],
): Promise<readonly CampaignBudget[]> {
  if (found.length > MAX_BUDGETS) {
    throw new InvalidInputError(
      ['budgets'],
      `At most ${MAX_BUDGETS} budgets at a time; saw ${found.length}.`,
    );
  }
  const campaigns = await campaignsOf(deps, actor, found);
  const recorded: CampaignBudget[] = [];
  let seen: SeenBudgets | null = null;
  for (let start = 0; start < found.length; start += BUDGETS_A_STEP) {
    const some = found.slice(start, start + BUDGETS_A_STEP);
    for (;;) {
      const step: Step | null = await recordSome(deps, actor, some, campaigns, seen);
      if (step !== null) {
        recorded.push(...step.recorded);
        seen = step.after;
        break;
      }
      await resumeRunning(deps, actor);
    }
  }
  return recorded;
}

/** Every budget of the workspace as the event of this sequence left it. */
interface SeenBudgets {
  readonly sequence: number;
  readonly budgets: ReadonlyMap<string, CampaignBudget>;
}

interface Step {
  readonly recorded: readonly CampaignBudget[];
  readonly after: SeenBudgets;
}

async function campaignsOf(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  found: readonly FoundBudget[],
): Promise<ReadonlyMap<string, Campaign>> {
  const known = new Map<string, Campaign>(
    (await deps.store.campaigns.all(workspaceId)).map((campaign) => [campaign.id, campaign]),
  );
  const seen = new Set<string>();
  found.forEach(({ campaignId, amountMicros, sharedWith = [] }, index) => {
    const stranger = [campaignId, ...sharedWith].find((id) => !known.has(id));
    if (stranger !== undefined) {
      throw new InvalidInputError(
        ['budgets', String(index)],
        `There is no campaign ${JSON.stringify(stranger)} in this workspace.`,
      );
    }
    const twice = [campaignId, ...sharedWith].find((id) => seen.has(id));
    if (twice !== undefined) {
      throw new InvalidInputError(['budgets', String(index)], `Campaign ${twice} has two budgets here.`);
    }
    for (const id of [campaignId, ...sharedWith]) seen.add(id);
    if (amountMicros <= 0n) {
      throw new InvalidInputError(['budgets', String(index), 'amount'], 'A daily budget is above zero.');
    }
  });
  return known;
}

/** Null while an application is writing budgets. */
const recordSome = (
  deps: PlanningDeps,
  actor: Actor,
  found: readonly FoundBudget[],
  campaigns: ReadonlyMap<string, Campaign>,
  seen: SeenBudgets | null,
): Promise<Step | null> =>
  transact(deps, actor, async ({ newest, state }): Promise<Decision<Step | null>> => {
    if (state.running !== null) return { transition: null, answer: null };
    const sequence = newest?.sequence ?? 0;
    // Nobody wrote since the step before, so what it left behind need not be read again.
    const stored =
      seen?.sequence === sequence
        ? seen.budgets
        : new Map<string, CampaignBudget>(
            (await deps.store.ledger.budgets(actor.workspaceId)).map((budget) => [budget.campaignId, budget]),
          );
    const at = deps.now().toISOString();
    const replaced = found.map((given) => {
      const before = stored.get(given.campaignId);
      refuseSecondBudget(given, stored);
      const { record, expectedVersion } = withAmount(
        before,
        {
          workspaceId: actor.workspaceId,
          // Found among the campaigns above.
          campaignId: given.campaignId as CampaignId,
          currencyCode: campaigns.get(given.campaignId)?.currencyCode ?? '',
        },
        { amountMicros: given.amountMicros, at, applicationId: null },
      );
      const isUnchanged = before?.amountMicros === given.amountMicros;
      const next: CampaignBudget = {
        ...record,
        changes: isUnchanged ? before.changes : record.changes,
        platformBudgetId:
          given.platformBudgetId === undefined ? record.platformBudgetId : given.platformBudgetId,
        sharedWith:
          given.sharedWith === undefined ? record.sharedWith : (given.sharedWith as readonly CampaignId[]),
      };
      return { before, replacement: { record: next, expectedVersion } };
    });
    const recorded = replaced.map(({ replacement }) => replacement.record);
    const budgets = new Map([...stored, ...recorded.map((budget) => [budget.campaignId, budget] as const)]);
    return {
      transition: {
        kind: 'BUDGETS_RECORDED',
        changeSetId: null,
        details: {
          budgets: found.map(({ campaignId, amountMicros }) => ({
            campaignId,
            beforeMicros: stored.get(campaignId)?.amountMicros ?? null,
            afterMicros: amountMicros,
          })),
        },
        budgets: replaced.map(({ replacement }) => replacement),
        state: withDailyTotals(
          state,
          replaced.map(({ before, replacement: { record } }) => ({
            currencyCode: record.currencyCode,
            changeMicros: record.amountMicros - (before?.amountMicros ?? 0n),
          })),
        ),
      },
      answer: { recorded, after: { sequence: sequence + 1, budgets } },
    };
  });

/** A campaign spends from one budget: its own, or one that it shares. */
function refuseSecondBudget(
  { campaignId, sharedWith = [] }: FoundBudget,
  stored: ReadonlyMap<string, CampaignBudget>,
): void {
  const carrier = [...stored.values()].find((budget) => budget.sharedWith.some((id) => id === campaignId));
  const own = sharedWith.find((id) => stored.has(id));
  if (carrier === undefined && own === undefined) return;
  const [spender, other] = carrier ? [campaignId, carrier.campaignId] : [own, campaignId];
  throw new InvalidInputError(
    ['budgets'],
    `Campaign ${spender} cannot share the budget of ${other}: it has a budget on record already.`,
  );
}
