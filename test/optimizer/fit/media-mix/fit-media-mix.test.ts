import { describe, expect, it } from 'vitest';
import { simulateMix } from '../../../../bench/fit/mixes/simulate-mix.ts';
import { allocate } from '../../../../optimizer/allocate/allocate.ts';
import { responseAt } from '../../../../optimizer/curve/evaluate.ts';
import { fitMediaMix } from '../../../../optimizer/fit/media-mix/fit-media-mix.ts';
import type { FittedMediaMix, MediaMix } from '../../../../optimizer/fit/media-mix/media-mix.ts';
import { predictMix } from '../../../../optimizer/fit/media-mix/predict-mix.ts';

const SETTINGS = {
  seed: 7,
  channels: 2,
  weeks: 110,
  noise: 0.03,
  spendVariation: 0.8,
  together: 0,
  kind: 'MONEY',
} as const;
const TRUTH = simulateMix(SETTINGS);
const FITTED = fitMediaMix(TRUTH.mix);
const quickly = (mix: MediaMix) => fitMediaMix(mix, { backtest: false, draws: 40 });
const isWithin = (value: number, [low, high]: readonly [number, number]) => low <= value && value <= high;
const shortMix = (weeks: number): MediaMix => simulateMix({ ...SETTINGS, weeks }).mix;

describe('several channels, one outcome', () => {
  it.each([0, 1])('finds what channel %i brought, and its carry-over', (c) => {
    const truth = TRUTH.channels[c]!;
    const { contribution, parameters, curve } = FITTED.channels[c]!;
    expect(Math.abs(contribution.total / truth.contribution - 1)).toBeLessThan(0.25);
    expect(isWithin(truth.contribution, widened(contribution.interval))).toBe(true);
    expect(Math.abs(parameters.carryOver - truth.carryOver)).toBeLessThan(0.15);
    const spend = average(TRUTH.mix.channels[c]!.spend);
    expect(Math.abs(responseAt(curve, spend) / responseAt(truth.curve, spend) - 1)).toBeLessThan(0.3);
  });

  it('splits the whole outcome into baseline and channels, period by period', () => {
    const { baseline, channels } = FITTED;
    const shares = channels.reduce((sum, { contribution }) => sum + contribution.share, baseline.share);
    expect(shares).toBeCloseTo(1, 9);
    const fitted = baseline.byPeriod.map((level, t) =>
      channels.reduce((sum, { contribution }) => sum + contribution.byPeriod[t]!, level),
    );
    expect(average(fitted) / average(TRUTH.mix.outcome.map(Number))).toBeCloseTo(1, 2);
    expect(FITTED.diagnostics.explainedVariance).toBeGreaterThan(0.8);
  });

  it('says how well it forecasts weeks that it had not seen, and that its chains agree', () => {
    const { outOfSample } = FITTED.channels[0]!.diagnostics;
    expect(outOfSample.wape).toBeLessThan(0.12);
    expect(outOfSample.intervalCoverage).toBeGreaterThan(0.5);
    expect(FITTED.diagnostics.convergence).toBeLessThan(1.1);
  });

  it('gives curves and draws that allocate plans with', () => {
    const spends = FITTED.channels.map(({ diagnostics }) => diagnostics.spend.mean);
    const result = allocate({
      objective: { maximize: 'REVENUE' },
      budget: { equal: spends[0]! + spends[1]! },
      units: FITTED.channels.map(({ channel, curve, posterior }, c) => ({
        id: channel,
        current: spends[c]!,
        curve: { ...curve, outcome: 'REVENUE' },
        draws: posterior.draws.map((draw) => ({ ...draw.curve, outcome: 'REVENUE' as const })),
      })),
    });
    expect(result.status).toBe('OPTIMAL');
    expect(result.units.reduce((sum, { spend }) => sum + (spend ?? 0), 0)).toBeCloseTo(
      spends[0]! + spends[1]!,
      2,
    );
  });

  it('asks for the outcome at another spend of one channel, the others as they were', () => {
    const periods = TRUTH.mix.dates.length;
    const { contribution } = FITTED.channels[0]!;
    const as = predictMix(FITTED, TRUTH.mix, 0, { factor: 1 });
    expect(as.incrementalConversions / (contribution.total / periods)).toBeCloseTo(1, 1);
    const none = predictMix(FITTED, TRUTH.mix, 0, { factor: 0 });
    expect(none.incrementalConversions).toBe(0);
    expect(none.expectedConversions).toBeCloseTo(as.expectedConversions - as.incrementalConversions, 6);
    const more = predictMix(FITTED, TRUTH.mix, 0, { factor: 1.5 });
    expect(more.expectedConversions).toBeGreaterThan(as.expectedConversions);
    expect(more.marginalConversions).toBeLessThan(as.marginalConversions);
    expect(isWithin(as.expectedConversions, as.interval)).toBe(true);
  });
});

