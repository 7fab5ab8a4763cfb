import type { Command } from './command.ts';
import { codeOf, EXIT, type ExitCode, exitCodeOf, UsageError } from './exit-code.ts';
import type { Io } from './io.ts';

interface Entry {
  readonly summary: string;
  /** Loaded only when asked for: `--help` should not wait for the optimizer. */
  readonly load: () => Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  solve: {
    summary: 'solve allocation problems (JSON or JSON Lines)',
    load: async () => (await import('./commands/solve.ts')).solve,
  },
  fit: {
    summary: 'fit response curves to a tidy CSV of daily performance',
    load: async () => (await import('./commands/fit.ts')).fit,
  },
  experiment: {
    summary: 'work out A/B, geo and on/off tests, and how long one has to run',
    load: async () => (await import('./commands/experiment.ts')).experiment,
  },
  inspect: {
    summary: 'recognise and check export files of ad platforms',
    load: async () => (await import('./commands/inspect.ts')).inspect,
  },
  plan: {
    summary: 'propose, approve and apply budget changes through the API',
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  import: {
    summary: 'load export files into a workspace, after a preview',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  report: {
    summary: 'write the report of a month: goals, reasons, channels, funnel, moves',
    load: async () => (await import('./commands/report.ts')).report,
  },
};

/** Runs the command line `argv` (without node and script) and says how it ended. Never throws. */
export async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await run(argv, io);
  } catch (error) {
    await io.stderr.write(`equimarginal: ${messageOf(error)}\n`);
    if (error instanceof UsageError) await io.stderr.write('See: equimarginal --help\n');
    return exitCodeOf(error);
  }
}

async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    await io.stderr.write(overview());
    return EXIT.badInput;
  }
  if (name === '--version' || name === '-v') {
    const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
    await io.stdout.write(`${manifest.version}\n`);
    return EXIT.done;
  }
  if (isHelp(name) || name === 'help') {
    const topic = rest.find((word) => !word.startsWith('-'));
    await io.stdout.write(topic === undefined ? overview() : (await load(topic)).help);
    return EXIT.done;
  }
  const command = await load(name);
  if (rest.some(isHelp)) {
    await io.stdout.write(command.help);
    return EXIT.done;
  }
  return command.run(rest, io);
}

const isHelp = (word: string) => word === '--help' || word === '-h';

function load(name: string): Promise<Command> {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry) return entry.load();
  const known = Object.keys(COMMANDS).join(', ');
  throw new UsageError(`${JSON.stringify(name)} is not a command. The commands are: ${known}.`);
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: equimarginal <command> [options]

Commands
${lines.join('\n')}

Options
  -h, --help     help, also for one command: equimarginal solve --help
  -v, --version  the version

Data goes to standard output, everything else to standard error.
Exit codes: 0 done, 1 error, 2 usage or bad input, 3 stale or conflict, 4 refused by a guard rail, 5 infeasible.
`;
}

/** An error that was foreseen is one sentence; any other shows where it came from. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return codeOf(error) === null ? (error.stack ?? error.message) : error.message;
}
