import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DesignSetting,
  designExperiment,
  powerOf,
} from '../../../optimizer/experiment/experiment-design.ts';

const RATE: DesignSetting = { kind: 'AB_RATE', baseline: 0.5, subjectsPerDay: 2 };
const MEAN: DesignSetting = { kind: 'AB_MEAN', baseline: 1, standardDeviation: 1, subjectsPerDay: 2 };
const GEO: DesignSetting = {
  kind: 'GEO',
  baseline: 400,
  testRegions: 10,
  controlRegions: 10,
  regionNoise: 0.08,
};
const ON_OFF: DesignSetting = { kind: 'ON_OFF', baseline: 50, standardDeviation: 9, autocorrelation: 0.3 };

describe('the design of an experiment', () => {
  it('needs as many subjects as R says: power.prop.test(p1 = .50, p2 = .75, power = .90) is 76.7 an arm', () => {
    const design = designExperiment({ setting: RATE, relativeEffect: 0.5, power: 0.9 });
    expect(design).toMatchObject({ days: 77, subjectsControl: 77, subjectsTest: 77, effect: 0.25 });
    expect(powerOf(RATE, 0.5, 76.70692845177696)).toBeCloseTo(0.9, 10);
    expect(powerOf(RATE, 0.5, 50)).toBeCloseTo(0.7401659013313879, 10);
  });

  it('is within a few hundredths of a subject of the exact t test: power.t.test(delta = 1, power = .90) is 22.02', () => {
    expect(powerOf(MEAN, 1, 22.04411262345902)).toBeCloseTo(0.9, 10);
    expect(designExperiment({ setting: MEAN, relativeEffect: 1, power: 0.9 }).days).toBe(23);
  });

  it('has the standard error of a geo test by hand: 8 % · √(1/10 + 1/10) of 400 over 28 days', () => {
    const { standardError } = designExperiment({ setting: GEO, relativeEffect: 0.1, days: 28 });
    expect(standardError).toBeCloseTo(400 * 0.08 * Math.sqrt(0.2), 10);
  });

  it('has the standard error of days that follow one another: σ · √(4/n · (1 + ρ)/(1 − ρ))', () => {
    const { standardError } = designExperiment({ setting: ON_OFF, relativeEffect: 0.1, days: 56 });
    expect(standardError).toBeCloseTo(9 * Math.sqrt((4 / 56) * (1.3 / 0.7)), 10);
  });

  it.each([
    ['rate', { ...RATE, baseline: 0.02, subjectsPerDay: 4_000 }],
    ['mean', { ...MEAN, baseline: 30, standardDeviation: 90, subjectsPerDay: 900 }],
    ['geo', GEO],
    ['on/off', ON_OFF],
  ] as const)('finds the effect, the power and the length that belong together: %s', (_, setting) => {
    const { days } = designExperiment({ setting, relativeEffect: 0.12, power: 0.8 });
    if (days === null) throw new Error('It takes less than ten years.');
    const { power } = designExperiment({ setting, relativeEffect: 0.12, days });
    expect(power).toBeGreaterThanOrEqual(0.8);
    expect(designExperiment({ setting, relativeEffect: 0.12, days: days - 1 }).power).toBeLessThan(0.8);
    const { relativeEffect } = designExperiment({ setting, power, days });
    expect(relativeEffect).toBeCloseTo(0.12, 8);
  });

  it('says when no length would do', () => {
    const design = designExperiment({ setting: RATE, relativeEffect: 0.001, power: 0.9 });
    expect(design).toMatchObject({ days: null, subjectsTest: null, standardError: null });
  });

  it('gains power with length, effect and courage', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(RATE, MEAN, GEO, ON_OFF),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.integer({ min: 3, max: 400 }),
        (setting, effect, days) => {
          const power = powerOf(setting, effect, days);
          expect(power).toBeGreaterThanOrEqual(0);
          expect(power).toBeLessThanOrEqual(1);
          expect(powerOf(setting, effect, days * 2)).toBeGreaterThanOrEqual(power - 1e-12);
          expect(powerOf(setting, effect * 1.1, days)).toBeGreaterThanOrEqual(power - 1e-12);
          expect(powerOf(setting, effect, days, 0.9)).toBeGreaterThanOrEqual(power - 1e-12);
        },
      ),
    );
  });
});
