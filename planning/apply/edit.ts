import type { Campaign } from '../../store/model/entities.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import { coinOf, isWholeCoins } from '../coin.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { type FittedCampaign, fitWorkspace } from '../fit-workspace.ts';
import { type ChangeSetItem, type OpenChangeSet, toBeKept } from './change-set-body.ts';
import type { OnChangeSet } from './decide-change-set.ts';
import { expectedAt, forecastAt } from './expect.ts';
import { givenForecast } from './items-of-scenario.ts';
import { withVerdict } from './propose.ts';
import { type Ramp, stagesOf } from './ramp.ts';
import { readChangeSet } from './read-change-set.ts';
import { checkPlanHash, checkState } from './states.ts';
import { type Actor, transact } from './transact.ts';

export interface Edit extends OnChangeSet {
  readonly planHash: string;
  readonly name?: string | undefined;
  /** Budgets to have another amount than proposed. A campaign that is not part of it yet becomes one. */
  readonly set: readonly { readonly campaignId: string; readonly afterMicros: bigint }[];
  /** Campaigns to leave as they are. */
  readonly remove: readonly string[];
  /** Null: all at once. Left out: as it is. */
  readonly ramp?: Ramp | null | undefined;
}

/**
 * Makes the next revision: looks at every budget anew, which also takes a stale or expired change set back to life.
 * Voids any approval. Throws `PlanHashMismatchError`, `WrongStateError` and `InvalidInputError`.
 */
export async function editChangeSet(deps: PlanningDeps, actor: Actor, edit: Edit): Promise<OpenChangeSet> {
  const { workspaceId } = actor;
  const fitted = edit.set.length === 0 ? new Map() : await fittedFor(deps, workspaceId, edit.id);
  return transact(deps, actor, async ({ state }) => {
    const changeSet = await readChangeSet(deps, workspaceId, edit.id);
    checkPlanHash(changeSet, edit.planHash);
    checkState(changeSet, 'edited', deps.now());
    const { body } = changeSet;
    if (body.nextStage > 0) {
      throw new InvalidInputError(['id'], 'A stage of it is applied. Cancel the rest, and propose anew.');
    }
    const [campaigns, budgets] = await Promise.all([
      deps.store.campaigns.all(workspaceId),
      deps.store.ledger.budgets(workspaceId),
    ]);
    const items = editedItems(edit, body.items, {
      campaigns,
      budgets,
      fitted,
      currencyCode: body.currencyCode,
    });
    const { planHash: _hash, violations: _violations, expiresAt: _expiry, runsBy: _runs, ...kept } = body;
    const next = await withVerdict(deps, actor, state, {
      ...changeSet,
      version: changeSet.version + 1,
      body: {
        ...kept,
        name: edit.name ?? body.name,
        revision: body.revision + 1,
        authors: [...new Set([...body.authors, actor.subject])],
        items,
        stages: edit.ramp === undefined ? body.stages : stagesOf(edit.ramp ?? undefined),
        approval: null,
        scheduledFor: null,
        heldBack: [],
        note: null,
      },
    });
    return {
      transition: {
        kind: 'EDITED',
        changeSetId: changeSet.id,
        details: { planHash: next.body.planHash, was: body.planHash, state: next.state },
        changeSets: [{ record: toBeKept(next), expectedVersion: changeSet.version }],
      },
      answer: next,
    };
  });
}

/** The curves of what the change set counts. */
async function fittedFor(
  deps: PlanningDeps,
  workspace: Actor['workspaceId'],
  id: string,
): Promise<ReadonlyMap<string, FittedCampaign>> {
  const { outcome } = (await readChangeSet(deps, workspace, id)).body;
  const { campaigns } = await fitWorkspace(deps, workspace, outcome);
  return new Map(campaigns.map((known) => [known.campaign.id, known]));
}

interface Known {
  readonly campaigns: readonly Campaign[];
  readonly budgets: readonly CampaignBudget[];
  readonly fitted: ReadonlyMap<string, FittedCampaign>;
  readonly currencyCode: string;
}

