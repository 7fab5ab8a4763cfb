import { beforeEach, describe, expect, it } from 'vitest';
import { type GivenRate, loadExchangeRates } from '../../../planning/currency/load-rates.ts';
import { RateBook } from '../../../planning/currency/rate-book.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { InvalidInputError, MissingExchangeRateError, MixedCurrencyError } from '../../../planning/errors.ts';
import { performanceBetween } from '../../../planning/performance/performance-between.ts';
import { day } from '../../../store/model/day.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from '../workspace.ts';

const rate = (from: string, to: string, date: string, value: string): GivenRate => ({
  from,
  to,
  date: day(date),
  rate: value,
  source: 'ECB',
});
const JANUARY = { from: day('2026-01-01'), to: day('2026-01-31') };

describe('dated exchange rates', () => {
  let deps: PlanningDeps;
  const load = (...rates: GivenRate[]) => loadExchangeRates(deps, WORKSPACE, rates);
  const bookInto = async (to: string, ...froms: string[]) => {
    const book = new RateBook(deps, WORKSPACE, to, JANUARY);
    await book.prepare(froms);
    return book;
  };

  beforeEach(() => {
    deps = testDeps();
  });

  it('convert an amount at the rate of its own day, to the nearest micro', async () => {
    await load(rate('USD', 'EUR', '2026-01-02', '0.85'), rate('USD', 'EUR', '2026-01-03', '0.8512'));
    const book = await bookInto('EUR', 'USD');
    expect(book.convert(1_000_000n, 'USD', day('2026-01-02'))).toBe(850_000n);
    expect(book.convert(1n, 'USD', day('2026-01-03'))).toBe(1n);
    expect(book.convert(-3n, 'USD', day('2026-01-03'))).toBe(-3n);
    expect(book.used()).toEqual([
      {
        from: 'USD',
        to: 'EUR',
        path: 'DIRECT',
        firstDay: '2026-01-02',
        lastDay: '2026-01-03',
        lowest: 0.85,
        highest: 0.8512,
        sources: ['ECB'],
      },
    ]);
  });

  it('hold over weekends and holidays, for a week and no longer', async () => {
    await load(rate('USD', 'EUR', '2026-01-02', '0.85'));
    const book = await bookInto('EUR', 'USD');
    expect(book.convert(100n, 'USD', day('2026-01-09'))).toBe(85n);
    expect(() => book.convert(100n, 'USD', day('2026-01-10'))).toThrow(MissingExchangeRateError);
    expect(() => book.convert(100n, 'USD', day('2026-01-01'))).toThrow('from USD to EUR of 2026-01-01');
  });

  it('serve the other direction too, and two currencies over the euro', async () => {
    await load(rate('EUR', 'USD', '2026-01-02', '1.25'), rate('EUR', 'GBP', '2026-01-02', '0.8'));
    const toEuro = await bookInto('EUR', 'USD');
    expect(toEuro.convert(1_000_000n, 'USD', day('2026-01-02'))).toBe(800_000n);
    expect(toEuro.used()[0]).toMatchObject({ path: 'INVERSE', lowest: 0.8 });
    const toDollar = await bookInto('USD', 'GBP');
    expect(toDollar.convert(8_000_000n, 'GBP', day('2026-01-02'))).toBe(12_500_000n);
    expect(toDollar.used()[0]).toMatchObject({ path: 'CROSS' });
  });

  it.each<[string, GivenRate[], string]>([
    ['a rate of zero', [rate('USD', 'EUR', '2026-01-02', '0.00')], 'rate'],
    ['a rate that is no decimal', [rate('USD', 'EUR', '2026-01-02', '0,85')], 'rate'],
    ['a rate of a currency into itself', [rate('EUR', 'EUR', '2026-01-02', '1')], '0'],
    [
      'two rates of a day',
      [rate('USD', 'EUR', '2026-01-02', '1'), rate('USD', 'EUR', '2026-01-02', '2')],
      '1',
    ],
  ])('are refused on their way in: %s, and then none is kept', async (_what, rates, path) => {
    const refusal = await load(rate('GBP', 'EUR', '2026-01-02', '1.2'), ...rates).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect((refusal as InvalidInputError).path.at(-1)).toBe(path === '1' ? '2' : path === '0' ? '1' : path);
    expect(await deps.store.exchangeRates.ofPair(WORKSPACE, 'GBP', 'EUR', JANUARY)).toEqual([]);
  });

  describe('in sums', () => {
    const ask = (convertTo?: string) =>
      performanceBetween(deps, WORKSPACE, { ...JANUARY, groupBy: ['CAMPAIGN'], convertTo });

    beforeEach(async () => {
      await addCampaign(deps, { id: 'a', spend: steady(100, 31) });
      await addCampaign(deps, { id: 'b', currencyCode: 'USD', spend: steady(100, 31) });
    });

    it('are asked for, never guessed', async () => {
      await expect(ask()).rejects.toThrow(MixedCurrencyError);
      await expect(ask('EUR')).rejects.toThrow(MissingExchangeRateError);
    });

    it('convert each day, and the answer says with which rates', async () => {
      const days = Array.from({ length: 31 }, (_, i) =>
        rate('USD', 'EUR', `2026-01-${String(i + 1).padStart(2, '0')}`, i < 10 ? '0.5' : '0.9'),
      );
      await load(...days);
      const { total, rows, ratesUsed, currencyCode } = await ask('EUR');
      expect(currencyCode).toBe('EUR');
      expect(rows[1]?.sums.spendMicros).toBe(BigInt(10 * 50 + 21 * 90) * 1_000_000n);
      expect(total.sums.spendMicros).toBe(BigInt(3100 + 10 * 50 + 21 * 90) * 1_000_000n);
      expect(ratesUsed).toMatchObject([
        { from: 'USD', to: 'EUR', lowest: 0.5, highest: 0.9, sources: ['ECB'] },
      ]);
    });
  });
});
