/** Time and chance, handed in. */
export interface Backoff {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export const MAX_ATTEMPTS = 9;
const BASE_MS = 50;
const CAP_MS = 5_000;

/**
 * Capped exponential back-off with full jitter: anything from nothing to the cap of this attempt.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function delayMs(attempt: number, random: () => number): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}

export interface Leftover<R> {
  readonly requests: readonly R[];
  /** The throttle that the last attempt ran into, if it was refused as a whole. */
  readonly cause: unknown;
}

/**
 * Sends the requests, then what the database left unprocessed, until nothing is left or the attempts are used up.
 * `send` answers with what was left.
 */
export async function sendUntilProcessed<R>(
  requests: readonly R[],
  send: (requests: readonly R[]) => Promise<readonly R[]>,
  backoff: Backoff,
): Promise<Leftover<R>> {
  let left: Leftover<R> = { requests, cause: undefined };
  for (let attempt = 0; attempt < MAX_ATTEMPTS && left.requests.length > 0; attempt++) {
    if (attempt > 0) await backoff.sleep(delayMs(attempt - 1, backoff.random));
    left = await sendOnce(left.requests, send);
  }
  return left;
}

async function sendOnce<R>(
  requests: readonly R[],
  send: (requests: readonly R[]) => Promise<readonly R[]>,
): Promise<Leftover<R>> {
  try {
    return { requests: await send(requests), cause: undefined };
  } catch (error) {
    if (isThrottle(error)) return { requests, cause: error };
    throw error;
  }
}

const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);
export const isThrottle = (error: unknown): boolean => error instanceof Error && THROTTLES.has(error.name);
