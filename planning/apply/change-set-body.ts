import * as z from 'zod/mini';
import { MalformedItemError } from '../../store/errors.ts';
import type { ChangeSet, ListedChangeSet } from '../../store/model/ledger.ts';
import type { Replacement } from '../../store/ports.ts';
import { micros } from '../scenario/answers.ts';
import { inputHash, plainJson } from '../scenario/input-hash.ts';
import { COUNTED_OUTCOMES } from '../scenario/outcome-words.ts';
import { figuresSchema } from '../statements.ts';
import { attentionOf } from './due.ts';
import { movedRatio, stageItems } from './stage-items.ts';
import { RAILS } from './violation.ts';

/**
 * What a change set holds, as it is stored: plain JSON, amounts as micros in decimal text, budgets per day. What grows
 * with its campaigns is kept apart, so that lists need not read it.
 */
const prediction = z.object({
  /** Expected conversions a day, baseline included, and their 80 % interval. */
  conversions: z.number(),
  interval: z.nullable(z.tuple([z.number(), z.number()])),
});

/** What `after` means for what platforms report, where it is corrected by reviews or counts incremental outcomes. */
const forecast = z.object({
  /** Of the bare fit. */
  uncorrected: prediction,
  /** It was multiplied by this, and by an error with this standard deviation of its logarithm, shared by a channel. */
  factor: z.number(),
  spread: z.number(),
});

const item = z.object({
  campaignId: z.string(),
  campaignName: z.string(),
  channel: z.string(),
  platform: z.string(),
  accountId: z.nullable(z.string()),
  externalId: z.string(),
  platformBudgetId: z.nullable(z.string()),
  unit: z.literal('DAILY'),
  /** Campaigns that spend from the same budget. */
  sharedWith: z.array(z.string()),
  /** False where no budget was known, so that `beforeMicros` is the mean spend. */
  isBudgetKnown: z.boolean(),
  beforeMicros: micros,
  afterMicros: micros,
  /** Stored before anything happens, to be held against what comes. */
  expected: z.nullable(z.object({ before: prediction, after: prediction, forecast: z.optional(forecast) })),
  reasonCode: z.string(),
  reason: z.string(),
});

const violation = z.object({
  rail: z.enum(RAILS),
  campaignId: z.nullable(z.string()),
  sentence: z.string(),
  code: z.optional(z.string()),
  figures: z.optional(figuresSchema),
});

/** Executors that nobody has to carry out. */
export const SELF_RUNNING = ['STORE', 'WEBHOOK'] as const;

const runsBy = z.object({
  subject: z.string(),
  executor: z.enum(SELF_RUNNING),
  isAllOrNothing: z.boolean(),
});

const HEAD = {
  name: z.string(),
  /** Grows with each edit. */
  revision: z.int(),
  planHash: z.string(),
  currencyCode: z.string(),
  /** What "conversions" are in what is expected. Absent: those that platforms report. */
  outcome: z.optional(z.enum(COUNTED_OUTCOMES)),
  createdBy: z.string(),
  /** Everyone who proposed or edited it. */
  authors: z.array(z.string()),
  scenarioId: z.nullable(z.string()),
  scenarioHash: z.nullable(z.string()),
  rollbackOf: z.nullable(z.string()),
  supersededBy: z.nullable(z.string()),
  rolledBackBy: z.nullable(z.string()),
  dataCompleteThrough: z.string(),
  /** Of all campaigns of the plan, those that stay as they are included. */
  planTotalMicros: micros,
  /** How far along each stage goes from before to after; the last one is 1. */
  stages: z.array(z.object({ share: z.number(), afterDays: z.int() })),
  nextStage: z.int(),
  expiresAt: z.string(),
  approval: z.nullable(z.object({ by: z.string(), at: z.string(), planHash: z.string() })),
  /** When the first stage is due; later ones follow. */
  scheduledFor: z.nullable(z.string()),
  /** Who said that stages are applied by themselves when they are due, and how; null: by people alone. Absent: nobody said. */
  runsBy: z.optional(z.nullable(runsBy)),
  /** The guard rails that were in the way when it was due, by name and campaign. */
  heldBack: z.optional(z.array(z.string())),
  appliedAt: z.nullable(z.string()),
  applicationIds: z.array(z.string()),
  /** Why it is in its state, for people. */
  note: z.nullable(z.string()),
  evaluation: z.nullable(z.unknown()),
};

const BULK = {
  /** Ordered by campaign id. Only those that change. */
  items: z.array(item),
  /** Of the days up to where data was complete, to notice when they are restated. */
  dataPrint: z.array(
    z.object({
      campaignId: z.string(),
      spendMicros: micros,
      conversions: z.nullable(z.number()),
      /** What a CRM or shop reported, where the plan counts that. */
      sales: z.optional(z.number()),
    }),
  ),
  violations: z.array(violation),
};

const summarySchema = z.object({
  itemCount: z.int(),
  raisedCount: z.int(),
  totalBeforeMicros: micros,
  totalAfterMicros: micros,
  /** What the next stage raises or lowers, whichever is more, of all budgets of the plan. */
  movedRatio: z.number(),
  /** Outcomes a day that all items together are expected to bring more; those that nothing is known of bring none. */
  expectedGain: z.number(),
});

