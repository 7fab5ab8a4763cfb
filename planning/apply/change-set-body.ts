import * as z from 'zod/mini';
import { MalformedItemError } from '../../store/errors.ts';
import type { ChangeSet } from '../../store/model/ledger.ts';
import type { Replacement } from '../../store/ports.ts';
import { coinOf } from '../coin.ts';
import { micros } from '../scenario/answers.ts';
import { inputHash, plainJson } from '../scenario/input-hash.ts';
import { COUNTED_OUTCOMES } from '../scenario/outcome-words.ts';
import { attentionOf } from './due.ts';
import { RAILS } from './violation.ts';

/** What a change set holds, as it is stored: plain JSON, amounts as micros in decimal text, budgets per day. */
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
});

/** Executors that nobody has to carry out. */
export const SELF_RUNNING = ['STORE', 'WEBHOOK'] as const;

const runsBy = z.object({
  subject: z.string(),
  executor: z.enum(SELF_RUNNING),
  isAllOrNothing: z.boolean(),
});

const bodySchema = z.object({
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
  /** Of the days up to there, to notice when they are restated. */
  dataPrint: z.array(
    z.object({ campaignId: z.string(), spendMicros: micros, conversions: z.nullable(z.number()) }),
  ),
  /** Of all campaigns of the plan, those that stay as they are included. */
  planTotalMicros: micros,
  /** Ordered by campaign id. Only those that change. */
  items: z.array(item),
  /** How far along each stage goes from before to after; the last one is 1. */
  stages: z.array(z.object({ share: z.number(), afterDays: z.int() })),
  nextStage: z.int(),
  violations: z.array(violation),
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
});

export type ChangeSetBody = z.infer<typeof bodySchema>;
export type ChangeSetItem = z.infer<typeof item>;
export type RunsBy = z.infer<typeof runsBy>;
export type Expected = z.infer<typeof prediction>;
export type Forecast = z.infer<typeof forecast>;

/** A change set whose body has been read. */
export interface OpenChangeSet extends Omit<ChangeSet, 'body'> {
  readonly body: ChangeSetBody;
}

export function opened(changeSet: ChangeSet): OpenChangeSet {
  const parsed = bodySchema.safeParse(changeSet.body);
  if (parsed.success) return { ...changeSet, body: parsed.data };
  const at = parsed.error.issues[0]?.path.join('.') ?? 'its root';
  throw new MalformedItemError(`Change set ${changeSet.id} cannot be read by this version: see ${at}.`);
}

/** The change set with what changes of it, a version on. */
export function changed(
  changeSet: OpenChangeSet,
  { state = changeSet.state, ...changes }: Partial<ChangeSetBody> & { state?: ChangeSet['state'] },
): { readonly next: OpenChangeSet; readonly replacement: Replacement<ChangeSet> } {
  const body = { ...changeSet.body, ...changes };
  const attention = attentionOf(state, body);
  const next = { ...changeSet, state, attention, body, version: changeSet.version + 1 };
  return {
    next,
    replacement: { record: { ...next, body: plainJson(body) }, expectedVersion: changeSet.version },
  };
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

export interface StageItem {
  readonly item: ChangeSetItem;
  readonly isBudgetKnown: boolean;
  readonly beforeMicros: bigint;
  readonly afterMicros: bigint;
}

/** One stage's budgets, each from where the stage before left it. Those that it does not move are left out. */
export function stageItems(body: ChangeSetBody, stage: number): readonly StageItem[] {
  const shareOf = (index: number) => (index < 0 ? 0 : (body.stages[index]?.share ?? 1));
  const coin = coinOf(body.currencyCode);
  return body.items.flatMap((item) => {
    const before = BigInt(item.beforeMicros);
    const change = BigInt(item.afterMicros) - before;
    const at = (share: number) => {
      if (share >= 1) return before + change;
      const coins = Math.round((Number(change) / Number(coin.micros)) * share);
      return share <= 0 ? before : before + BigInt(coins) * coin.micros;
    };
    const isBudgetKnown = item.isBudgetKnown || stage > 0;
    const [beforeMicros, afterMicros] = [at(shareOf(stage - 1)), at(shareOf(stage))];
    return beforeMicros === afterMicros ? [] : [{ item, isBudgetKnown, beforeMicros, afterMicros }];
  });
}
