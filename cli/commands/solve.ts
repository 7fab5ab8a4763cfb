import { allocate } from '../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../optimizer/problem/parse.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { type Command, onlyFile, parseArguments } from '../command.ts';
import { BadInputError, codeOf, EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { type ProblemText, recogniseProblems } from '../input/problems.ts';
import { readLines } from '../input/read-input.ts';
import type { Io } from '../io.ts';
import { renderSolution } from '../report/solution.ts';
import { styleFor } from '../terminal/style.ts';

export const solve: Command = {
  help: `Usage: equimarginal solve FILE|- [--table]

Solves allocation problems and prints a JSON result for each on standard output.
FILE holds one problem as JSON, or one a line (JSON Lines); - reads standard input.

Options
  --table     tables to read instead of JSON

  equimarginal solve examples/problems/november.json
  equimarginal solve examples/problems/frontier.json --table
  equimarginal solve - < problems.jsonl > results.jsonl

In JSON Lines each line gets one result line, in order; a line that cannot be read gets
{"error": {"code", "path", "message", "line"}} and makes the exit code 2 at the end.

Exit codes: 0 solved, 1 error, 2 bad input, 5 the one problem is infeasible.
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, { table: { type: 'boolean', default: false } });
    const file = onlyFile(positionals, 'an allocation problem as JSON or JSON Lines');
    const input = await recogniseProblems(readLines(file, io));
    const isTable = values.table;
    return input.kind === 'SINGLE'
      ? solveOne(input.problem, io, isTable)
      : solveEach(input.problems, io, isTable);
  },
};

interface Solved {
  readonly problem: AllocationProblem;
  readonly result: AllocationResult;
}

async function solveOne(text: ProblemText, io: Io, isTable: boolean): Promise<ExitCode> {
  const solved = solveText(text);
  await io.stdout.write(
    isTable ? table(solved, io) : jsonLine(solved.result, io.stdout.isTerminal ? 2 : undefined),
  );
  return solved.result.status === 'INFEASIBLE' ? EXIT.infeasible : EXIT.done;
}

async function solveEach(problems: AsyncIterable<ProblemText>, io: Io, isTable: boolean): Promise<ExitCode> {
  const ends = new Set<ExitCode>([EXIT.done]);
  for await (const problem of problems) {
    try {
      const solved = solveText(problem);
      await io.stdout.write(isTable ? `${table(solved, io)}\n` : jsonLine(solved.result));
    } catch (error) {
      ends.add(exitCodeOf(error));
      await io.stdout.write(jsonLine(lineError(error, problem.line)));
    }
  }
  return ends.has(EXIT.error) ? EXIT.error : ends.has(EXIT.badInput) ? EXIT.badInput : EXIT.done;
}

const jsonLine = (value: AllocationResult | LineError, indent?: number) =>
  `${JSON.stringify(value, null, indent)}\n`;

const table = ({ problem, result }: Solved, io: Io) =>
  renderSolution(problem, result, { style: styleFor(io.stdout, io.env), width: io.stdout.columns });

function solveText({ text, line }: ProblemText): Solved {
  const problem = parseProblem(parseJson(text, line));
  return { problem, result: allocate(problem) };
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`This is not JSON (from line ${line}): ${reason}.`);
  }
}

interface LineError {
  readonly error: {
    readonly code: string;
    /** Where in the problem, such as `units[2].curve.scale`; null when it is not JSON. */
    readonly path: string | null;
    readonly message: string;
    readonly line: number;
  };
}

function lineError(error: unknown, line: number): LineError {
  const path = typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : null;
  const message = error instanceof Error ? error.message : String(error);
  return { error: { code: codeOf(error) ?? 'INTERNAL', path, message, line } };
}
