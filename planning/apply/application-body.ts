import * as z from 'zod/mini';
import type { Statement } from '../../optimizer/statement.ts';
import { MalformedItemError } from '../../store/errors.ts';
import type { Application } from '../../store/model/ledger.ts';
import type { Replacement } from '../../store/ports.ts';
import { micros } from '../scenario/answers.ts';
import { plainJson } from '../scenario/input-hash.ts';
import { figuresSchema } from '../statements.ts';

export const EXECUTORS = [
  'STORE',
  'GOOGLE_ADS_EDITOR_FILE',
  'META_BULK_FILE',
  'YANDEX_COMMANDER_FILE',
  'GOOGLE_ADS_REQUESTS',
  'META_REQUESTS',
  'YANDEX_DIRECT_REQUESTS',
  'WEBHOOK',
  'SCRIPT',
] as const;
export type ExecutorKind = (typeof EXECUTORS)[number];

export const ITEM_STATUSES = [
  'PENDING',
  'APPLIED',
  'DRIFTED',
  'CAP_REACHED',
  'UNSUPPORTED',
  'FAILED',
  'NOT_WRITTEN',
] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

const order = z.object({
  campaignId: z.string(),
  isBudgetKnown: z.boolean(),
  beforeMicros: micros,
  afterMicros: micros,
  /** It had drifted when the application began, so no executor is told of it. */
  isDrifted: z.boolean(),
});

const result = z.object({
  campaignId: z.string(),
  status: z.enum(ITEM_STATUSES),
  /** What was there just before, and what was there after; null where nobody looked. */
  observedBeforeMicros: z.nullable(micros),
  observedAfterMicros: z.nullable(micros),
  /** The platform's id of the request that did it. */
  requestId: z.nullable(z.string()),
  message: z.nullable(z.string()),
  /** What the message says, and its figures. Absent in words of others, and in what was stored before they were kept. */
  code: z.optional(z.string()),
  figures: z.optional(figuresSchema),
});

const bodySchema = z.object({
  stage: z.int(),
  planHash: z.string(),
  idempotencyKey: z.string(),
  executor: z.enum(EXECUTORS),
  /** True: all budgets or none. False: those that have not drifted. */
  isAllOrNothing: z.boolean(),
  startedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.nullable(z.string()),
  /** The audit event that it began with. */
  beganAt: z.int(),
  currencyCode: z.string(),
  /** In the order of writing: decreases first. */
  orders: z.array(order),
  /** In the order of the orders. */
  results: z.array(result),
  delivery: z.nullable(z.object({ attempts: z.int(), isDelivered: z.boolean(), message: z.string() })),
});

export type ApplicationBody = z.infer<typeof bodySchema>;
export type Order = z.infer<typeof order>;
export type ItemResult = z.infer<typeof result>;

export interface OpenApplication extends Omit<Application, 'body'> {
  readonly body: ApplicationBody;
}

export function openedApplication(application: Application): OpenApplication {
  const parsed = bodySchema.safeParse(application.body);
  if (parsed.success) return { ...application, body: parsed.data };
  const at = parsed.error.issues[0]?.path.join('.') ?? 'its root';
  throw new MalformedItemError(`Application ${application.id} cannot be read by this version: see ${at}.`);
}

export function changedApplication(
  application: OpenApplication,
  { state = application.state, ...changes }: Partial<ApplicationBody> & { state?: Application['state'] },
): { readonly next: OpenApplication; readonly replacement: Replacement<Application> } {
  const body = { ...application.body, ...changes };
  const next = { ...application, state, body, version: application.version + 1 };
  return {
    next,
    replacement: { record: { ...next, body: plainJson(body) }, expectedVersion: application.version },
  };
}

/** A message of our own. */
export const because = ({
  code,
  sentence,
  figures,
}: Statement): Pick<ItemResult, 'message' | 'code' | 'figures'> => ({ message: sentence, code, figures });

export const resultOf = (
  campaignId: string,
  status: ItemStatus,
  told: Partial<Omit<ItemResult, 'campaignId' | 'status'>> = {},
): ItemResult => ({
  campaignId,
  status,
  observedBeforeMicros: null,
  observedAfterMicros: null,
  requestId: null,
  message: null,
  ...told,
});