describe('laws', () => {
  const mix = shortMix(60);
  const fitted = quickly(mix);

  it('is the same every time, whatever the order of the channels', () => {
    const turned = quickly({ ...mix, channels: [...mix.channels].reverse() });
    expect([...turned.channels].reverse()).toEqual(fitted.channels);
  });

  it('does not depend on the units of money or outcome', () => {
    const [money, outcome] = [1024, 1 / 64];
    const scaled = quickly({
      ...mix,
      outcome: mix.outcome.map((y) => y && y * outcome),
      channels: mix.channels.map(({ channel, spend }) => ({ channel, spend: spend.map((x) => x * money) })),
    });
    fitted.channels.forEach(({ contribution, curve, family }, c) => {
      const other = scaled.channels[c]!;
      expect(other.family).toBe(family);
      expect(other.contribution.total / outcome).toBeCloseTo(contribution.total, 6);
      expect(responseAt(other.curve, 700 * money) / outcome).toBeCloseTo(responseAt(curve, 700), 6);
    });
  });

  it('believes a lift test, and shows what the curve said without it', () => {
    const { curve, diagnostics } = fitted.channels[0]!;
    const day = diagnostics.spend.mean / 7;
    const usual = (responseAt(curve, 7 * 1.5 * day) - responseAt(curve, 7 * 0.5 * day)) / 7;
    const lift = 1.4 * usual;
    const standardError = 0.02 * usual;
    const experiment = { id: 'geo', from: mix.dates[0]!, to: mix.dates[3]!, lift, standardError };
    const calibrated = quickly({
      ...mix,
      channels: mix.channels.map((channel, c) =>
        c === 0
          ? { ...channel, experiments: [{ ...experiment, spendControl: 0.5 * day, spendTest: 1.5 * day }] }
          : channel,
      ),
    });
    const [check] = calibrated.channels[0]!.calibration;
    expect(Math.abs(check!.after.lift / lift - 1)).toBeLessThan(0.06);
    expect(width(check!.after.interval)).toBeLessThan(0.5 * width(check!.before.interval));
    expect(calibrated.channels[1]!.calibration).toEqual([]);
  });
});

describe('what weeks hold', () => {
  it('credits nothing to a channel that never spent, and does not trust one that never varied', () => {
    const mix = shortMix(60);
    const { channels } = quickly({
      ...mix,
      channels: [
        ...mix.channels.slice(0, 1),
        { channel: 'idle', spend: mix.dates.map(() => 0) },
        { channel: 'steady', spend: mix.dates.map(() => 500) },
      ],
    });
    expect(channels[1]!.contribution.total).toBe(0);
    expect(responseAt(channels[1]!.curve, 100)).toBe(0);
    expect(channels.map(({ identifiability }) => identifiability.verdict).slice(1)).toEqual([
      'UNIDENTIFIED',
      'UNIDENTIFIED',
    ]);
  });

  it('leaves out weeks without a known outcome, counts outliers for less, and measures events and controls', () => {
    const mix = shortMix(80);
    const outcome = mix.outcome.map((y, t) => {
      if (t === 10) return null;
      const promotion = t >= 40 && t < 43 ? 2000 : 0;
      return (t === 20 ? 3 : 1) * (y ?? 0) + promotion - 300 * priceAt(t);
    });
    const fit: FittedMediaMix = quickly({
      ...mix,
      outcome,
      events: [{ name: 'sale', from: mix.dates[40]!, to: dayBefore(mix.dates[43]!) }],
      controls: [{ name: 'price', values: mix.dates.map((_, t) => priceAt(t)) }],
    });
    const { diagnostics } = fit.channels[0]!;
    expect(diagnostics.observations).toBe(79);
    expect(diagnostics.outliers).toContain(mix.dates[20]);
    expect(Math.abs(fit.baseline.events[0]!.effect - 2000)).toBeLessThan(500);
    expect(Math.abs(fit.baseline.controls[0]!.effect + 300)).toBeLessThan(150);
  });

  it('takes days too, with their weekdays', () => {
    const spend = Array.from({ length: 84 }, (_, t) => 100 * Math.exp(Math.sin(t * t)));
    const outcome = spend.map((x, t) => 400 + (t % 7 === 5 ? 150 : 0) + 200 * (1 - Math.exp(-x / 100)));
    const dates = spend.map((_, t) => new Date(Date.UTC(2026, 0, 5 + t)).toISOString().slice(0, 10));
    const fit = quickly({ dates, outcome, channels: [{ channel: 'only', spend }] });
    expect(fit.periodDays).toBe(1);
    expect(fit.diagnostics.explainedVariance).toBeGreaterThan(0.97);
    const saturday = fit.baseline.byPeriod[40]! - fit.baseline.byPeriod[39]!;
    expect(Math.abs(saturday - 150)).toBeLessThan(40);
  });
});

describe('a mix that cannot be fitted is refused with its place', () => {
  const mix = shortMix(30);
  const [first, second] = [mix.channels[0]!, mix.channels[1]!];
  it.each<[string, MediaMix]>([
    ['dates', { ...mix, dates: mix.dates.slice(0, 5) }],
    ['dates[1]', { ...mix, dates: mix.dates.map((date, t) => (t === 0 ? '2021-12-30' : date)) }],
    ['dates[7]', { ...mix, dates: mix.dates.map((date, t) => (t === 7 ? mix.dates[6]! : date)) }],
    ['channels', { ...mix, channels: [] }],
    ['channels[1].channel', { ...mix, channels: [first, { ...second, channel: first.channel }] }],
    ['channels[0].spend', { ...mix, channels: [{ ...first, spend: [1] }] }],
    ['channels[0].spend[2]', { ...mix, channels: [{ ...first, spend: first.spend.with(2, -1) }] }],
    ['outcome', { ...mix, outcome: mix.dates.map(() => null) }],
    ['controls[0].values', { ...mix, controls: [{ name: 'price', values: [1, 2] }] }],
  ])('%s', (path, bad) => {
    expect(() => fitMediaMix(bad)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', path }));
  });
});

const priceAt = (t: number) => Math.sin(t * 1.7);
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const width = ([low, high]: readonly [number, number]) => high - low;
/** From an 80 % interval to one that holds the truth nearly always. */
const widened = ([low, high]: readonly [number, number]): readonly [number, number] => [
  low - (high - low),
  high + (high - low),
];
const dayBefore = (date: string) => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
