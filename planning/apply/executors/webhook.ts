import * as z from 'zod/mini';
import { formatMicros } from '../../../store/model/money.ts';
import { type ItemResult, resultOf } from '../application-body.ts';
import { deliver, type WebhookTransport } from '../webhook-delivery.ts';
import type { Delivery, ExecutionOrder, Executor } from './executor.ts';
import { isDecrease } from './rendering.ts';

/**
 * Sends the whole order, signed, until it is taken. Every attempt carries the application's id. The receiver may answer
 * with results at once, or report them later.
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
      const { answer, ...delivery } = await deliver(transport, now, {
        url,
        workspaceId: order.workspaceId,
        deliveryId: order.applicationId,
        body: bodyOf(order),
      });
      if (answer === null) return failed(delivery);
      return { artefacts: [], results: resultsIn(answer, order), delivery };
    },
  };
}

/** Nothing is settled by a delivery that failed: a receiver may have acted and its answer been lost. */
const failed = (delivery: Delivery) => ({ artefacts: [], results: [], delivery });

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
