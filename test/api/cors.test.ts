import { describe, expect, it } from 'vitest';
import { originsIn } from '../../api/cors.ts';
import { graphqlRequest, startStandIn } from './stand-in.ts';

const ORIGIN = 'https://planner.example';
const preflight = (origin: string) =>
  new Request('http://localhost/graphql', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
const said = (response: Response) =>
  [...response.headers.keys()].map((name) => name.toLowerCase()).filter((name) => name.startsWith('access-'));

describe('pages of other origins', () => {
  it('are told nothing unless the server was given origins', async () => {
    const { server } = startStandIn();
    const responses = [
      await server.fetch(preflight(ORIGIN)),
      await server.fetch(graphqlRequest({ query: '{ workspace }' }, { origin: ORIGIN })),
    ];
    expect(responses.flatMap(said)).toEqual([]);
  });

  it('may ask with a token where they are listed, and never with cookies', async () => {
    const { server } = startStandIn({ corsOrigins: [ORIGIN] });
    const asked = await server.fetch(preflight(ORIGIN));
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answered = await server.fetch(graphqlRequest({ query: '{ workspace }' }, { origin: ORIGIN }));
    expect(answered.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it.each(['https://planner.example.evil', 'null', 'http://planner.example'])(
    'are told nothing where they are not listed: %s',
    async (origin) => {
      const { server } = startStandIn({ corsOrigins: [ORIGIN] });
      expect(said(await server.fetch(preflight(origin)))).toEqual([]);
    },
  );

  it('are listed with spaces between them', () => {
    expect(originsIn(' https://a.example  https://b.example ')).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect(originsIn(undefined)).toEqual([]);
  });
});
