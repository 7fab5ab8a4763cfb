import { type Information, logDeterminant, logEvidence } from './information.ts';
import { cholesky, type Matrix } from './matrix.ts';

/** The initial spread counts as this many differences that were seen exactly. */
const STRENGTH = 6;
/** A spread is looked for from so many times below to so many times above the initial one. */
const LEAST_RATIO = 1 / 8;
const MOST_RATIO = 16;
/** Golden sections leave the spread known to some 3 %. */
const SECTIONS = 9;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The spread under which what is known of all differences was most to be expected (type II maximum likelihood), the
 * initial spread counting as a little evidence. Expectation–maximisation has the same answer and takes dozens of
 * rounds where each difference is known poorly, as the drift of a campaign of three months is.
 *
 * @param known of each difference, apart from its prior
 * @param precisions of the prior of the g-th difference, if the spread were this
 */
export function likeliestSpread(
  initial: number,
  known: readonly Information[],
  precisions: (spread: number) => (g: number) => Matrix,
): number {
  const evidence = (logSpread: number): number => {
    const spread = Math.exp(logSpread);
    let sum = -0.5 * STRENGTH * (2 * logSpread + (initial / spread) ** 2);
    const precisionOf = precisions(spread);
    let determined: Matrix | null = null;
    let log = 0;
    for (const [g, information] of known.entries()) {
      const Q = precisionOf(g);
      const size = information.q.length;
      // Most differences share their prior.
      if (determined !== Q) log = logDeterminant(cholesky(Q, size), size);
      determined = Q;
      sum += logEvidence(information, Q, log);
    }
    return sum;
  };
  let low = Math.log(initial * LEAST_RATIO);
  let high = Math.log(initial * MOST_RATIO);
  let a = high - GOLDEN * (high - low);
  let b = low + GOLDEN * (high - low);
  let atA = evidence(a);
  let atB = evidence(b);
  for (let section = 0; section < SECTIONS; section++) {
    if (atA > atB) {
      high = b;
      b = a;
      atB = atA;
      a = high - GOLDEN * (high - low);
      atA = evidence(a);
    } else {
      low = a;
      a = b;
      atA = atB;
      b = low + GOLDEN * (high - low);
      atB = evidence(b);
    }
  }
  return Math.exp((low + high) / 2);
}
