import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

/** The newest export of each platform: the older ones are long. */
const EXPORTS = readdirSync('examples/exports')
  .map((name) => `examples/exports/${name}`)
  .slice(-3);

const inspect = async (...argv: string[]) => {
  const io = fakeIo();
  return { exitCode: await dispatch(['inspect', ...argv], io), out: io.out() };
};

describe('inspect', () => {
  it('prints a JSON array, one object per file in the order asked', async () => {
    const { exitCode, out } = await inspect(...EXPORTS, '--json');
    const answers = JSON.parse(out) as Record<string, unknown>[];
    expect(exitCode).toBe(EXIT.done);
    expect(answers.map(({ file }) => file)).toEqual(EXPORTS);
    for (const answer of answers) {
      expect(Object.keys(answer)).toEqual(
        'file format period timeZone currency vatMode rows firstDay lastDay spend fileTotal warnings refusals'.split(
          ' ',
        ),
      );
      expect(answer).toMatchObject({ currency: 'EUR', refusals: [] });
      if (answer.fileTotal !== null) expect(answer.spend).toBe(answer.fileTotal);
    }
  });

  it('prints a table that ties each file to its own total', async () => {
    const { out } = await inspect(...EXPORTS);
    expect(out.match(/✓$/gm)?.length).toBe(2);
    expect(out).not.toContain('✗');
  });

  it('ends with exit code 2 when a file is refused, and still tells of the others', async () => {
    const { exitCode, out } = await inspect('package.json', EXPORTS[0] ?? '', '--json');
    expect(exitCode).toBe(EXIT.badInput);
    const [refused, accepted] = JSON.parse(out) as { refusals: object[]; rows: number }[];
    expect(refused?.refusals[0]).toEqual({
      code: expect.any(String),
      line: expect.any(Number),
      value: expect.any(String),
      hint: expect.any(String),
    });
    expect(accepted?.rows).toBeGreaterThan(0);
  });

  it('takes the currency of files that do not say theirs', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'equimarginal-')), 'tidy.csv');
    writeFileSync(file, 'date,channel,campaign,spend,conversions\n2026-03-01,search,Brand,12.50,3\n');
    expect(await inspect(file)).toMatchObject({ exitCode: EXIT.badInput });
    expect(await inspect(file, '--currency', 'EUR')).toMatchObject({ exitCode: EXIT.done });
  });
});
