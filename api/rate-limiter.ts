export interface RateLimit {
  /** Requests a second that a workspace may go on sending. */
  readonly perSecond: number;
  /** Requests that it may send at once after a pause. */
  readonly burst: number;
}

export interface RateLimiter {
  /** Counts one request of the workspace. Null: let it through; else seconds until the next one is let through. */
  take(workspace: string): number | null;
}

interface Bucket {
  tokens: number;
  /** Seconds, when `tokens` was true. */
  at: number;
}

/** Workspaces that are remembered. Each takes some hundred bytes. */
const MOST_BUCKETS = 10_000;

/**
 * A token bucket for each workspace, in this process: with several instances of the server each lets as much through.
 * `seconds` is a clock that never goes back.
 */
export function createRateLimiter(
  { perSecond, burst }: RateLimit,
  seconds: () => number = () => performance.now() / 1000,
): RateLimiter {
  // A Map keeps the order of insertion, and each request inserts anew: the first is whom nobody heard of for longest.
  const buckets = new Map<string, Bucket>();
  return {
    take(workspace) {
      const now = seconds();
      const { tokens, at } = buckets.get(workspace) ?? { tokens: burst, at: now };
      const filled = Math.min(burst, tokens + (now - at) * perSecond);
      const isLetThrough = filled >= 1;
      buckets.delete(workspace);
      buckets.set(workspace, { tokens: isLetThrough ? filled - 1 : filled, at: now });
      const [longestUnheard] = buckets.keys();
      if (buckets.size > MOST_BUCKETS && longestUnheard !== undefined) buckets.delete(longestUnheard);
      return isLetThrough ? null : (1 - filled) / perSecond;
    },
  };
}
