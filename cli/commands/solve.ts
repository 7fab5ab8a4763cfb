import { allocate } from '../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../optimizer/problem/parse.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { type Command, onlyFile, parseArguments } from '../command.ts';
import { BadInputError, codeOf, EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { type ProblemText, recogniseProblems } from '../input/problems.ts';
import { readLines } from '../input/read-input.ts';
import type { Io } from '../io.ts';

export const solve: Command = {
  help: `Usage: equimarginal solve FILE|-

Solves allocation problems and prints a JSON result for each on standard output.
FILE holds one problem as JSON, or one a line (JSON Lines); - reads standard input.

  equimarginal solve examples/problems/november.json
  equimarginal solve - < problems.jsonl > results.jsonl

In JSON Lines each line gets one result line, in order; a line that cannot be read gets
{"error": {"code", "path", "message", "line"}} and makes the exit code 2 at the end.

Exit codes: 0 solved, 1 error, 2 bad input, 5 the one problem is infeasible.
`,
  async run(argv, io) {
    const { positionals } = parseArguments(argv, {});
    const file = onlyFile(positionals, 'an allocation problem as JSON or JSON Lines');
    const input = await recogniseProblems(readLines(file, io));
    return input.kind === 'SINGLE' ? solveOne(input.problem, io) : solveEach(input.problems, io);
  },
};

async function solveOne(problem: ProblemText, io: Io): Promise<ExitCode> {
  const result = solveText(problem);
  await io.stdout.write(`${JSON.stringify(result, null, io.stdout.isTerminal ? 2 : undefined)}\n`);
  return result.status === 'INFEASIBLE' ? EXIT.infeasible : EXIT.done;
}

async function solveEach(problems: AsyncIterable<ProblemText>, io: Io): Promise<ExitCode> {
  const ends = new Set<ExitCode>([EXIT.done]);
  for await (const problem of problems) {
    let answer: AllocationResult | LineError;
    try {
      answer = solveText(problem);
    } catch (error) {
      answer = lineError(error, problem.line);
      ends.add(exitCodeOf(error));
    }
    await io.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  return ends.has(EXIT.error) ? EXIT.error : ends.has(EXIT.badInput) ? EXIT.badInput : EXIT.done;
}

function solveText({ text, line }: ProblemText): AllocationResult {
  return allocate(parseProblem(parseJson(text, line)));
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
