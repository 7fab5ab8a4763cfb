import type { Writable } from 'node:stream';

/** One line of JSON for each thing. On Lambda `console` would put a line that is JSON already into another as text. */
export const jsonLinesTo =
  (stream: Writable) =>
  (line: object): void =>
    void stream.write(`${JSON.stringify(line)}\n`);
