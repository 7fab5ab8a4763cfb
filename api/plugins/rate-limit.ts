import type { Plugin } from 'graphql-yoga';
import type { RateLimiter } from '../rate-limiter.ts';
import { viewerOf } from './authentication.ts';
import { requestIdOf } from './request-id.ts';

/**
 * Refuses what a workspace sends beyond its rate with 429 and `Retry-After`, once it is known who asks and before
 * the body is read. `onRefused` hears of each.
 */
export function useRateLimit(limiter: RateLimiter, onRefused: () => void = () => {}): Plugin {
  return {
    onRequestParse({ request, fetchAPI, endResponse }) {
      const wait = limiter.take(viewerOf(request).workspaceId);
      if (wait === null) return;
      onRefused();
      const seconds = Math.ceil(wait);
      const message = `The workspace sends requests faster than they are taken. Send the next one in ${seconds} s.`;
      const extensions = { code: 'RATE_LIMITED', requestId: requestIdOf(request) };
      endResponse(
        fetchAPI.Response.json(
          { errors: [{ message, extensions }] },
          { status: 429, headers: { 'retry-after': String(seconds) } },
        ),
      );
    },
  };
}
