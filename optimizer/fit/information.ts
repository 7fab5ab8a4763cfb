import { add, cholesky, forwardSolve, type Matrix, multiply, solve, subtract } from './matrix.ts';

/** Gaussian knowledge of a vector as information: precision J and J·mean. */
export interface Information {
  readonly J: Matrix;
  readonly q: Float64Array;
}

/** Information about x carried to x + d, d ~ N(0, Q⁻¹): (J⁻¹ + Q⁻¹)⁻¹ = J − J (J + Q)⁻¹ J = J − YᵀY, Y = L⁻¹J, LLᵀ = J + Q. */
export function through({ J, q }: Information, Q: Matrix): Information {
  const size = q.length;
  const l = cholesky(add(J, Q), size);
  const z = forwardSolve(l, size, q.slice());
  const Y = J.slice();
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let k = 0; k < i; k++) {
      const factor = l[row + k]!;
      const other = k * size;
      if (factor !== 0) for (let j = 0; j < size; j++) Y[row + j]! -= factor * Y[other + j]!;
    }
    const pivot = 1 / l[row + i]!;
    for (let j = 0; j < size; j++) Y[row + j]! *= pivot;
  }
  const carried = J.slice();
  const carriedQ = q.slice();
  for (let k = 0; k < size; k++) {
    const row = k * size;
    for (let i = 0; i < size; i++) {
      const left = Y[row + i]!;
      carriedQ[i]! -= left * z[k]!;
      const to = i * size;
      for (let j = 0; j <= i; j++) carried[to + j]! -= left * Y[row + j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) carried[j * size + i] = carried[i * size + j]!;
  return { J: carried, q: carriedQ };
}

export function plus(a: Information, b: Information): Information {
  return { J: add(a.J, b.J), q: add(a.q, b.q) };
}

export function minus(a: Information, b: Information): Information {
  return { J: subtract(a.J, b.J), q: subtract(a.q, b.q) };
}

export const nothingKnown = (size: number): Information => ({
  J: new Float64Array(size * size),
  q: new Float64Array(size),
});

/** What is known of child − parent from what is known of either apart from their link. */
export function knownApart(child: Information, parent: Information): Information {
  const size = child.q.length;
  const parentMean = solve(parent.J, size, parent.q);
  const centred = { J: child.J, q: subtract(child.q, multiply(child.J, size, parentMean)) };
  return through(centred, parent.J);
}

/** log ∫ N(d; 0, Q⁻¹) exp(qᵀd − dᵀJd/2) dd: how well a prior of precision Q foretells what is known. */
export function logEvidence({ J, q }: Information, Q: Matrix, logDeterminantOfQ: number): number {
  const size = q.length;
  const together = cholesky(add(J, Q), size);
  const z = forwardSolve(together, size, q.slice());
  return 0.5 * (logDeterminantOfQ - logDeterminant(together, size) + z.reduce((sum, x) => sum + x * x, 0));
}

/** Of L Lᵀ, from L. */
export function logDeterminant(factor: Matrix, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(factor[i * size + i]!);
  return 2 * sum;
}
