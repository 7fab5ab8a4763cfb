import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../api/rate-limiter.ts';
import { graphqlRequest, issuer, startStandIn } from './stand-in.ts';

describe('the rate of a workspace', () => {
  it('lets a burst through, then as much as comes back with time', () => {
    let now = 0;
    const limiter = createRateLimiter({ perSecond: 2, burst: 3 }, () => now);
    const take = () => limiter.take('acme');
    expect([take(), take(), take(), take()]).toEqual([null, null, null, 0.5]);
    now = 0.5;
    expect([take(), take()]).toEqual([null, 0.5]);
    now = 100;
    expect([take(), take(), take(), take()]).toEqual([null, null, null, 0.5]);
  });

  it('is its own: another workspace waits for nobody', () => {
    const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, () => 0);
    expect([limiter.take('acme'), limiter.take('acme'), limiter.take('acme2')]).toEqual([null, 1, null]);
  });

  it('never lets more through than a burst and what time brought, whenever they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 }), (pauses) => {
        let now = 0;
        const limiter = createRateLimiter({ perSecond: 3, burst: 5 }, () => now);
        let passed = 0;
        for (const pause of pauses) {
          now += pause / 1000;
          if (limiter.take('acme') === null) passed++;
          expect(passed).toBeLessThanOrEqual(5 + 3 * now + 1e-6);
        }
      }),
    );
  });

  it('keeps no more in mind than ten thousand workspaces', () => {
    const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, () => 0);
    limiter.take('first');
    for (let i = 0; i < 10_000; i++) limiter.take(`workspace ${i}`);
    expect([limiter.take('workspace 9999'), limiter.take('first')]).toEqual([1, null]);
  });
});

describe('a request beyond the rate', () => {
  const rateLimit = { perSecond: 0.01, burst: 1 };
  const query = '{ workspace }';

  it('is answered 429 with the time to wait, before its body is looked at', async () => {
    let throttled = 0;
    const { server } = startStandIn({ rateLimit, onThrottled: () => throttled++ });
    expect((await server.fetch(graphqlRequest({ query }))).status).toBe(200);
    const refused = await server.fetch(graphqlRequest('not even JSON'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBe(100);
    const { errors } = await refused.json();
    expect(errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', requestId: refused.headers.get('x-request-id') } },
    ]);
    expect(throttled).toBe(1);
  });

  it('counts by the verified token alone', async () => {
    const { server } = startStandIn({ rateLimit });
    const as = (authorization: string) => server.fetch(graphqlRequest({ query }, { authorization }));
    const of = (workspace: string) => `Bearer ${issuer.token('viewer', workspace)}`;
    const statuses = [];
    for (const token of ['Bearer none', of('a'), 'Bearer none', of('a'), of('b')])
      statuses.push((await as(token)).status);
    expect(statuses).toEqual([401, 200, 401, 429, 200]);
  });

  it('does not concern the health of the server', async () => {
    const { server } = startStandIn({ rateLimit });
    for (let i = 0; i < 3; i++) {
      expect((await server.fetch(new Request('http://localhost/health'))).status).toBe(200);
    }
  });
});
