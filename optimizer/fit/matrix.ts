/** Small dense symmetric matrices, row-major in a Float64Array of n × n. */
export type Matrix = Float64Array;

/** The lower Cholesky factor of a positive definite matrix; a pivot that rounding made non-positive is lifted. */
export function cholesky(a: Matrix, n: number): Matrix {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j) {
        const floor = 1e-12 * Math.abs(a[i * n + i]!) + 1e-300;
        l[i * n + i] = Math.sqrt(sum > floor ? sum : floor);
      } else {
        l[i * n + j] = sum / l[j * n + j]!;
      }
    }
  }
  return l;
}

/** Solves L z = b in place. */
export function forwardSolve(l: Matrix, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    const row = i * n;
    for (let k = 0; k < i; k++) sum -= l[row + k]! * b[k]!;
    b[i] = sum / l[row + i]!;
  }
  return b;
}

/** Solves Lᵀ z = b in place. */
export function backwardSolve(l: Matrix, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * b[k]!;
    b[i] = sum / l[i * n + i]!;
  }
  return b;
}

/** A⁻¹ b for positive definite A. */
export function solve(a: Matrix, n: number, b: Float64Array): Float64Array {
  const l = cholesky(a, n);
  return backwardSolve(l, n, forwardSolve(l, n, b.slice()));
}

/** A⁻¹ B for positive definite A and any n × m matrix B given by columns of a symmetric matrix (m = n). */
export function solveMatrix(a: Matrix, n: number, b: Matrix): Matrix {
  const l = cholesky(a, n);
  const x = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) column[i] = b[i * n + j]!;
    backwardSolve(l, n, forwardSolve(l, n, column));
    for (let i = 0; i < n; i++) x[i * n + j] = column[i]!;
  }
  return x;
}

export function inverse(a: Matrix, n: number): Matrix {
  return solveMatrix(a, n, identity(n));
}

export function identity(n: number): Matrix {
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i++) m[i * n + i] = 1;
  return m;
}

export function add(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i]! + b[i]!;
  return out;
}

export function subtract(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i]! - b[i]!;
  return out;
}

export function multiply(a: Matrix, n: number, v: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += a[i * n + j]! * v[j]!;
    out[i] = sum;
  }
  return out;
}

/** Square matrices along the diagonal of a larger one. */
export function blockDiagonal(blocks: readonly Matrix[]): Matrix {
  const sizes = blocks.map((block) => Math.round(Math.sqrt(block.length)));
  const total = sizes.reduce((a, b) => a + b, 0);
  const joined = new Float64Array(total * total);
  let offset = 0;
  blocks.forEach((block, b) => {
    const n = sizes[b]!;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) joined[(offset + i) * total + offset + j] = block[i * n + j]!;
    }
    offset += n;
  });
  return joined;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
