import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WorkspaceId } from '../../store/model/ids.ts';

/** How webhooks leave the house. Network, time and chance come in from outside. */
export interface WebhookTransport {
  /** The key that requests of this workspace are signed with. */
  secretOf(workspace: WorkspaceId): string | Promise<string>;
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

export interface WebhookRequest {
  readonly url: string;
  readonly workspaceId: WorkspaceId;
  /** The same for every attempt, by which a receiver knows a repetition. */
  readonly deliveryId: string;
  readonly body: string;
}

/** What became of a delivery, with the receiver's answer where it took it. */
export interface WebhookOutcome {
  readonly attempts: number;
  readonly isDelivered: boolean;
  /** For people. */
  readonly message: string;
  readonly answer: string | null;
}

/**
 * Sends a body, signed, until it is taken: again after network failures, 429 and 5xx, with capped exponential back-off
 * and full jitter.
 */
export async function deliver(
  transport: WebhookTransport,
  now: () => Date,
  { url, workspaceId, deliveryId, body }: WebhookRequest,
): Promise<WebhookOutcome> {
  const { host } = new URL(url);
  const secret = await transport.secretOf(workspaceId);
  let message = '';
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (attempt > 1) {
      await transport.sleep(transport.random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 2)));
    }
    const seconds = Math.floor(now().getTime() / 1000);
    const headers = {
      'content-type': 'application/json',
      'equimarginal-delivery': deliveryId,
      'equimarginal-signature': signatureOf(secret, seconds, body),
    };
    const answer = await transport.post(url, headers, body).catch((error: unknown) => error);
    if (!isAnswer(answer)) {
      message = `${host} does not answer.`;
      continue;
    }
    message = `${host} answered ${answer.status}.`;
    if (answer.status >= 200 && answer.status < 300) {
      return { attempts: attempt, isDelivered: true, message, answer: answer.body };
    }
    const mayPass = answer.status === 429 || answer.status >= 500;
    if (!mayPass) return { attempts: attempt, isDelivered: false, message, answer: null };
  }
  return { attempts: MAX_ATTEMPTS, isDelivered: false, message, answer: null };
}

const isAnswer = (answer: unknown): answer is WebhookAnswer =>
  typeof answer === 'object' && answer !== null && 'status' in answer && typeof answer.status === 'number';
