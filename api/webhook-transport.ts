import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookTransport } from '../planning/apply/webhook-delivery.ts';

const TIMEOUT_MS = 4_000;
/** What a receiver says is read up to here. */
const MAX_ANSWER = 256 * 1024;

/**
 * Sends webhooks over the network. Each workspace signs with a key of its own, made from the server's secret, so that
 * no receiver can sign for another workspace.
 */
export const createWebhookTransport = (secret: () => Promise<string>): WebhookTransport => ({
  secretOf: async (workspace) =>
    createHmac('sha256', await secret())
      .update(`webhook#${workspace}`)
      .digest('hex'),
  async post(url, headers, body) {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      // A redirect may lead to where nobody said that requests may go.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: (await response.text()).slice(0, MAX_ANSWER) };
  },
  sleep: (ms) => sleep(ms),
  random: Math.random,
});
