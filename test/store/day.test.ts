import { describe, expect, it } from 'vitest';
import { addDays, day, dayNumber, dayOfNumber, parseIsoDate } from '../../store/model/day.ts';

describe('a day', () => {
  it.each(['2024-02-29', '1970-01-01', '0001-01-01'])('may be %s', (text) => {
    expect(parseIsoDate(text)).toBe(text);
  });

  it.each(['2025-02-29', '2025-13-01', '2025-1-1', '20250101', '2025-01-01T00:00:00Z', ''])(
    'is not %j',
    (text) => {
      expect(parseIsoDate(text)).toBeNull();
      expect(() => day(text)).toThrow(RangeError);
    },
  );

  it('counts days over months, years and changes of the clock', () => {
    expect(addDays(day('2024-02-28'), 2)).toBe('2024-03-01');
    expect(addDays(day('2025-01-01'), -1)).toBe('2024-12-31');
    expect(dayNumber(day('2025-03-31')) - dayNumber(day('2025-03-29'))).toBe(2);
    expect(dayOfNumber(dayNumber(day('2025-10-26')))).toBe('2025-10-26');
  });
});
