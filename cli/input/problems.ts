import { BadInputError } from '../exit-code.ts';
import type { Line } from './read-input.ts';

/** One problem, as text that is to be parsed as JSON. */
export interface ProblemText {
  readonly text: string;
  /** Line of the input it starts on, from 1. */
  readonly line: number;
}

export type ProblemInput =
  | { readonly kind: 'SINGLE'; readonly problem: ProblemText }
  | { readonly kind: 'LINES'; readonly problems: AsyncIterable<ProblemText> };

/**
 * Tells one JSON document from JSON Lines by reading no further than it must: a first line that is complete JSON and
 * is followed by another makes JSON Lines, of which one line is in memory at a time. A first line that is not may
 * open a document of many lines, or be a broken line of JSON Lines; the first later line that is a whole problem
 * decides for the latter.
 */
export async function recogniseProblems(lines: AsyncIterable<Line>): Promise<ProblemInput> {
  const iterator = lines[Symbol.asyncIterator]();
  const first = await next(iterator);
  if (first === null) throw new BadInputError('The input is empty. Wanted an allocation problem as JSON.');

  const read = [first];
  if (parseJson(first.text) !== undefined) {
    const second = await next(iterator);
    if (second === null) return { kind: 'SINGLE', problem: problemOf(first) };
    read.push(second);
    return { kind: 'LINES', problems: followedBy(read, iterator) };
  }
  for (let line = await next(iterator); line !== null; line = await next(iterator)) {
    read.push(line);
    if (isWholeProblem(line.text)) return { kind: 'LINES', problems: followedBy(read, iterator) };
  }
  return { kind: 'SINGLE', problem: { text: joined(read), line: first.number } };
}

/** The lines as they stood, so that the line number of a JSON error is that of the file. */
function joined(lines: readonly Line[]): string {
  const document: string[] = [];
  for (const line of lines) document[line.number - 1] = line.text;
  return Array.from(document, (text) => text ?? '').join('\n');
}

const problemOf = (line: Line): ProblemText => ({ text: line.text, line: line.number });

async function* followedBy(read: Line[], rest: AsyncIterator<Line>): AsyncGenerator<ProblemText> {
  for (const line of read.splice(0)) yield problemOf(line);
  for (let line = await next(rest); line !== null; line = await next(rest)) yield problemOf(line);
}

async function next(iterator: AsyncIterator<Line>): Promise<Line | null> {
  const { done, value } = await iterator.next();
  return done ? null : value;
}

/** Nothing inside a problem has an `objective`. */
function isWholeProblem(text: string): boolean {
  const value = text.startsWith('{') ? parseJson(text) : undefined;
  return typeof value === 'object' && value !== null && 'objective' in value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
