import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExampleQueries } from '../../../api/local/example-queries.ts';
import { PortUnavailableError } from '../../../api/local/http.ts';
import { type LocalServer, startLocalServer } from '../../../api/local/server.ts';

const queries = readExampleQueries();
const env = { PATH: process.env.PATH };

const asBrowser = { headers: { accept: 'text/html' } };

const post = (server: LocalServer, token: string, query = '{ campaigns { edges { node { name } } } }') =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });

describe('the local server', () => {
  let server: LocalServer;
  beforeAll(async () => {
    server = await startLocalServer({ port: 0, env });
  });
  afterAll(() => server.close());

  it('answers GraphQL requests with its development token, and none without', async () => {
    const answered = await post(server, server.token('viewer'));
    expect(await answered.json()).toEqual({ data: { campaigns: { edges: [] } } });
    expect((await post(server, 'none')).status).toBe(401);
  });

  it('says its health', async () => {
    expect(await (await fetch(`${server.url}/health`)).json()).toMatchObject({ status: 'ok' });
  });

  it('has a page for programmers that links to GraphiQL and to each ready-made query, and loads nothing else', async () => {
    const page = await (await fetch(`${server.url}/developers`)).text();
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    const queryLinks = queries.map(({ document }) => `/graphql?query=${encodeURIComponent(document)}`);
    expect(queries.length).toBeGreaterThan(0);
    expect(links).toEqual(['/graphql', ...queryLinks, '/health']);
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
  });

  it('has GraphiQL with a tab for each ready-made query and the token in the headers', async () => {
    const page = await (await fetch(`${server.url}/graphql`, asBrowser)).text();
    const given = /renderYogaGraphiQL\(\s*window\.document\.querySelector\('#root'\),\s*(\{.*\}),/.exec(
      page,
    )?.[1];
    const { defaultTabs, shouldPersistHeaders } = JSON.parse(given ?? '');
    expect(defaultTabs.map(({ query }: { query: string }) => query)).toEqual(
      queries.map(({ document }) => document),
    );
    const { authorization } = JSON.parse(defaultTabs[0].headers);
    expect((await post(server, authorization.replace('Bearer ', ''))).status).toBe(200);
    expect(shouldPersistHeaders).toBe(false);
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="?https?:/);
  });

  it('tells nothing to who reached it by another name', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) => {
      // `fetch` would not let the Host header be chosen.
      const headers = { host: 'attacker.example', accept: 'text/html' };
      request({ port, host: '127.0.0.1', path: '/graphql', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('does not share a port, and says which one to try', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startLocalServer({ port, env })).rejects.toThrow(
      new PortUnavailableError(
        `Port ${port} is already in use by another program. Stop that, or choose another: PORT=${port + 1} npm start`,
      ),
    );
  });
});

describe('a local server that was closed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'equimarginal-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('gives its port back, and accepts its tokens again when it keeps its data', async () => {
    const first = await startLocalServer({ port: 0, dataDir, env });
    const token = first.token('planner');
    await post(first, token);
    await first.close();
    const port = Number(new URL(first.url).port);
    const second = await startLocalServer({ port, dataDir, env });
    expect((await post(second, token)).status).toBe(200);
    await second.close();
  });

  it('leaves no port behind when its database does not start', async () => {
    const broken = { ...env, DYNAMODB_ENDPOINT: 'not a URL' };
    const server = await startLocalServer({ port: 0, env });
    const port = Number(new URL(server.url).port);
    await server.close();
    await expect(startLocalServer({ port, env: broken })).rejects.toThrow('DYNAMODB_ENDPOINT');
    await (await startLocalServer({ port, env })).close();
  });
});
