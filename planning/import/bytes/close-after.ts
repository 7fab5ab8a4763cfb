/**
 * Hands the bytes to `use` and closes them when it is done, however far it has read and whether or not it throws: a
 * reader that refuses a file by its first bytes must not leave it open.
 */
export async function closeAfter<Result>(
  chunks: AsyncIterable<Uint8Array>,
  use: (chunks: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    return await use({ [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) });
  } finally {
    await iterator.return?.();
  }
}
