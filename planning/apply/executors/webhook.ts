import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { WorkspaceId } from '../../../store/model/ids.ts';
import { formatMicros } from '../../../store/model/money.ts';
import { type ItemResult, resultOf } from '../application-body.ts';
import type { Delivery, ExecutionOrder, Executor } from './executor.ts';
import { isDecrease } from './rendering.ts';

/** How webhooks leave the house. Network, time and chance come in from outside. */
export interface WebhookTransport {
  /** The key that requests of this workspace are signed with. */
  secretOf(workspace: WorkspaceId): string;
  /** Follows no redirect. Rejects where nobody answers in time. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<WebhookAnswer>;
  sleep(ms: number): Promise<unknown>;
  /** 0 ≤ x < 1. */
  random(): number;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
}

const MAX_ATTEMPTS = 5;
const BASE_MS = 200;
const CAP_MS = 3_000;
/** A receiver refuses what is older, so that a caught request cannot be sent again later. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 of `<seconds>.<body>`. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** For receivers in Node: whether the signature is ours and fresh. */
export function isSignatureValid(
  secret: string,
  signature: string,
  body: string,
  nowSeconds: number,
): boolean {
  const seconds = Number(/^t=(\d+),v1=[0-9a-f]{64}$/.exec(signature)?.[1] ?? Number.NaN);
  if (!(Math.abs(nowSeconds - seconds) <= SIGNATURE_TOLERANCE_SECONDS)) return false;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(secret, seconds, body)));
}

/**
 * Sends the whole order, signed, until it is taken: again after network failures, 429 and 5xx, with capped
 * exponential back-off and full jitter. Every attempt carries the application's id, by which a receiver knows a
 * repetition. It may answer with results at once, or report them later.
 */
export function webhookExecutor({
  transport,
  url,
  now,
}: {
  readonly transport: WebhookTransport | undefined;
  readonly url: string | null;
  readonly now: () => Date;
}): Executor {
  return {
    kind: 'WEBHOOK',
    async execute(order) {
      if (transport === undefined || url === null) {
        const message =
          url === null ? 'The guard rails name no webhookUrl.' : 'This server sends no webhooks.';
        return failed({ attempts: 0, isDelivered: false, message });
      }
      const body = bodyOf(order);
      let message = '';
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        if (attempt > 1) {
          await transport.sleep(transport.random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 2)));
        }
        const seconds = Math.floor(now().getTime() / 1000);
        const headers = {
          'content-type': 'application/json',
          'equimarginal-delivery': order.applicationId,
          'equimarginal-signature': signatureOf(transport.secretOf(order.workspaceId), seconds, body),
        };
        const answer = await transport.post(url, headers, body).catch((error: unknown) => error);
        if (!isAnswer(answer)) {
          message = `${new URL(url).host} does not answer.`;
          continue;
        }
        message = `${new URL(url).host} answered ${answer.status}.`;
        if (answer.status >= 200 && answer.status < 300) {
          const delivery = { attempts: attempt, isDelivered: true, message };
          return { artefacts: [], results: resultsIn(answer.body, order), delivery };
        }
        const mayPass = answer.status === 429 || answer.status >= 500;
        if (!mayPass) return failed({ attempts: attempt, isDelivered: false, message });
      }
      return failed({ attempts: MAX_ATTEMPTS, isDelivered: false, message });
    },
  };
}

/** Nothing is settled by a delivery that failed: a receiver may have acted and its answer been lost. */
const failed = (delivery: Delivery) => ({ artefacts: [], results: [], delivery });

const isAnswer = (answer: unknown): answer is WebhookAnswer =>
  typeof answer === 'object' && answer !== null && 'status' in answer && typeof answer.status === 'number';

function bodyOf(order: ExecutionOrder): string {
  return JSON.stringify({
    type: 'plan.apply',
    applicationId: order.applicationId,
    changeSetId: order.changeSetId,
    planHash: order.planHash,
    currencyCode: order.currencyCode,
    items: order.items.map((item) => ({
      campaignId: item.campaignId,
      platform: item.platform,
      accountId: item.accountId,
      externalId: item.externalId,
      platformBudgetId: item.platformBudgetId,
      phase: isDecrease(item) ? 'LOWER' : 'RAISE',
      beforeMicros: item.beforeMicros.toString(),
      afterMicros: item.afterMicros.toString(),
      after: formatMicros(item.afterMicros),
    })),
  });
}

const answerSchema = z.object({
  results: z.array(
    z.object({
      campaignId: z.string(),
      applied: z.boolean(),
      requestId: z.optional(z.nullable(z.string())),
      message: z.optional(z.nullable(z.string())),
    }),
  ),
});

/** What the receiver says it has done; anything it does not say, or says of others, waits for a report. */
function resultsIn(body: string, order: ExecutionOrder): readonly ItemResult[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [];
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return [];
  const said = new Map(parsed.data.results.map((result) => [result.campaignId, result]));
  return order.items.flatMap(({ campaignId, afterMicros }) => {
    const result = said.get(campaignId);
    if (result === undefined) return [];
    return [
      resultOf(campaignId, result.applied ? 'APPLIED' : 'FAILED', {
        observedAfterMicros: result.applied ? afterMicros.toString() : null,
        requestId: result.requestId ?? null,
        message: result.message ?? null,
      }),
    ];
  });
}
