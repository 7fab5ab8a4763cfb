import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { jsonLinesTo } from '../../api/json-lines.ts';
import { createMetrics, type Metrics } from '../../api/metrics.ts';
import type { RequestLine } from '../../api/plugins/request-log.ts';
import { solveProblem } from '../../planning/allocation/solve-problem.ts';
import { execute, testDeps } from '../schema/execute.ts';
import { authorization, graphqlRequest, startStandIn } from './stand-in.ts';

describe('the log', () => {
  const lines: RequestLine[] = [];
  const { server } = startStandIn({ logRequest: (line) => lines.push(line) });
  const logged = async (request: Request) => {
    lines.length = 0;
    const response = await server.fetch(request);
    await response.text();
    return { response, lines: [...lines] };
  };

  it('has one line for a request: who, what, how long, how it went', async () => {
    const { response, lines } = await logged(graphqlRequest({ query: 'query Mine { workspace refused }' }));
    expect(lines).toEqual([
      {
        level: 'INFO',
        message: 'Request',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        requestId: response.headers.get('x-request-id'),
        workspace: 'acme',
        operation: 'query',
        operationName: 'Mine',
        method: 'POST',
        status: 200,
        durationMs: expect.any(Number),
        errors: ['NOT_FOUND'],
      },
    ]);
  });

  it.each([
    ['without a token', graphqlRequest({ query: '{ workspace }' }, { authorization: null }), 401, []],
    ['that is refused', graphqlRequest({ query: '{ nothing }' }), 400, ['GRAPHQL_VALIDATION_FAILED']],
    ['that fails', graphqlRequest({ query: '{ broken }' }), 200, ['INTERNAL_SERVER_ERROR']],
  ])('has one line for a request %s', async (_, request, status, errors) => {
    const { lines } = await logged(request);
    expect(lines).toMatchObject([{ status, errors }]);
  });

  it('holds no token, no variable, no document and no name of a person', async () => {
    const query = 'query Secret($text: String) { length(text: $text) broken }';
    const { lines } = await logged(graphqlRequest({ query, variables: { text: 'hunter2' } }));
    const text = JSON.stringify(lines);
    for (const secret of [
      authorization().slice(7, 30),
      'hunter2',
      'length',
      'planner@localhost',
      'arn:aws',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('passes over the health check', async () => {
    expect((await logged(new Request('http://localhost/health'))).lines).toEqual([]);
  });
});

describe('the metrics', () => {
  let metrics: Metrics | undefined;
  afterEach(() => metrics?.close());
  const collected = () => {
    const written: Buffer[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        written.push(chunk);
        done();
      },
    });
    metrics = createMetrics('test', jsonLinesTo(stream));
    const values = () =>
      Buffer.concat(written)
        .toString()
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    return { values, metrics };
  };
  const problem = (equal: number) => ({
    objective: { maximize: 'CONVERSIONS' },
    budget: { equal },
    units: [{ id: 'a', current: 5, max: 10, curve: { family: 'LOG', scale: 3, halfSaturation: 4 } }],
  });

  it('count solves, their time, and those without a solution', () => {
    const { values } = collected();
    solveProblem(problem(8));
    solveProblem(problem(80));
    expect(values()).toMatchObject([
      { Stage: 'test', Solves: 1, SolveTime: expect.any(Number), Infeasible: 0 },
      { Solves: 1, Infeasible: 1 },
    ]);
  });

  it('are in the embedded format, each named once with its unit', () => {
    const { values, metrics } = collected();
    metrics.throttled();
    expect(values()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Equimarginal',
              Dimensions: [['Stage']],
              Metrics: [{ Name: 'Throttles', Unit: 'Count' }],
            },
          ],
        },
        Stage: 'test',
        Throttles: 1,
      },
    ]);
  });

  it('count a conflict once, whether or not the caller asked what it was, and no other refusal', async () => {
    const { values } = collected();
    const deps = testDeps();
    const set = (to: string) =>
      `mutation { setCalendarEvent(input: { name: "sale", from: "2026-08-20", to: "${to}" }) { __typename } }`;
    for (const to of ['2026-08-22', '2026-08-23', '2026-08-01']) await execute(deps, set(to));
    expect(values()).toMatchObject([{ Conflicts: 1 }]);
  });
});
