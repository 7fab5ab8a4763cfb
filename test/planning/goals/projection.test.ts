import { describe, expect, it } from 'vitest';
import { type DailyFigure, projected } from '../../../planning/goals/projection.ts';
import { addDays, day, type IsoDate } from '../../../store/model/day.ts';

const OCTOBER = { from: day('2026-10-01'), to: day('2026-10-31') };
const FIRST = day('2026-07-02');

const figure = (through: string, valueOn: (date: IsoDate, index: number) => number): DailyFigure => {
  const days = new Map<IsoDate, number>();
  for (let i = 0; addDays(FIRST, i) <= through; i++)
    days.set(addDays(FIRST, i), valueOn(addDays(FIRST, i), i));
  return days;
};
const isSunday = (date: IsoDate) => new Date(`${date}T00:00:00Z`).getUTCDay() === 0;

describe('the projected end of a month', () => {
  it('of what is the same every day is certain', () => {
    const { toDate, end, interval, expectedShare } = projected(
      figure('2026-10-10', () => 5),
      OCTOBER,
      day('2026-10-10'),
    );
    expect(toDate).toBe(50);
    expect(end).toBeCloseTo(155, 9);
    expect(interval?.[0]).toBeCloseTo(155, 9);
    expect(interval?.[1]).toBeCloseTo(155, 9);
    expect(expectedShare).toBeCloseTo(10 / 31, 9);
  });

  it('knows the rhythm of the week: October 2026 has four Sundays, of which one is over on the 10th', () => {
    const weekly = figure('2026-10-10', (date) => (isSunday(date) ? 0 : 7));
    const { end, expectedShare } = projected(weekly, OCTOBER, day('2026-10-10'));
    expect(end).toBeCloseTo(27 * 7, 6);
    expect(expectedShare).toBeCloseTo(9 / 27, 6);
  });

  it('has a band as wide as earlier projections were off', () => {
    const calm = projected(
      figure('2026-10-10', (_, i) => 10 + (i % 3)),
      OCTOBER,
      day('2026-10-10'),
    );
    const wild = projected(
      figure('2026-10-10', (_, i) => 10 + 10 * Math.sin(i / 9)),
      OCTOBER,
      day('2026-10-10'),
    );
    const width = ({ interval }: ReturnType<typeof projected>) =>
      interval ? interval[1] - interval[0] : Number.NaN;
    expect(width(calm)).toBeLessThan(20);
    expect(width(wild)).toBeGreaterThan(5 * width(calm));
  });

  it('has a band that holds the end about as often as it says: in 80 % of accounts whose level wanders', () => {
    let state = 7;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    let held = 0;
    const accounts = 150;
    for (let account = 0; account < accounts; account++) {
      let level = 100;
      const whole = figure('2026-10-31', (date, i) => {
        if (i % 21 === 0) level = 60 + 80 * random();
        return level * (isSunday(date) ? 0.7 : 1) * (0.8 + 0.4 * random());
      });
      const known = new Map([...whole].filter(([date]) => date <= '2026-10-10'));
      const { interval } = projected(known, OCTOBER, day('2026-10-10'));
      const end = [...whole].reduce((sum, [date, value]) => (date >= '2026-10-01' ? sum + value : sum), 0);
      if (interval && interval[0] <= end && end <= interval[1]) held += 1;
    }
    expect(held / accounts).toBeGreaterThan(0.7);
    expect(held / accounts).toBeLessThan(0.92);
  });

  it('is what came once the month is over', () => {
    const { end, interval, expectedShare } = projected(
      figure('2026-11-05', () => 5),
      OCTOBER,
      day('2026-11-05'),
    );
    expect([end, interval, expectedShare]).toEqual([155, [155, 155], 1]);
  });

  it('goes on as the few days that are known, without a band, where there is little history', () => {
    const short = new Map([
      [day('2026-10-01'), 4],
      [day('2026-10-02'), 6],
    ]);
    expect(projected(short, OCTOBER, day('2026-10-02'))).toMatchObject({
      toDate: 10,
      end: 155,
      interval: null,
    });
  });

  it('may start before the month does', () => {
    const { toDate, end, expectedShare } = projected(
      figure('2026-09-25', () => 5),
      OCTOBER,
      day('2026-09-25'),
    );
    expect([toDate, expectedShare]).toEqual([0, 0]);
    expect(end).toBeCloseTo(155, 9);
  });
});
