/**
 * Solves A x = b for a symmetric positive semidefinite A (row-major, n × n) by Cholesky's factorisation. Directions in
 * which A is singular to working precision (a row that repeats another) are left at zero. A is overwritten.
 */
export function solveSymmetric(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const original = Float64Array.from({ length: n }, (_, k) => a[k * n + k]!);
  const skipped = new Uint8Array(n);
  for (let k = 0; k < n; k++) {
    const pivot = a[k * n + k]!;
    if (!(pivot > 1e-13 * original[k]!) || pivot === 0) {
      skipped[k] = 1;
      continue;
    }
    const root = Math.sqrt(pivot);
    a[k * n + k] = root;
    for (let i = k + 1; i < n; i++) a[i * n + k] = a[i * n + k]! / root;
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]!;
      if (factor === 0) continue;
      for (let j = k + 1; j <= i; j++) a[i * n + j] = a[i * n + j]! - factor * a[j * n + k]!;
    }
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    if (skipped[i]) {
      x[i] = 0;
      continue;
    }
    let sum = x[i]!;
    for (let j = 0; j < i; j++) if (!skipped[j]) sum -= a[i * n + j]! * x[j]!;
    x[i] = sum / a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    if (skipped[i]) continue;
    let sum = x[i]!;
    for (let j = i + 1; j < n; j++) if (!skipped[j]) sum -= a[j * n + i]! * x[j]!;
    x[i] = sum / a[i * n + i]!;
  }
  return x;
}
