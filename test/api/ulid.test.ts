import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createUlidFactory } from '../../api/ulid.ts';

it('encodes time and randomness as the specification says', () => {
  // 1469918176385 ms is the example of github.com/ulid/spec.
  const newId = createUlidFactory(
    () => 1469918176385,
    () => 0n,
  );
  expect(newId()).toBe('01ARYZ6S410000000000000000');
});

it('orders as made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2 }), (times) => {
      const clock = [...times];
      const newId = createUlidFactory(() => clock.shift() ?? 0);
      const ids = times.map(newId);
      expect([...ids].sort()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

it('moves on to the next millisecond when the randomness of one is used up', () => {
  const newId = createUlidFactory(
    () => 1,
    () => (1n << 80n) - 1n,
  );
  expect([newId(), newId()]).toEqual(['0000000001ZZZZZZZZZZZZZZZZ', '0000000002ZZZZZZZZZZZZZZZZ']);
});
