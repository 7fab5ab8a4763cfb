import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { fakeIo } from './fake-io.ts';

const PROBLEMS = 'examples/problems';

const solve = async (file: string, options?: Parameters<typeof fakeIo>[0], ...flags: readonly string[]) => {
  const io = fakeIo(options);
  return { exitCode: await dispatch(['solve', file, ...flags], io), out: io.out(), err: io.err() };
};
const table = (name: string) => solve(`${PROBLEMS}/${name}`, {}, '--table');

const problem = (changed: object) =>
  JSON.stringify({
    objective: { maximize: 'CONVERSIONS' },
    budget: { equal: 100 },
    units: [{ id: 'a', current: 100, curve: { family: 'LOG', scale: 10, halfSaturation: 50 } }],
    ...changed,
  });

describe('solve, one problem', () => {
  test.each(['november.json', 'profit-at-most.json', 'revenue-in-a-range.json'])(
    'proves an optimum of %s',
    async (name) => {
      const { exitCode, out, err } = await solve(`${PROBLEMS}/${name}`);
      const result = JSON.parse(out) as AllocationResult;
      expect({ exitCode, err }).toEqual({ exitCode: EXIT.done, err: '' });
      expect(result).toMatchObject({ status: 'OPTIMAL', infeasibility: null });
      expect(result.relativeGap).toBeLessThanOrEqual(1e-6);
      expect(out.trim().split('\n')).toHaveLength(1);
    },
  );

  it('is printed for a reader on a terminal', async () => {
    const { out } = await solve('-', { stdin: problem({}), terminal: true });
    expect(out).toContain('\n  "status": "OPTIMAL",\n');
  });

  it('that is infeasible says what clashes and ends with exit code 5', async () => {
    const { exitCode, out } = await solve(`${PROBLEMS}/infeasible.json`);
    const { status, infeasibility } = JSON.parse(out) as AllocationResult;
    expect({ exitCode, status }).toEqual({ exitCode: EXIT.infeasible, status: 'INFEASIBLE' });
    expect(infeasibility?.amount).toBeCloseTo(700);
  });

  test.each([
    ['that is not JSON', '{"objective":\n', /not JSON/],
    ['with an unknown key', problem({ budgget: {} }), /budgget/],
    ['with a bad value', problem({ budget: { equal: 'much' } }), /budget\.equal/],
    ['that is missing', '', /empty/],
  ])('%s ends with exit code 2 and nothing on standard output', async (_, stdin, message) => {
    const { exitCode, out, err } = await solve('-', { stdin });
    expect({ exitCode, out }).toEqual({ exitCode: EXIT.badInput, out: '' });
    expect(err).toMatch(message);
  });
});

describe('solve, JSON Lines', () => {
  it('answers each line in order, infeasible ones too, and ends with exit code 0', async () => {
    const { exitCode, out } = await solve(`${PROBLEMS}/many.jsonl`);
    const asked = readFileSync(`${PROBLEMS}/many.jsonl`, 'utf8').trim().split('\n');
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AllocationResult);
    expect(exitCode).toBe(EXIT.done);
    expect(results.map(({ name }) => name)).toEqual(
      asked.map((line) => (JSON.parse(line) as { name: string }).name),
    );
    expect(results.map(({ status }) => status)).toEqual([...Array(6).fill('OPTIMAL'), 'INFEASIBLE']);
  });

  it('answers a line that cannot be read with its error, goes on, and ends with exit code 2', async () => {
    const stdin = [
      problem({ name: 'first' }),
      '',
      'nonsense',
      problem({ units: [] }),
      problem({ name: 'last' }),
    ].join('\n');
    const { exitCode, out } = await solve('-', { stdin });
    expect(exitCode).toBe(EXIT.badInput);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      expect.objectContaining({ name: 'first', status: 'OPTIMAL' }),
      { error: { code: 'BAD_INPUT', path: null, message: expect.stringContaining('not JSON'), line: 3 } },
      { error: { code: 'PROBLEM_FORMAT', path: 'units', message: expect.any(String), line: 4 } },
      expect.objectContaining({ name: 'last', status: 'OPTIMAL' }),
    ]);
  });
});

describe('solve --table', () => {
  it('shows the plan, what proves it and what binds', async () => {
    const { exitCode, out, err } = await table('november.json');
    expect({ exitCode, err }).toEqual({ exitCode: EXIT.done, err: '' });
    expect(out).toMatch(/^november: most conversions/);
    expect(out).toMatch(
      /^google-brand +2,500\.00 +2,764\.92 +\+264\.92 +\+11 % .* in balance with the rest$/m,
    );
    expect(out).toMatch(/^video .* locked$/m);
    expect(out).toMatch(/^Total +10,000\.00 +10,000\.00 +0\.00/m);
    expect(out).toContain('✓ OPTIMAL: no plan within these limits has more than 606.54');
    expect(out).toContain('✓ Every limit holds.');
    expect(out).toContain('· Maximum of the group upper-funnel: one more of room is worth 0.0116.');
  });

  it.each<[string, readonly RegExp[]]>([
    [
      'frontier.json',
      [
        /^ *Budget +objective/m,
        /CPA at most 20$/m,
        /most profit$/m,
        /\? Minimum of video costs 8\.90\./,
        /\? With 2 times the room: \+3\.76/,
        /of the gain with 3 moved: search, social, video/,
      ],
    ],
    ['risk-averse.json', [/~ Over 20 draws/, /better in \d+ % of the draws/, /Shares of spend.*search 4\d/]],
    ['periods.json', [/^Period +search +social +video +Total +Outcome$/m, /^october /m, /^december /m]],
    ['min-spend.json', [/▲ Spend: 10,000\.0 → 4,945\.10/, /takes less than 4,945\.095/, /Outcome asked for/]],
    ['roi.json', [/▲ ROI: 1\.19141 → 2\.03528/]],
    ['few-moves.json', [/no move left for it/, /Units that may move/]],
  ])('shows all that %s asks for', async (name, wanted) => {
    const { out } = await table(name);
    for (const pattern of wanted) expect(out).toMatch(pattern);
  });

  it('says what clashes, and ends with exit code 5', async () => {
    const { exitCode, out } = await table('infeasible.json');
    expect(exitCode).toBe(EXIT.infeasible);
    expect(out).toContain('✗ INFEASIBLE:');
    expect(out).toContain('· google-brand must spend at least 2500');
  });

  it('shows one after another of JSON Lines', async () => {
    const { exitCode, out } = await table('many.jsonl');
    expect(exitCode).toBe(EXIT.done);
    expect(out.match(/^Unit /gm)).toHaveLength(7);
  });
});

describe('the command as it is installed', () => {
  const COMMAND = ['cli/equimarginal.mjs', 'solve'];

  it('solves what comes on standard input and exits with the code that a script relies on', () => {
    const input = readFileSync(`${PROBLEMS}/infeasible.json`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [...COMMAND, '-'], {
      input,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: EXIT.infeasible, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'INFEASIBLE' });
  });

  it('ends in peace when its reader goes away', () => {
    const input = `${problem({})}\n`.repeat(500);
    const pipeline = `{ "${process.execPath}" ${COMMAND.join(' ')} -; echo "exit $?" >&2; } | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', pipeline], { input, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'OPTIMAL' });
    expect(stderr).toBe('exit 0\n');
  });
});
