import { describe, expect, it } from 'vitest';
import { simulateMix } from '../../bench/fit/mixes/simulate-mix.ts';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { readMixCsv } from '../../cli/input/mix-csv.ts';
import { fakeIo } from './fake-io.ts';

const { mix } = simulateMix({
  seed: 1,
  channels: 2,
  weeks: 60,
  noise: 0.03,
  spendVariation: 0.8,
  together: 0,
  kind: 'MONEY',
});
const CSV = [
  'Date,channel,spend,Sales,price,note',
  ...mix.dates.flatMap((date, t) =>
    mix.channels.map(({ channel, spend }, c) =>
      [date, channel, spend[t], c === 0 ? mix.outcome[t] : '', c === 0 ? 9 + (t % 3) : '', 'x'].join(','),
    ),
  ),
].join('\n');

const run = async (...options: string[]) => {
  const io = fakeIo({ stdin: CSV });
  const exit = await dispatch(['fit', '-', '--mix', ...options], io);
  return { exit, out: io.out(), error: io.err() };
};

interface PrintedChannel {
  readonly channel: string;
  readonly periodDays: number;
  readonly contribution: { readonly share: number };
  readonly baseline: { readonly share: number; readonly controls: readonly { readonly name: string }[] };
  readonly at: readonly { readonly incrementalConversions: number }[];
}

describe('fit --mix', () => {
  it('prints one object per channel, with its contribution and the baseline they share', async () => {
    const { exit, out } = await run('--outcome', 'Sales', '--control', 'price', '--at', 'x0', '--at', 'x1');
    expect(exit).toBe(EXIT.done);
    const printed = JSON.parse(out) as PrintedChannel[];
    expect(printed.map(({ channel }) => channel)).toEqual(['channel 1', 'channel 2']);
    const [first, second] = printed;
    expect(first!.periodDays).toBe(7);
    expect(first!.baseline.controls.map(({ name }) => name)).toEqual(['price']);
    const shares = [first!.contribution.share, second!.contribution.share, first!.baseline.share];
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(first!.at[0]!.incrementalConversions).toBe(0);
    expect(first!.at[1]!.incrementalConversions).toBeGreaterThan(0);
  });

  it('prints tables to read', async () => {
    const { exit, out } = await run('--outcome', 'sales', '--table');
    expect(exit).toBe(EXIT.done);
    expect(out).toContain('channel 2');
  });

  it.each([
    ['an outcome that is no column', [], 'The header lacks conversions'],
    ['a control that is no column', ['--outcome', 'sales', '--control', 'rain'], 'The header lacks rain'],
    ['one column for two', ['--outcome', 'sales', '--control', 'sales'], 'asked for twice'],
    ['breaks', ['--outcome', 'sales', '--breaks', '-'], '--breaks does not go with --mix'],
  ])('refuses %s', async (_, options, message) => {
    const { exit, error } = await run(...options);
    expect(exit).toBe(EXIT.badInput);
    expect(error).toContain(message);
  });
});

describe('a mix as CSV', () => {
  it('takes an empty outcome for unknown, a missing row for no spend, and dates in any order', () => {
    const read = readMixCsv(
      'date,channel,spend,sales\n2026-01-12,tv,5,\n2026-01-05,radio,3,-20\n2026-01-05,tv,4,-20\n',
      'sales',
    );
    expect(read).toEqual({
      dates: ['2026-01-05', '2026-01-12'],
      outcome: [-20, null],
      kind: 'MONEY',
      channels: [
        { channel: 'tv', spend: [4, 5] },
        { channel: 'radio', spend: [3, 0] },
      ],
      controls: [],
    });
  });

  it.each([
    [
      'two outcomes for one date',
      'tv,4,20\n2026-01-05,radio,3,21',
      'Line 3: sales of 2026-01-05 is 21; line 2',
    ],
    ['a channel twice on a date', 'tv,4,20\n2026-01-05,tv,3,20', 'Line 3: 2026-01-05 of channel "tv"'],
    ['no spend', 'tv,,20', 'Line 2: spend is ""'],
    ['a spend that is no number', 'tv,1.000,5,20', 'Line 2 has 5 cells'],
  ])('refuses %s', (_, rest, message) => {
    expect(() => readMixCsv(`date,channel,spend,sales\n2026-01-05,${rest}`, 'sales')).toThrow(message);
  });
});
