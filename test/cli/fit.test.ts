import { beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

/** Two campaigns of one name in two channels, 90 days, on LOG curves without noise. */
const CSV = [
  'date,channel,campaign,spend,impressions,clicks,conversions,revenue',
  ...['search', 'social'].flatMap((channel, which) =>
    Array.from({ length: 90 }, (_, index) => {
      const date = new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
      const spend = 100 + 60 * Math.sin(index / 5) + 40 * Math.sin(index / 11);
      const conversions = 2 + (which + 1) * 10 * Math.log1p(spend / 80);
      return `${date},${channel},Brand,${spend.toFixed(2)},,,${conversions.toFixed(2)},`;
    }),
  ),
].join('\n');

const runFit = async (...options: string[]) => {
  const io = fakeIo({ stdin: CSV });
  return { exitCode: await dispatch(['fit', '-', ...options], io), out: io.out(), err: io.err() };
};

describe('fit', () => {
  let answered: Awaited<ReturnType<typeof runFit>>;
  beforeAll(async () => {
    answered = await runFit('--at', 'x0.5', '--at', '120');
  });

  it('prints one object per channel and campaign, with the agreed keys and nothing else', () => {
    expect(answered).toMatchObject({ exitCode: EXIT.done, err: '' });
    const fits = JSON.parse(answered.out) as Record<string, unknown>[];
    expect(fits.map(({ campaign, channel }) => [campaign, channel])).toEqual([
      ['Brand', 'search'],
      ['Brand', 'social'],
    ]);
    for (const one of fits) {
      expect(Object.keys(one)).toEqual(
        'campaign channel family parameters diagnostics identifiability at'.split(' '),
      );
    }
  });

  it('answers each --at in the order asked', () => {
    const [search] = JSON.parse(answered.out) as {
      at: Record<string, unknown>[];
      diagnostics: { spend: { mean: number } };
    }[];
    expect(search?.at.map((answer) => Object.keys(answer).sort())).toEqual(
      Array(2).fill(
        'expectedConversions incrementalConversions interval marginalConversions marginalInterval spend'.split(
          ' ',
        ),
      ),
    );
    expect(search?.at[0]?.spend).toBeCloseTo((search?.diagnostics.spend.mean ?? 0) / 2, 6);
    expect(search?.at[1]?.spend).toBe(120);
  });

  it('prints tables to read, each campaign named once', async () => {
    const { out } = await runFit('--table', '--at', 'x0.5', '--at', 'x2');
    expect(out).toMatch(/Campaign +Channel +Curve/);
    expect(out).toMatch(/Campaign +Spend a day +Conversions/);
    expect(out).not.toContain('NaN');
  });
});