function editedItems(edit: Edit, items: readonly ChangeSetItem[], known: Known): ChangeSetItem[] {
  const budgetOf = new Map<string, CampaignBudget>(
    known.budgets.map((budget) => [budget.campaignId, budget]),
  );
  const removed = new Set(edit.remove);
  const set = new Map(edit.set.map(({ campaignId, afterMicros }) => [campaignId, afterMicros]));
  const coin = coinOf(known.currencyCode);
  edit.set.forEach(({ campaignId, afterMicros }, index) => {
    if (afterMicros <= 0n || !isWholeCoins(afterMicros, coin)) {
      throw new InvalidInputError(
        ['set', String(index), 'after'],
        `The budget of ${campaignId} must be a positive number of whole coins.`,
      );
    }
  });
  const present = new Set(items.map(({ campaignId }) => campaignId));
  const added = edit.set.flatMap(({ campaignId }, index) =>
    present.has(campaignId) ? [] : [newItem(campaignId, index, known)],
  );
  const next = [...items, ...added]
    .filter(({ campaignId }) => !removed.has(campaignId))
    .map((item): ChangeSetItem => {
      const budget = budgetOf.get(item.campaignId);
      const seen = {
        ...item,
        isBudgetKnown: budget !== undefined,
        beforeMicros: budget?.amountMicros.toString() ?? item.beforeMicros,
        sharedWith: [...(budget?.sharedWith ?? item.sharedWith)],
        platformBudgetId: budget?.platformBudgetId ?? item.platformBudgetId,
      };
      const after = set.get(item.campaignId);
      return after === undefined ? seen : withAfter(seen, after, known.fitted.get(item.campaignId));
    })
    .filter(({ beforeMicros, afterMicros }) => beforeMicros !== afterMicros)
    .sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1));
  if (next.length > 0) return next;
  throw new InvalidInputError(['set'], 'Nothing would change any more. Cancel the change set instead.');
}

/** Of a shared budget nobody can tell who would spend how much of it. */
function withAfter(item: ChangeSetItem, after: bigint, fitted: FittedCampaign | undefined): ChangeSetItem {
  const isPredictable = fitted !== undefined && item.sharedWith.length === 0;
  return {
    ...item,
    afterMicros: after.toString(),
    expected: isPredictable
      ? {
          before: expectedAt(fitted, BigInt(item.beforeMicros)),
          after: expectedAt(fitted, after),
          ...givenForecast(forecastAt(fitted, Number(after) / 1e6)),
        }
      : null,
    reasonCode: 'EDITED',
    reason: 'Set by hand.',
  };
}

function newItem(campaignId: string, index: number, known: Known): ChangeSetItem {
  const campaign = known.campaigns.find(({ id }) => id === campaignId);
  const budget = known.budgets.find((candidate) => candidate.campaignId === campaignId);
  const isCarried = known.budgets.some(({ sharedWith }) => sharedWith.some((id) => id === campaignId));
  const before = budget?.amountMicros ?? known.fitted.get(campaignId)?.current.spendMicros;
  const path = ['set', String(index), 'campaignId'];
  if (campaign === undefined || before === undefined || campaign.currencyCode !== known.currencyCode) {
    throw new InvalidInputError(
      path,
      `There is no campaign ${JSON.stringify(campaignId)} with a budget in ${known.currencyCode}.`,
    );
  }
  if (isCarried) {
    throw new InvalidInputError(
      path,
      `${campaign.name} spends from another campaign's budget: set that of the campaign that carries it.`,
    );
  }
  return {
    campaignId,
    campaignName: campaign.name,
    channel: campaign.channel,
    platform: campaign.platform,
    accountId: campaign.accountId,
    externalId: campaign.externalId,
    platformBudgetId: null,
    unit: 'DAILY',
    sharedWith: [],
    isBudgetKnown: false,
    beforeMicros: before.toString(),
    afterMicros: before.toString(),
    expected: null,
    reasonCode: 'EDITED',
    reason: 'Set by hand.',
  };
}
