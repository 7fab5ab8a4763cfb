import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startFuzzing } from '../../bench/api/fuzzing.ts';

it('answers whatever is sent without a fault of its own, and tells nothing of its inside', async () => {
  const { probe } = await startFuzzing();
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      expect(await probe(seed)).toBeNull();
    }),
    { numRuns: 250, seed: 20_261_122 },
  );
});
