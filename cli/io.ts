import { once } from 'node:events';
import type { WriteStream } from 'node:tty';

/** The terminal or pipe that a command talks to. Tests hand in their own. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Data, and nothing else. */
  readonly stdout: Output;
  /** Everything that is not data: progress, notices, errors. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  /** Resolves when the reader is ready for more, so that a slow reader never makes us buffer. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  readonly columns: number;
}

const COLUMNS_WITHOUT_TERMINAL = 120;

export function processIo(): Io {
  return {
    stdin: process.stdin,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
  };
}

export function outputOf(stream: WriteStream): Output {
  return {
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns || COLUMNS_WITHOUT_TERMINAL;
    },
  };
}
