import * as z from 'zod/mini';
import { MalformedItemError } from '../../store/errors.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { micros } from '../scenario/answers.ts';
import { plainJson } from '../scenario/input-hash.ts';
import { type Actor, transact } from './transact.ts';

const ratio = z.number().check(z.nonnegative(), z.maximum(100));
const days = z.int().check(z.nonnegative(), z.maximum(366));
const isoDay = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const amount = z.object({ currencyCode: z.string(), micros });

/** A workspace's guard rails as they are stored. Ratios: 0.2 is 20 %. */
const guardRailsSchema = z.object({
  /** Nothing is applied while it is on. */
  killSwitch: z.boolean(),
  /** Of one campaign's budget, by one change. */
  maxStepRatio: ratio,
  /** Of one campaign's budget, by all changes of seven days. */
  maxWeekRatio: ratio,
  /** Of all budgets of the plan together, by one application. */
  maxMovedRatio: ratio,
  minDaysBetweenChanges: days,
  /** Who proposed may approve up to this much of all budgets moved; beyond, another person must. */
  secondPersonAboveRatio: ratio,
  /** An approval, and a proposal, is good for this long. */
  approvalHours: z.int().check(z.positive(), z.maximum(24 * 90)),
  /** Of spend or conversions of the days that the plan was made from. */
  restatementTolerance: ratio,
  freezes: z.array(z.object({ from: isoDay, to: isoDay, reason: z.string() })),
  frozenLastDaysOfMonth: z.int().check(z.nonnegative(), z.maximum(31)),
  /** Of all known daily budgets of a currency together. */
  dailyCaps: z.array(amount),
  /** Held against 30.4 times the daily budgets, which is what platforms spend at most in a month. */
  monthlyCaps: z.array(amount),
  /** The least a campaign may have a day. Platform null: every platform. */
  floors: z.array(z.object({ platform: z.nullable(z.string()), currencyCode: z.string(), micros })),
  /** Where the webhook executor sends change sets. */
  webhookUrl: z.nullable(z.string()),
  /** Where every audit event is sent. */
  eventWebhookUrl: z.nullable(z.string()),
});

export type GuardRails = z.infer<typeof guardRailsSchema>;

export const DEFAULT_GUARD_RAILS: GuardRails = {
  killSwitch: false,
  maxStepRatio: 0.2,
  maxWeekRatio: 0.5,
  maxMovedRatio: 0.15,
  minDaysBetweenChanges: 3,
  secondPersonAboveRatio: 0.1,
  approvalHours: 72,
  restatementTolerance: 0.1,
  freezes: [],
  frozenLastDaysOfMonth: 2,
  dailyCaps: [],
  monthlyCaps: [],
  floors: [],
  webhookUrl: null,
  eventWebhookUrl: null,
};

export interface VersionedGuardRails extends GuardRails {
  /** 0 while the defaults stand. */
  readonly version: number;
}

export async function readGuardRails(
  deps: Pick<PlanningDeps, 'store'>,
  workspace: WorkspaceId,
): Promise<VersionedGuardRails> {
  const stored = await deps.store.ledger.guardRails(workspace);
  if (stored === null) return { ...DEFAULT_GUARD_RAILS, version: 0 };
  const parsed = guardRailsSchema.safeParse({ ...DEFAULT_GUARD_RAILS, ...(stored.body as object) });
  if (parsed.success) return { ...parsed.data, version: stored.version };
  throw new MalformedItemError(`The guard rails of ${workspace} cannot be read by this version.`);
}

/** Changes what is given and keeps the rest. Throws `InvalidInputError`. */
export function setGuardRails(
  deps: PlanningDeps,
  actor: Actor,
  changes: Partial<GuardRails>,
): Promise<VersionedGuardRails> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return transact(deps, actor, async () => {
    const { version, ...current } = await readGuardRails(deps, actor.workspaceId);
    const next = checked({ ...current, ...given });
    return {
      transition: {
        kind: 'GUARD_RAILS_SET',
        changeSetId: null,
        details: { changes: given },
        guardRails: {
          record: { workspaceId: actor.workspaceId, body: plainJson(next), version: version + 1 },
          expectedVersion: version === 0 ? null : version,
        },
      },
      answer: { ...next, version: version + 1 },
    };
  });
}

function checked(rails: object): GuardRails {
  const parsed = guardRailsSchema.safeParse(plainJson(rails));
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.map(String) ?? [];
    throw new InvalidInputError(path, `The value of ${path.join('.')} is out of its range.`);
  }
  for (const name of ['webhookUrl', 'eventWebhookUrl'] as const) {
    const url = parsed.data[name];
    if (url !== null) checkWebhookUrl(name, url);
  }
  return parsed.data;
}

/** A public https address by name. An address in numbers, or of this machine, would reach inside our own network. */
function checkWebhookUrl(name: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isName = url !== null && /\.[a-z][a-z0-9-]*$/i.test(url.hostname);
  const isInside = /\.(internal|local|localhost)$/i.test(url?.hostname ?? '');
  if (url?.protocol === 'https:' && isName && !isInside && url.username === '') return;
  throw new InvalidInputError(
    [name],
    `${JSON.stringify(text)} cannot be called. Wanted an https address with a public host name.`,
  );
}
