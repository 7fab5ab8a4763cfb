/**
 * Cholesky's factorisation of a symmetric positive definite matrix, row by row between each row's first entry and the
 * diagonal. Rows that touch few others stay short, so limits on small groups cost little next to dense rows.
 */
export class Skyline {
  readonly size: number;
  private readonly first: Int32Array;
  private readonly start: Int32Array;
  private readonly entries: Float64Array;

  /** `first[k]` is the column of row k's first entry, at most k. */
  constructor(first: Int32Array) {
    this.size = first.length;
    this.first = first;
    this.start = new Int32Array(this.size + 1);
    for (let k = 0; k < this.size; k++) this.start[k + 1] = this.start[k]! + (k - first[k]! + 1);
    this.entries = new Float64Array(this.start[this.size]!);
  }

  clear(): void {
    this.entries.fill(0);
  }

  /** Adds to the entry at (k, l), l ≤ k, which must lie inside the row. */
  add(k: number, l: number, value: number): void {
    const at = this.start[k]! + l - this.first[k]!;
    this.entries[at] = this.entries[at]! + value;
  }

  diagonal(k: number): number {
    return this.entries[this.start[k + 1]! - 1]!;
  }

  /** Overwrites the matrix with its factor. Pivots that vanish are replaced by a large one: their direction stays put. */
  factorize(): void {
    const { entries, first, start, size } = this;
    for (let k = 0; k < size; k++) {
      const rowK = start[k]! - first[k]!;
      const diagonal = entries[rowK + k]!;
      for (let l = first[k]!; l < k; l++) {
        const rowL = start[l]! - first[l]!;
        const from = Math.max(first[k]!, first[l]!);
        const sum = entries[rowK + l]! - dot(entries, rowK + from, rowL + from, l - from);
        entries[rowK + l] = sum / entries[rowL + l]!;
      }
      const own = rowK + first[k]!;
      const pivot = diagonal - dot(entries, own, own, k - first[k]!);
      entries[rowK + k] = pivot > 1e-15 * diagonal ? Math.sqrt(pivot) : 1e100;
    }
  }

  /** Solves A x = b in place, after `factorize`. */
  solve(b: Float64Array): void {
    const { entries, first, start, size } = this;
    for (let k = 0; k < size; k++) {
      const row = start[k]! - first[k]!;
      let sum = b[k]!;
      for (let c = first[k]!; c < k; c++) sum -= entries[row + c]! * b[c]!;
      b[k] = sum / entries[row + k]!;
    }
    for (let k = size - 1; k >= 0; k--) {
      const row = start[k]! - first[k]!;
      const value = b[k]! / entries[row + k]!;
      b[k] = value;
      for (let c = first[k]!; c < k; c++) b[c] = b[c]! - entries[row + c]! * value;
    }
  }
}

/** Σ of `count` products from a and b on. Four sums side by side, or each addition would wait for the last one. */
function dot(entries: Float64Array, a: number, b: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let c = 0;
  for (; c + 3 < count; c += 4) {
    s0 += entries[a + c]! * entries[b + c]!;
    s1 += entries[a + c + 1]! * entries[b + c + 1]!;
    s2 += entries[a + c + 2]! * entries[b + c + 2]!;
    s3 += entries[a + c + 3]! * entries[b + c + 3]!;
  }
  for (; c < count; c++) s0 += entries[a + c]! * entries[b + c]!;
  return s0 + s1 + (s2 + s3);
}
