import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type ExitCode, UsageError } from './exit-code.ts';
import type { Io } from './io.ts';

export interface Command {
  /** What `--help` prints. */
  readonly help: string;
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
}

/** `parseArgs`, strict, with positionals; a wrong call becomes a `UsageError`. */
export function parseArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The one file a command works on, `-` for standard input. */
export function onlyFile(positionals: readonly string[], wanted: string): string {
  const [file, ...others] = positionals;
  if (file === undefined)
    throw new UsageError(`No file was named. Wanted ${wanted}, or - for standard input.`);
  if (others.length > 0) throw new UsageError(`One file at a time; saw also ${others.join(', ')}.`);
  return file;
}
