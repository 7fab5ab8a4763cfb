import { codeOf, EXIT, exitCodeOf } from '../../cli/exit-code.ts';

/** Where the example export files are. */
export const EXAMPLE_EXPORTS = new URL('../../examples/exports/', import.meta.url);

/** Where the experiment and the events of the example are. */
export const EXAMPLE_EVIDENCE = new URL('../../examples/evidence/', import.meta.url);

/** Runs a program to its end. An error that was foreseen is one sentence; any other shows where it came from. */
export async function run(program: () => Promise<void>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader closed the pipe: it has all it wanted.
      process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.error);
    });
  }
  try {
    await program();
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return codeOf(error) === null ? (error.stack ?? error.message) : error.message;
}