const bulkSchema = z.object(BULK);
const bodySchema = z.object({ ...HEAD, ...BULK });
const headSchema = z.object({ ...HEAD, summary: summarySchema });

export type ChangeSetHead = Omit<ChangeSetBody, keyof typeof BULK>;
export type ChangeSetBody = z.infer<typeof bodySchema>;
/** What is told of a change set without its items. */
export type ChangeSetSummary = z.infer<typeof summarySchema>;
export type ChangeSetItem = z.infer<typeof item>;
export type RunsBy = z.infer<typeof runsBy>;
export type Expected = z.infer<typeof prediction>;
export type Forecast = z.infer<typeof forecast>;

/** A change set whose body has been read. */
export interface OpenChangeSet extends Omit<ChangeSet, 'body' | 'bulk'> {
  readonly body: ChangeSetBody;
}

/** A change set as lists have it. */
export interface HeadedChangeSet extends Omit<ListedChangeSet, 'body'> {
  readonly body: ChangeSetHead & { readonly summary: ChangeSetSummary };
}

/** What a review says of single campaigns goes with what grows with them. */
const reviewed = z.object({ campaigns: z.array(z.unknown()) });

export function opened({ bulk, ...changeSet }: ChangeSet): OpenChangeSet {
  // Plain JSON objects, as `toBeKept` made them; one that it did not make has all of it in its body.
  const { reviewedCampaigns, ...grown } = (bulk ?? {}) as { readonly reviewedCampaigns?: unknown };
  const head = changeSet.body as { readonly evaluation?: object | null };
  const evaluation =
    reviewedCampaigns === undefined ? head.evaluation : { ...head.evaluation, campaigns: reviewedCampaigns };
  const body = parsed(bodySchema, changeSet.id, { ...head, evaluation, ...grown });
  return { ...changeSet, body };
}

export function headed(changeSet: ListedChangeSet): HeadedChangeSet {
  const isWhole = bulkSchema.safeParse(changeSet.body).success;
  const { body } = isWhole ? toBeKept(opened(changeSet)) : changeSet;
  return { ...changeSet, body: parsed(headSchema, changeSet.id, body) };
}

function parsed<T>(schema: z.ZodMiniType<T>, id: string, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.join('.') ?? 'its root';
  throw new MalformedItemError(`Change set ${id} cannot be read by this version: see ${at}.`);
}

/** The change set as the ledger keeps it. */
export function toBeKept({ body, ...rest }: OpenChangeSet): ChangeSet {
  const { items, dataPrint, violations, evaluation, ...head } = body;
  const review = reviewed.safeParse(evaluation);
  return {
    ...rest,
    body: plainJson({
      ...head,
      evaluation: review.success ? { ...(evaluation as object), campaigns: [] } : evaluation,
      summary: summaryOf(body),
    }),
    bulk: plainJson({
      items,
      dataPrint,
      violations,
      ...(review.success && { reviewedCampaigns: review.data.campaigns }),
    }),
  };
}

export function summaryOf(body: ChangeSetBody): ChangeSetSummary {
  const { items, nextStage, planTotalMicros } = body;
  const sum = (side: 'beforeMicros' | 'afterMicros') =>
    items.reduce((total, item) => total + BigInt(item[side]), 0n).toString();
  return {
    itemCount: items.length,
    raisedCount: items.filter((item) => BigInt(item.afterMicros) > BigInt(item.beforeMicros)).length,
    totalBeforeMicros: sum('beforeMicros'),
    totalAfterMicros: sum('afterMicros'),
    movedRatio: movedRatio(stageItems(body, nextStage), BigInt(planTotalMicros)),
    expectedGain: items.reduce(
      (gain, { expected }) =>
        expected ? gain + expected.after.conversions - expected.before.conversions : gain,
      0,
    ),
  };
}

/** The change set with what changes of it, a version on. */
export function changed(
  changeSet: OpenChangeSet,
  { state = changeSet.state, ...changes }: Partial<ChangeSetBody> & { state?: ChangeSet['state'] },
): { readonly next: OpenChangeSet; readonly replacement: Replacement<ChangeSet> } {
  const body = { ...changeSet.body, ...changes };
  const attention = attentionOf(state, body);
  const next = { ...changeSet, state, attention, body, version: changeSet.version + 1 };
  return { next, replacement: { record: toBeKept(next), expectedVersion: changeSet.version } };
}

/** What is approved, and nothing besides: which budgets go from where to where, in which stages, on what grounds. */
export const planHashOf = (
  id: string,
  body: Pick<ChangeSetBody, 'items' | 'stages' | 'revision' | 'scenarioHash' | 'currencyCode' | 'rollbackOf'>,
): string =>
  inputHash({
    id,
    revision: body.revision,
    scenarioHash: body.scenarioHash,
    rollbackOf: body.rollbackOf,
    currencyCode: body.currencyCode,
    stages: body.stages,
    items: body.items.map(({ campaignId, beforeMicros, afterMicros, isBudgetKnown, expected }) => [
      campaignId,
      beforeMicros,
      afterMicros,
      isBudgetKnown,
      expected,
    ]),
  });
