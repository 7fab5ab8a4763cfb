import { describe, expect, it } from 'vitest';
import { experiment } from '../../cli/commands/experiment.ts';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

const runExperiment = async (kind: string, json: unknown) => {
  const io = fakeIo({ stdin: typeof json === 'string' ? json : JSON.stringify(json) });
  return { exitCode: await dispatch(['experiment', kind, '-'], io), out: io.out(), err: io.err() };
};

const region = (name: string, group: string, outcomeDuring: number) => ({
  name,
  group,
  outcomeBefore: 100,
  outcomeDuring,
  spendBefore: 50,
  spendDuring: group === 'TEST' ? 100 : 50,
});

describe('experiment', () => {
  it.each([
    [
      'ab',
      { control: { subjects: 80, conversions: 48 }, test: { subjects: 70, conversions: 56 } },
      { difference: { value: expect.closeTo(0.2, 9) }, isConclusive: true },
    ],
    [
      'geo',
      {
        daysDuring: 28,
        regions: [
          region('a', 'TEST', 120),
          region('b', 'TEST', 118),
          region('c', 'CONTROL', 101),
          region('d', 'CONTROL', 99),
        ],
      },
      {
        liftPerDay: { value: expect.closeTo((0.19 * 400) / 28, 9) },
        spendTestPerDay: expect.closeTo(400 / 28, 9),
      },
    ],
    [
      'on-off',
      {
        periods: [true, false, true, false].map((isOn, i) => ({
          isOn,
          days: 7,
          outcome: isOn ? 70 + i : 49,
          spend: 7,
        })),
      },
      { liftPerDay: { value: expect.closeTo(71 / 7 - 7, 9) } },
    ],
    [
      'design',
      { setting: { kind: 'AB_RATE', baseline: 0.5, subjectsPerDay: 2 }, relativeEffect: 0.5, power: 0.9 },
      { days: 77, subjectsTest: 77 },
    ],
  ])('works out %s on standard output', async (kind, json, expected) => {
    const { exitCode, out, err } = await runExperiment(kind, json);
    expect({ exitCode, err }).toEqual({ exitCode: EXIT.done, err: '' });
    expect(JSON.parse(out)).toMatchObject(expected);
  });

  it('refuses what it cannot use, with the place', async () => {
    const broken = await runExperiment('ab', '{');
    expect(broken.exitCode).toBe(EXIT.badInput);
    expect(broken.err).toMatch(/This is not JSON/);
    const { exitCode, err } = await runExperiment('design', {
      setting: { kind: 'AB_RATE', baseline: 2, subjectsPerDay: 1 },
      power: 0.8,
      days: 7,
    });
    expect(exitCode).toBe(EXIT.badInput);
    expect(err).toContain('setting.baseline: saw 2; wanted a number between 0 and 1.');
  });

  it('has an example in its help that works', async () => {
    const line = /echo '(.*)' \|/.exec(experiment.help)?.[1] ?? '';
    expect(JSON.parse((await runExperiment('design', line)).out)).toMatchObject({ days: expect.any(Number) });
  });
});
