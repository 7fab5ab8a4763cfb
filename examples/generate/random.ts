/** A seeded source of random numbers, so that the examples are the same bytes on every run. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  between(low: number, high: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  poisson(mean: number): number;
  /** Counts with variance mean + mean² / dispersion: Poisson with a gamma-distributed mean. */
  negativeBinomial(mean: number, dispersion: number): number;
}

/** Each name gives its own stream, so that one more campaign leaves the others' numbers as they were. */
export function randomFor(name: string): Random {
  const uniform = sfc32(name);
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

  // Knuth's product of uniforms; means here stay far below the 700 at which exp(-mean) vanishes.
  const poisson = (mean: number) => {
    const limit = Math.exp(-mean);
    let count = -1;
    for (let product = 1; product > limit; product *= uniform()) count += 1;
    return Math.max(0, count);
  };

  // Marsaglia and Tsang (2000), shape ≥ 1.
  const gamma = (shape: number): number => {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };

  const negativeBinomial = (mean: number, dispersion: number) =>
    mean <= 0 ? 0 : poisson((mean * gamma(dispersion)) / dispersion);

  return { uniform, between, normal, poisson, negativeBinomial };
}

/** Doty-Humphrey's sfc32, seeded by FNV-1a over the name. */
function sfc32(name: string): () => number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  let a = hash | 0;
  let b = Math.imul(hash, 0x9e3779b1) | 0;
  let c = 0x2545f491;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) next();
  return next;
}
