import { describe, expect, it } from 'vitest';
import { testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const ask = async (source: string) => {
  const { data, errors } = await execute(testDeps(), `{ ${source} }`, {}, { scopes: ['read'] });
  return { answer: data ? Object.values(data)[0] : null, errors };
};

const region = (name: string, group: string, during: number) =>
  `{ name: "${name}", group: ${group}, outcomeBefore: 100, outcomeDuring: ${during}, spendBefore: 50, spendDuring: 60 }`;

describe('the arithmetic of experiments', () => {
  it('answers an A/B test of rates', async () => {
    const { answer } = await ask(`abTest(input: {
      control: { subjects: 80, conversions: 48 }, test: { subjects: 70, conversions: 56 }, expectedTestShare: 0.5
      market: { subjects: 3000, days: 10 }
    }) { difference { value interval { low high } } relative { value } isConclusive sampleRatioPValue liftPerDay { value } warnings }`);
    expect(answer).toMatchObject({
      difference: { interval: { low: expect.closeTo(0.0524, 4), high: expect.closeTo(0.3339, 4) } },
      relative: { value: expect.closeTo(1 / 3, 9) },
      isConclusive: true,
      sampleRatioPValue: expect.closeTo(0.414, 3),
      liftPerDay: { value: expect.closeTo(60, 9) },
      warnings: [],
    });
  });

  it('answers an A/B test of means, at the confidence asked for', async () => {
    const { answer } = await ask(`abTest(input: { confidence: 0.8
      control: { subjects: 100, mean: 10, standardDeviation: 5 }, test: { subjects: 100, mean: 11, standardDeviation: 5 }
    }) { difference { value standardError interval { low } } detectableDifference liftPerDay { value } }`);
    expect(answer).toMatchObject({
      difference: {
        value: 1,
        standardError: expect.closeTo(Math.sqrt(0.5), 9),
        interval: { low: expect.closeTo(0.0907, 3) },
      },
      liftPerDay: null,
    });
  });

  it('answers a geo test with what recordExperiment takes', async () => {
    const { answer } = await ask(`geoTest(input: { daysDuring: 28, regions: [
      ${region('a', 'TEST', 120)}, ${region('b', 'TEST', 118)}, ${region('c', 'CONTROL', 101)}, ${region('d', 'CONTROL', 99)}
    ] }) { relative { value } liftPerDay { value standardError } spendControlPerDay spendTestPerDay costPerIncremental warnings }`);
    expect(answer).toMatchObject({
      relative: { value: expect.closeTo(0.19, 9) },
      liftPerDay: { value: expect.closeTo((0.19 * 400) / 28, 9) },
      // The control regions spent more too, so the test spent no more than it would have.
      spendControlPerDay: expect.closeTo(240 / 28, 9),
      spendTestPerDay: expect.closeTo(240 / 28, 9),
      costPerIncremental: null,
      warnings: [
        expect.stringMatching(/Only 2 test regions/),
        expect.stringMatching(/Only 2 control regions/),
      ],
    });
  });

  it('answers an on/off test', async () => {
    const period = (isOn: boolean, outcome: number) =>
      `{ isOn: ${isOn}, days: 7, outcome: ${outcome}, spend: ${isOn ? 700 : 0} }`;
    const { answer } = await ask(`onOffTest(input: { periods: [
      ${period(true, 77)}, ${period(false, 49)}, ${period(true, 63)}, ${period(false, 63)}
    ] }) { liftPerDay { value standardError } spendTestPerDay costPerIncremental }`);
    expect(answer).toEqual({
      liftPerDay: { value: expect.closeTo(2, 9), standardError: expect.closeTo(Math.sqrt(2), 9) },
      spendTestPerDay: 100,
      costPerIncremental: expect.closeTo(50, 9),
    });
  });

  it.each([
    ['how long', 'relativeEffect: 0.5, power: 0.9', { days: 77, subjectsTest: 77 }],
    ['how small', 'power: 0.9, days: 77', { relativeEffect: expect.closeTo(0.499, 3) }],
    ['how likely', 'relativeEffect: 0.5, days: 50', { power: expect.closeTo(0.7402, 4) }],
  ])('says %s', async (_, two, expected) => {
    const { answer } = await ask(
      `experimentDesign(input: { setting: { kind: AB_RATE, baseline: 0.5, subjectsPerDay: 2 }, ${two} }) { days relativeEffect power subjectsTest }`,
    );
    expect(answer).toMatchObject(expected);
  });

  it.each([
    [
      'abTest(input: { control: { subjects: 5, conversions: 9 }, test: { subjects: 9, conversions: 5 } }) { control }',
      ['control'],
    ],
    ['geoTest(input: { daysDuring: 28, regions: [] }) { growthTest }', ['regions']],
    [
      'experimentDesign(input: { setting: { kind: GEO, baseline: 5 }, power: 0.8, days: 7 }) { days }',
      ['setting', 'testRegions'],
    ],
  ])('refuses %s', async (source, inputPath) => {
    const { errors } = await ask(source);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', inputPath });
  });
});
