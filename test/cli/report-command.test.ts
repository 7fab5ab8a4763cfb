import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

describe('equimarginal report', () => {
  let server: Server;
  let url = '';
  const asked: { readonly variables: unknown; readonly token: string | undefined }[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'report-'));

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { variables } = JSON.parse(body);
      asked.push({ variables, token: request.headers.authorization });
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ data: { monthlyReport: { document: `A report as ${variables.format}.\n` } } }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  const run = async (...argv: string[]) => {
    const io = fakeIo({ env: { EQUIMARGINAL_URL: url, EQUIMARGINAL_TOKEN: 'secret' } });
    return { code: await dispatch(['report', ...argv], io), out: io.out(), err: io.err() };
  };

  it('prints Markdown, and asks with the token for what the options say', async () => {
    const { code, out } = await run('--month', '2026-10', '--currency', 'EUR', '--revenue', 'crm');
    expect([code, out]).toEqual([EXIT.done, 'A report as MARKDOWN.\n']);
    expect(asked.at(-1)).toEqual({
      token: 'Bearer secret',
      variables: { month: '2026-10', format: 'MARKDOWN', convertTo: 'EUR', revenueBasis: 'CRM' },
    });
  });

  it('writes HTML into a file that ends so, and keeps standard output for data', async () => {
    const file = join(folder, 'october.html');
    const { code, out, err } = await run('--month', '2026-10', '-o', file);
    expect([code, out]).toEqual([EXIT.done, '']);
    expect(readFileSync(file, 'utf8')).toBe('A report as HTML.\n');
    expect(err).toContain(file);
  });

  it.each<[string, readonly string[], string]>([
    ['no month', [], '--month'],
    ['a month that is none', ['--month', '2026-13'], 'not a month'],
    ['an unknown format', ['--month', '2026-10', '--format', 'pdf'], 'Wanted md or html'],
    ['a currency that is none', ['--month', '2026-10', '--currency', 'euro'], 'ISO 4217'],
    ['whose revenue nobody knows', ['--month', '2026-10', '--revenue', 'mine'], 'neither platform nor crm'],
    ['a stray word', ['--month', '2026-10', 'now'], 'not an option'],
    [
      'a folder that is not there',
      ['--month', '2026-10', '-o', join(folder, 'no', 'where.md')],
      'cannot be written',
    ],
  ])('is a wrong call with %s', async (_what, argv, message) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(EXIT.badInput);
    expect(err).toContain(message);
  });

  it('needs a token', async () => {
    const io = fakeIo();
    expect(await dispatch(['report', '--month', '2026-10'], io)).toBe(EXIT.badInput);
    expect(io.err()).toContain('There is no token');
  });
});
