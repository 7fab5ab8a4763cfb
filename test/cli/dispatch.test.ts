import { describe, expect, it, test } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

const run = async (argv: readonly string[], options?: Parameters<typeof fakeIo>[0]) => {
  const io = fakeIo(options);
  return { exitCode: await dispatch(argv, io), out: io.out(), err: io.err() };
};

describe('the command line', () => {
  it('prints help on standard output, and for each command its own', async () => {
    const { out } = await run(['--help']);
    for (const name of ['solve', 'fit', 'experiment', 'inspect']) {
      expect(out).toContain(`  ${name}`);
      const own = await run([name, '--help']);
      expect(own).toMatchObject({ exitCode: EXIT.done, err: '' });
      expect(own.out).toContain(`Usage: equimarginal ${name}`);
      expect((await run(['help', name])).out).toBe(own.out);
    }
  });

  it('prints its version', async () => {
    expect(await run(['--version'])).toMatchObject({ exitCode: EXIT.done, out: '0.1.0\n' });
  });

  test.each([
    ['nothing', [], /Usage: equimarginal/],
    [
      'an unknown command',
      ['sovle'],
      /"sovle" is not a command. The commands are: solve, fit, experiment, inspect/,
    ],
    ['a name that every object has', ['constructor'], /is not a command/],
    ['an unknown option', ['solve', '--fast'], /Unknown option '--fast'/],
    ['no file', ['fit'], /No file was named/],
    ['two files', ['solve', 'a.json', 'b.json'], /One file at a time; saw also b.json/],
    [
      'a file that is not there',
      ['solve', 'nowhere.json'],
      /nowhere.json cannot be read: there is no such file/,
    ],
    ['a folder', ['fit', 'test'], /test cannot be read: it is a folder/],
    [
      'a point that is none',
      ['fit', 'a.csv', '--at', 'twice'],
      /--at "twice" is neither a factor nor a daily/,
    ],
    ['an outcome that is none', ['fit', 'a.csv', '--outcome', 'likes'], /Wanted conversions or revenue/],
    [
      'a kind of experiment that is none',
      ['experiment', 'poll', '-'],
      /"poll" is not a kind. Wanted ab, geo/,
    ],
    ['no kind of experiment', ['experiment'], /No kind was named/],
    ['a currency that is none', ['inspect', 'a.csv', '--currency', 'euro'], /is not an ISO 4217 code/],
  ])('refuses %s with exit code 2 and says so on standard error alone', async (_, argv, message) => {
    const { exitCode, out, err } = await run(argv);
    expect({ exitCode, out }).toEqual({ exitCode: EXIT.badInput, out: '' });
    expect(err).toMatch(message);
  });
});
