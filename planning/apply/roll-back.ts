import { changeSetId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { readBudgets } from './assess.ts';
import { type ChangeSetItem, type OpenChangeSet, toBeKept } from './change-set-body.ts';
import { newBody, withVerdict } from './propose.ts';
import { readApplication } from './read-application.ts';
import { readChangeSet } from './read-change-set.ts';
import { checkState } from './states.ts';
import { type Actor, transact } from './transact.ts';

/**
 * Proposes the way back: a new change set from the budgets as they are to those before the change set was applied, for
 * the campaigns that it did change. It needs approval and application as any other. Throws `WrongStateError` and
 * `InvalidInputError`.
 */
export const rollBackChangeSet = (
  deps: PlanningDeps,
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<OpenChangeSet> => {
  const newId = changeSetId(deps.newId());
  return transact(deps, actor, async ({ state }) => {
    const original = await readChangeSet(deps, actor.workspaceId, id);
    checkState(original, 'rolled back', deps.now());
    const written = await writtenBudgets(deps, actor, original);
    const found = await readBudgets(deps, actor.workspaceId, [...written.keys()]);
    const items = original.body.items.flatMap((item): ChangeSetItem[] => {
      const back = written.get(item.campaignId);
      const now = found.get(item.campaignId);
      if (back === undefined || now === undefined || now.amountMicros === BigInt(back)) return [];
      return [
        {
          ...item,
          isBudgetKnown: true,
          beforeMicros: now.amountMicros.toString(),
          afterMicros: back,
          expected: item.expected && { before: item.expected.after, after: item.expected.before },
          reasonCode: 'ROLLBACK',
          reason: `Back to what it was before: ${reason}`,
        },
      ];
    });
    if (items.length === 0) {
      throw new InvalidInputError(
        ['id'],
        'There is nothing to go back to: every budget is as it was before.',
      );
    }
    const { body } = original;
    const proposed = await withVerdict(deps, actor, state, {
      workspaceId: actor.workspaceId,
      id: newId,
      createdAt: deps.now().toISOString(),
      version: 1,
      body: {
        ...newBody(actor),
        name: `Rollback of ${body.name}`,
        currencyCode: body.currencyCode,
        scenarioId: body.scenarioId,
        scenarioHash: body.scenarioHash,
        rollbackOf: original.id,
        dataCompleteThrough: body.dataCompleteThrough,
        dataPrint: [],
        planTotalMicros: body.planTotalMicros,
        items,
        stages: [{ share: 1, afterDays: 0 }],
      },
    });
    return {
      transition: {
        kind: 'ROLLBACK_PROPOSED',
        changeSetId: newId,
        details: { rollbackOf: original.id, reason, planHash: proposed.body.planHash },
        changeSets: [{ record: toBeKept(proposed), expectedVersion: null }],
      },
      answer: proposed,
    };
  });
};

/** For each campaign that was changed, what it had before the first stage that changed it. */
async function writtenBudgets(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  { body }: OpenChangeSet,
): Promise<ReadonlyMap<string, string>> {
  const planned = new Map(body.items.map(({ campaignId, beforeMicros }) => [campaignId, beforeMicros]));
  const before = new Map<string, string>();
  for (const id of body.applicationIds) {
    const { body: application } = await readApplication(deps, workspaceId, id);
    for (const { campaignId, status } of application.results) {
      const micros = planned.get(campaignId);
      if (status === 'APPLIED' && micros !== undefined) before.set(campaignId, micros);
    }
  }
  return before;
}
