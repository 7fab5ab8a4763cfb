import { nameFigure, says, shareFigure } from '../../optimizer/statement.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import type { ExecutorKind } from './application-body.ts';
import { assess } from './assess.ts';
import { type OpenChangeSet, type RunsBy, SELF_RUNNING } from './change-set-body.ts';
import { dataPrintOf, restatement } from './data-print.ts';
import { decideChangeSet, type OnChangeSet } from './decide-change-set.ts';
import { GuardRailError, StaleChangeSetError } from './errors.ts';
import type { GuardRails } from './guard-rails.ts';
import { readChangeSet } from './read-change-set.ts';
import { movedRatio, stageItems } from './stage-items.ts';
import type { Actor } from './transact.ts';
import { broken } from './violation.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Approves the revision of this hash; an edit voids it. Throws `GuardRailError` (also where a second person is
 * needed), `StaleChangeSetError`, `PlanHashMismatchError`, `WrongStateError` and `InvalidInputError`.
 */
export async function approveChangeSet(
  deps: PlanningDeps,
  actor: Actor,
  asked: OnChangeSet & { readonly planHash: string },
): Promise<OpenChangeSet> {
  const restated = await restatedSince(deps, actor, await readChangeSet(deps, actor.workspaceId, asked.id));
  return decideChangeSet(deps, actor, asked, 'approved', async (changeSet, { state }) => {
    const { body } = changeSet;
    const found = await assess(deps, actor.workspaceId, state, body);
    const needsSecond = needsSecondPerson(body, found.rails) && body.authors.includes(actor.subject);
    const violations = [...found.planViolations, ...(needsSecond ? [secondPerson(body, found.rails)] : [])];
    if (violations.length > 0) throw new GuardRailError(violations);
    refuseStale(restated, found.rails);
    if (found.drifted.length > 0) {
      throw new StaleChangeSetError(
        `${found.drifted.length} budgets are no longer what the plan saw. Edit it to look at them anew.`,
        found.drifted,
      );
    }
    const now = deps.now();
    return {
      kind: 'APPROVED',
      details: {},
      changes: {
        state: 'APPROVED',
        approval: { by: actor.subject, at: now.toISOString(), planHash: body.planHash },
        expiresAt: after(now, found.rails.approvalHours * HOUR_MS),
        note: null,
      },
    };
  });
}

/** How far the days that the plan was made from have been restated: a ratio. */
export async function restatedSince(
  deps: PlanningDeps,
  { workspaceId }: Actor,
  { body }: OpenChangeSet,
): Promise<number> {
  const ids = body.dataPrint.map(({ campaignId }) => campaignId);
  const found = await dataPrintOf(deps, workspaceId, ids, body.dataCompleteThrough, body.outcome);
  return restatement(body.dataPrint, found);
}

export function refuseStale(restated: number, { restatementTolerance }: GuardRails): void {
  if (restated <= restatementTolerance) return;
  const percent = Math.round(restated * 1000) / 10;
  throw new StaleChangeSetError(
    `The days that the plan was made from have been restated by ${percent} %. Make a new scenario and propose that.`,
  );
}

function needsSecondPerson(body: OpenChangeSet['body'], rails: GuardRails): boolean {
  const ratios = body.stages.map((_, stage) =>
    movedRatio(stageItems(body, stage), BigInt(body.planTotalMicros)),
  );
  const moved = ratios.reduce((sum, ratio) => sum + ratio, 0);
  return moved > rails.secondPersonAboveRatio;
}

const secondPerson = (body: OpenChangeSet['body'], { secondPersonAboveRatio }: GuardRails) =>
  broken(
    'SECOND_PERSON',
    says(
      'SECOND_PERSON',
      `It moves more than ${secondPersonAboveRatio * 100} % of all budgets, so someone else than ${body.authors.join(' or ')} must approve it.`,
      shareFigure('ratio', secondPersonAboveRatio),
      nameFigure('names', body.authors.join(', ')),
    ),
  );

/** Throws `PlanHashMismatchError`, `WrongStateError` and `InvalidInputError`. */
export const rejectChangeSet = (
  deps: PlanningDeps,
  actor: Actor,
  asked: OnChangeSet & { readonly planHash: string; readonly reason: string },
): Promise<OpenChangeSet> =>
  decideChangeSet(deps, actor, asked, 'rejected', () => ({
    kind: 'REJECTED',
    details: { reason: asked.reason },
    changes: { state: 'REJECTED', approval: null, note: asked.reason },
  }));

/**
 * Says when the first stage is due; later stages follow by the ramp's days. With `runs` each is then applied by
 * itself, else people do. Throws as `rejectChangeSet` does.
 */
export const scheduleChangeSet = (
  deps: PlanningDeps,
  actor: Actor,
  asked: OnChangeSet & {
    readonly planHash: string;
    readonly startsAt: string;
    readonly runs?: { readonly executor: ExecutorKind; readonly isAllOrNothing: boolean } | undefined;
  },
): Promise<OpenChangeSet> =>
  decideChangeSet(deps, actor, asked, 'scheduled', ({ body }) => {
    const start = new Date(asked.startsAt);
    if (!(start > deps.now())) {
      throw new InvalidInputError(['startsAt'], `${asked.startsAt} is not in the future.`);
    }
    if (body.nextStage > 0) {
      throw new InvalidInputError(['startsAt'], 'Its first stage is applied: the others follow from that.');
    }
    const runsBy = asked.runs ? selfRunning(actor, asked.runs) : null;
    return {
      kind: 'SCHEDULED',
      details: { startsAt: start.toISOString(), runsBy },
      changes: {
        state: 'SCHEDULED',
        scheduledFor: start.toISOString(),
        runsBy,
        heldBack: [],
        expiresAt: expiryOf(body, start),
      },
    };
  });

function selfRunning(
  { subject }: Actor,
  { executor: wanted, isAllOrNothing }: { readonly executor: ExecutorKind; readonly isAllOrNothing: boolean },
): RunsBy {
  const executor = SELF_RUNNING.find((kind) => kind === wanted);
  if (executor) return { subject, executor, isAllOrNothing };
  throw new InvalidInputError(
    ['executor'],
    `${wanted} waits for someone to carry it out, so it cannot run by itself. Wanted ${SELF_RUNNING.join(' or ')}, or none: then apply it when it is due.`,
  );
}

/** An approved schedule is good until a week after its last stage is due. */
export const expiryOf = (body: OpenChangeSet['body'], start: Date): string =>
  after(start, ((body.stages.at(-1)?.afterDays ?? 0) + 7) * DAY_MS);

const after = (moment: Date, ms: number) => new Date(moment.getTime() + ms).toISOString();
