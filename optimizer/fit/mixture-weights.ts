/**
 * The shares of an account's campaigns that are of each kind (a family, or with and without a baseline), integrated
 * over rather than estimated: campaigns that each tell little of their kind tell much together, and EM would need
 * hundreds of rounds to hear it.
 *
 * The shares lie on a lattice over the simplex, each point weighed by a Pólya urn of small strength, for the
 * campaigns of an account are often mostly of one kind.
 */
export interface KindLattice {
  readonly kinds: number;
  /** Row-major, one row of `kinds` shares a point. */
  readonly shares: Float64Array;
  readonly logPrior: Float64Array;
}

/** What every point leaves to kinds that the lattice would rule out. */
const FLOOR = 0.05;

/**
 * @param expected shares before any data, summing to 1
 * @param steps of the lattice along an edge of the simplex
 * @param strength of the urn: the smaller, the likelier that all campaigns are of one kind
 */
export function kindLattice(expected: readonly number[], steps: number, strength: number): KindLattice {
  const points: number[][] = [];
  const walk = (counts: number[], left: number) => {
    if (counts.length === expected.length - 1) points.push([...counts, left]);
    else for (let n = 0; n <= left; n++) walk([...counts, n], left - n);
  };
  walk([], steps);
  const logUrn = (n: number, alpha: number) => {
    let log = 0;
    for (let k = 0; k < n; k++) log += Math.log(alpha + k) - Math.log(k + 1);
    return log;
  };
  return {
    kinds: expected.length,
    shares: Float64Array.from(
      points.flatMap((counts) => counts.map((n, k) => (1 - FLOOR) * (n / steps) + FLOOR * expected[k]!)),
    ),
    logPrior: Float64Array.from(points, (counts) =>
      counts.reduce((sum, n, k) => sum + logUrn(n, strength * expected[k]!), 0),
    ),
  };
}

/**
 * @param evidence one row a campaign: the likelihood of its data under each kind, up to a factor
 * @returns one row a campaign: the expected shares, given all the others
 */
export function expectedShares(lattice: KindLattice, evidence: readonly Float64Array[]): Float64Array[] {
  const { kinds, shares, logPrior } = lattice;
  const points = logPrior.length;
  const total = logPrior.slice();
  const likelihoods = evidence.map((row) => {
    const own = new Float64Array(points);
    for (let p = 0; p < points; p++) {
      let sum = 0;
      for (let k = 0; k < kinds; k++) sum += shares[p * kinds + k]! * row[k]!;
      own[p] = Math.max(sum, 1e-300);
      total[p]! += Math.log(own[p]!);
    }
    return own;
  });
  const best = total.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = total.map((log) => Math.exp(Math.max(log - best, -200)));
  return likelihoods.map((own) => {
    const out = new Float64Array(kinds);
    let sum = 0;
    for (let p = 0; p < points; p++) {
      const weight = weights[p]! / own[p]!;
      sum += weight;
      for (let k = 0; k < kinds; k++) out[k]! += weight * shares[p * kinds + k]!;
    }
    return out.map((share) => share / sum);
  });
}
