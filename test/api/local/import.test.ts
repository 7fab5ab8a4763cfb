import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../../api/local/server.ts';
import { dispatch } from '../../../cli/dispatch.ts';
import { addDays, day } from '../../../store/model/day.ts';
import { fakeIo } from '../../cli/fake-io.ts';

const HEADER = 'date,channel,campaign,spend,impressions,clicks,conversions,revenue,currency';

const tidy = (campaigns: number, days: number): string => {
  const rows = Array.from({ length: campaigns * days }, (_, i) => {
    const date = addDays(day('2024-01-01'), Math.floor(i / campaigns));
    return `${date},google_search,Campaign number ${i % campaigns} of a long name,10.50,1000,50,5,400.00,EUR`;
  });
  return [HEADER, ...rows].join('\n');
};

describe('equimarginal import against the local server', () => {
  let server: LocalServer;
  let folder: string;
  beforeAll(async () => {
    server = await startLocalServer({ port: 0, env: { PATH: process.env.PATH } });
    folder = mkdtempSync(join(tmpdir(), 'equimarginal-test-'));
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(...argv: readonly string[]) {
    const env = { EQUIMARGINAL_URL: `${server.url}/graphql`, EQUIMARGINAL_TOKEN: server.token('planner') };
    const io = fakeIo({ env });
    return { code: await dispatch(['import', ...argv], io), out: io.out(), err: io.err() };
  }
  const fileOf = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('shows a file, loads it, and the second time finds nothing to do', async () => {
    const file = fileOf('small.csv', tidy(2, 30));
    const shown = await run(file, '--dry-run');
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(shown.out).toMatch(
      /60 days of 2 campaigns, 2 of them new: 60 new, 0 restated, 0 unchanged, 0 left out\./,
    );
    const loaded = await run(file, '--json');
    expect(JSON.parse(loaded.out)).toMatchObject([
      { state: 'COMMITTED', rowsDone: 60, preview: { create: 60 } },
    ]);
    expect((await run(file)).out).toMatch(/0 new, 0 restated, 60 unchanged, 0 left out\. Stored\./);
  });

  it('uploads a file that is too large to send inline', async () => {
    const [header = '', ...rows] = tidy(10, 200).split('\n');
    const label = 'x'.repeat(2_500);
    const file = fileOf('large.csv', [`${header},label`, ...rows.map((row) => `${row},${label}`)].join('\n'));
    const { code, out, err } = await run(file, '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject([{ state: 'COMMITTED', rowsDone: 2_000 }]);
  });

  it('shows why a file is refused, loads the others, and ends with 2', async () => {
    const { code, out } = await run(fileOf('bad.csv', 'hello'), fileOf('good.csv', tidy(1, 3)));
    expect(code).toBe(2);
    expect(out).toMatch(/✗ NO_HEADER|✗ [A-Z_]+/);
    expect(out).toMatch(/3 days of 1 campaigns/);
  });

  it('asks for a token', async () => {
    const io = fakeIo();
    expect(await dispatch(['import', 'a.csv'], io)).toBe(2);
    expect(io.err()).toMatch(/There is no token/);
  });

  it('takes uploads at addresses that it signed, and at no others', async () => {
    const forged = `${server.url}/uploads/U1?workspace=example&expires=9999999999999&signature=x`;
    expect((await fetch(forged, { method: 'PUT', body: 'data' })).status).toBe(403);
    expect((await fetch(`${server.url}/uploads/U1`)).status).toBe(403);
  });
});
