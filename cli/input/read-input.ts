import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { BadInputError } from '../exit-code.ts';
import type { Io } from '../io.ts';

export const STANDARD_INPUT = '-';

/** The bytes of a file, or of standard input for `-`. */
export async function readBytes(file: string, io: Io): Promise<Uint8Array> {
  if (file === STANDARD_INPUT) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  return readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
}

/** The bytes of a file, piece by piece, each time from its beginning. */
export async function* streamBytes(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throw unreadable(file, error);
  }
}

export async function readText(file: string, io: Io): Promise<string> {
  return decode(await readBytes(file, io), file);
}

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** The lines that are not blank, one at a time, of a file or of standard input for `-`. */
export async function* readLines(file: string, io: Io): AsyncGenerator<Line> {
  const chunks: AsyncIterable<Uint8Array> = file === STANDARD_INPUT ? io.stdin : createReadStream(file);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 0;
  const take = (text: string): Line[] => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines.map((line) => ({ text: line.trim(), number: ++number })).filter((line) => line.text !== '');
  };
  try {
    for await (const chunk of chunks) yield* take(decoder.decode(chunk, { stream: true }));
    yield* take(`${decoder.decode()}\n`);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(file, error);
  }
}

const SAID_OF_CODE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'this user may not read it',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text; save it as UTF-8',
};

function unreadable(file: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const said = SAID_OF_CODE[code];
  const name = file === STANDARD_INPUT ? 'standard input' : file;
  return said === undefined
    ? (error as Error)
    : new BadInputError(`${name} cannot be read: ${said}.`, { cause: error });
}
