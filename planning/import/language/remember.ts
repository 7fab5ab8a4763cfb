/** Words and days repeat themselves a million times in a file; more different ones than this are forgotten again. */
const MOST = 10_000;

/** The same function, which works out each text once. */
export function remember<Result>(work: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const result = work(text);
    if (known.size >= MOST) known.clear();
    known.set(text, result);
    return result;
  };
}
