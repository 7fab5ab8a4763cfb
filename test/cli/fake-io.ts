import type { Io, Output } from '../../cli/io.ts';

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

/** An `Io` that keeps what is written; `stdin` comes in chunks of three bytes, which no reader may rely on. */
export function fakeIo({ stdin = '', terminal = false, env = {} }: FakeIoOptions = {}): FakeIo {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err'): Output => ({
    async write(text) {
      written[name] += text;
    },
    isTerminal: terminal,
    columns: 120,
  });
  return {
    stdin: chunksOf(new TextEncoder().encode(stdin)),
    stdout: output('out'),
    stderr: output('err'),
    env,
    out: () => written.out,
    err: () => written.err,
  };
}

interface FakeIoOptions {
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 3) yield bytes.subarray(start, start + 3);
}
