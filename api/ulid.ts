import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, and its order is the order of ASCII. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;
const RANDOM_LIMIT = 1n << 80n;

/**
 * Makes ULIDs (github.com/ulid/spec): 48 bits of time in milliseconds, 80 bits of randomness. Ids of one factory
 * order as they were made, also within a millisecond and when the clock steps back.
 */
export function createUlidFactory(
  now: () => number = Date.now,
  random: () => bigint = () => BigInt(`0x${randomBytes(10).toString('hex')}`),
): () => string {
  let lastTime = 0;
  let lastRandom = 0n;
  return () => {
    const time = now();
    if (time > lastTime) {
      lastTime = time;
      lastRandom = random();
    } else {
      lastRandom += 1n;
      if (lastRandom >= RANDOM_LIMIT) {
        lastTime += 1;
        lastRandom = random();
      }
    }
    return encode(BigInt(lastTime), TIME_LENGTH) + encode(lastRandom, RANDOM_LENGTH);
  };
}

function encode(value: bigint, length: number): string {
  let text = '';
  for (let digit = 0; digit < length; digit++) {
    text = ALPHABET.charAt(Number((value >> BigInt(5 * digit)) & 31n)) + text;
  }
  return text;
}
