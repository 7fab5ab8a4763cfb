import { describe, expect, it } from 'vitest';
import {
  parseAbTest,
  parseDesign,
  parseGeoTest,
  parseOnOffTest,
} from '../../../optimizer/experiment/parse.ts';

const arm = { subjects: 100, conversions: 5 };
const region = {
  name: 'north',
  group: 'TEST',
  outcomeBefore: 1,
  outcomeDuring: 1,
  spendBefore: 0,
  spendDuring: 0,
};
const rate = { kind: 'AB_RATE', baseline: 0.02, subjectsPerDay: 100 };

describe('reading the figures of an experiment', () => {
  it.each([
    ['no object', parseAbTest, 7, '', /saw 7/],
    [
      'more conversions than subjects',
      parseAbTest,
      { control: arm, test: { subjects: 3, conversions: 5 } },
      'test',
      /each converts once/,
    ],
    [
      'arms of two kinds',
      parseAbTest,
      { control: arm, test: { subjects: 3, mean: 5, standardDeviation: 1 } },
      '',
      /both arms/,
    ],
    [
      'a certain confidence',
      parseAbTest,
      { control: arm, test: arm, confidence: 1 },
      'confidence',
      /saw 1; wanted a number between 0 and 1/,
    ],
    ['an unknown key', parseAbTest, { control: arm, test: arm, alpha: 0.05 }, '', /no key "alpha"/],
    ['one region', parseGeoTest, { regions: [region], daysDuring: 28 }, 'regions', /2 TEST and 2 CONTROL/],
    [
      'a group that is none',
      parseGeoTest,
      { regions: [{ ...region, group: 'A' }], daysDuring: 28 },
      'regions[0].group',
      /saw "A"; wanted TEST or CONTROL/,
    ],
    [
      'one period',
      parseOnOffTest,
      { periods: [{ isOn: true, days: 7, outcome: 1, spend: 1 }] },
      'periods',
      /2 periods on and 2 off/,
    ],
    [
      'three givens',
      parseDesign,
      { setting: rate, power: 0.8, days: 7, relativeEffect: 0.1 },
      '',
      /exactly two/,
    ],
    ['one given', parseDesign, { setting: rate, power: 0.8 }, '', /exactly two/],
    [
      'an unknown kind',
      parseDesign,
      { setting: { kind: 'POLL' }, power: 0.8, days: 7 },
      'setting.kind',
      /AB_RATE/,
    ],
  ] as const)('refuses %s', (_, parse, json, path, message) => {
    expect(() => parse(json)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', path, message: expect.stringMatching(message) }),
    );
  });

  it('takes what it is given', () => {
    const design = { setting: rate, power: 0.8, days: 7 };
    expect(parseDesign(design)).toEqual(design);
    expect(parseAbTest({ control: arm, test: arm })).toEqual({ control: arm, test: arm });
  });
});
