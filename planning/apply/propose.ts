import { type ChangeSetId, changeSetId, MalformedIdError, scenarioId } from '../../store/model/ids.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import type { ScenarioOutcome } from '../scenario/outcome.ts';
import { outcomeOf } from '../scenario/read-scenario.ts';
import { assess } from './assess.ts';
import {
  type ChangeSetBody,
  type ChangeSetItem,
  changed,
  type OpenChangeSet,
  planHashOf,
  toBeKept,
} from './change-set-body.ts';
import { dataPrintOf } from './data-print.ts';
import { attentionOf } from './due.ts';
import { readGuardRails } from './guard-rails.ts';
import { itemsOfScenario } from './items-of-scenario.ts';
import type { LedgerState } from './ledger-state.ts';
import { type Ramp, stagesOf } from './ramp.ts';
import { readChangeSet } from './read-change-set.ts';
import { checkState } from './states.ts';
import { type Actor, transact } from './transact.ts';

export interface Proposal {
  readonly scenarioId: string;
  /** The scenario's own by default. */
  readonly name?: string | undefined;
  readonly ramp?: Ramp | undefined;
  /** A change set that this one takes the place of. */
  readonly supersedes?: string | undefined;
}

/**
 * Makes a change set of a scenario's plan: one item for each budget that changes, with what is expected of it. It is
 * PROPOSED, or a DRAFT where it breaks a guard rail. Throws `InvalidInputError`, and `WrongStateError` where the
 * change set to supersede is past that.
 */
export async function proposeChangeSet(
  deps: PlanningDeps,
  actor: Actor,
  proposal: Proposal,
): Promise<OpenChangeSet> {
  const { scenario, outcome } = await readPlan(deps, actor, proposal.scenarioId);
  const campaignIds = outcome.rows.map((row) => row.campaignId);
  const dataPrint = await dataPrintOf(
    deps,
    actor.workspaceId,
    campaignIds,
    scenario.dataCompleteThrough,
    outcome.outcome,
  );
  const id = changeSetId(deps.newId());
  return transact(deps, actor, async ({ state }) => {
    const budgets = await deps.store.ledger.budgets(actor.workspaceId);
    const campaigns = await deps.store.campaigns.all(actor.workspaceId);
    const items = itemsOfScenario(outcome, campaigns, budgets);
    if (items.length === 0) {
      throw new InvalidInputError(
        ['scenarioId'],
        'This scenario changes no budget: there is nothing to apply.',
      );
    }
    const superseded =
      proposal.supersedes === undefined
        ? null
        : await readChangeSet(deps, actor.workspaceId, proposal.supersedes);
    if (superseded) checkState(superseded, 'superseded', deps.now());
    const proposed = await withVerdict(deps, actor, state, {
      workspaceId: actor.workspaceId,
      id,
      createdAt: deps.now().toISOString(),
      version: 1,
      body: {
        ...newBody(actor),
        name: proposal.name ?? scenario.name,
        currencyCode: outcome.currencyCode,
        ...(outcome.outcome && { outcome: outcome.outcome }),
        scenarioId: scenario.id,
        scenarioHash: scenario.inputHash,
        dataCompleteThrough: scenario.dataCompleteThrough,
        dataPrint,
        planTotalMicros: planTotal(outcome, items, budgets).toString(),
        items,
        stages: stagesOf(proposal.ramp),
      },
    });
    return {
      transition: {
        kind: proposed.state,
        changeSetId: id,
        details: { planHash: proposed.body.planHash, supersedes: superseded?.id ?? null },
        changeSets: [
          { record: toBeKept(proposed), expectedVersion: null },
          ...(superseded ? [changed(superseded, { state: 'SUPERSEDED', supersededBy: id }).replacement] : []),
        ],
      },
      answer: proposed,
    };
  });
}

/** All of a body that a new change set has of itself. */
export const newBody = (actor: Actor) => ({
  revision: 1,
  createdBy: actor.subject,
  authors: [actor.subject],
  rollbackOf: null,
  supersededBy: null,
  rolledBackBy: null,
  nextStage: 0,
  approval: null,
  scheduledFor: null,
  appliedAt: null,
  applicationIds: [],
  note: null,
  evaluation: null,
});

type Unjudged = Omit<OpenChangeSet, 'state' | 'body'> & {
  readonly body: Omit<ChangeSetBody, 'planHash' | 'violations' | 'expiresAt'>;
};

/** The change set with its hash, its expiry, and what the guard rails say of each of its stages. */
export async function withVerdict(
  deps: PlanningDeps,
  actor: Actor,
  ledger: LedgerState,
  { body, ...rest }: Unjudged,
): Promise<OpenChangeSet> {
  const { approvalHours } = await readGuardRails(deps, actor.workspaceId);
  const hashed: ChangeSetBody = {
    ...body,
    planHash: planHashOf(rest.id as ChangeSetId, body),
    violations: [],
    expiresAt: new Date(deps.now().getTime() + approvalHours * 3_600_000).toISOString(),
  };
  const assessments = await Promise.all(
    hashed.stages
      .map((_, stage) => stage)
      .filter((stage) => stage >= hashed.nextStage)
      .map((stage) => assess(deps, actor.workspaceId, ledger, hashed, stage)),
  );
  const violations = assessments.flatMap((assessment) => assessment.planViolations);
  const state = violations.length === 0 ? 'PROPOSED' : 'DRAFT';
  return { ...rest, state, attention: attentionOf(state, hashed), body: { ...hashed, violations } };
}

async function readPlan(deps: PlanningDeps, { workspaceId }: Actor, id: string) {
  const scenario = await findScenario(deps, workspaceId, id);
  if (scenario === null) {
    throw new InvalidInputError(
      ['scenarioId'],
      `There is no scenario ${JSON.stringify(id)} in this workspace.`,
    );
  }
  const { dataCompleteThrough } = scenario;
  if (dataCompleteThrough === null) {
    throw new InvalidInputError(['scenarioId'], 'The scenario has no answer yet: wait until it is done.');
  }
  const outcome = outcomeOf(scenario);
  if (outcome.after === null) {
    throw new InvalidInputError(
      ['scenarioId'],
      `The scenario is ${outcome.status}: it has no plan to apply.`,
    );
  }
  return { scenario: { ...scenario, dataCompleteThrough }, outcome };
}

async function findScenario(deps: PlanningDeps, workspace: Actor['workspaceId'], id: string) {
  try {
    return await deps.store.scenarios.get(workspace, scenarioId(id));
  } catch (error) {
    if (error instanceof MalformedIdError) return null;
    throw error;
  }
}

function planTotal(
  outcome: ScenarioOutcome,
  items: readonly ChangeSetItem[],
  budgets: readonly CampaignBudget[],
): bigint {
  const known = new Map<string, bigint>(budgets.map((budget) => [budget.campaignId, budget.amountMicros]));
  const shared = new Set<string>(budgets.flatMap(({ sharedWith }) => sharedWith));
  for (const item of items) known.set(item.campaignId, BigInt(item.beforeMicros));
  return outcome.rows
    .filter(({ campaignId }) => !shared.has(campaignId))
    .reduce((sum, row) => sum + (known.get(row.campaignId) ?? BigInt(row.currentMicros)), 0n);
}
