import { says } from '../../../optimizer/statement.ts';
import { refuse } from '../refusal.ts';

/** No result of a report is as long as this. */
const MAX_RESULT_LENGTH = 2 ** 20;

export interface JsonResult {
  /** Line it begins on, counted from 1. */
  readonly line: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * The objects inside of every `results` array of a JSON text, in pieces: `[{"results": [{…}, {…}]}, …]` as Google Ads'
 * `searchStream` writes it, one such object alone as `search` does, or one a line. Only one object is held at a time.
 */
export async function* jsonResults(pieces: AsyncIterable<string>): AsyncGenerator<readonly JsonResult[]> {
  const scanner = createScanner();
  for await (const piece of pieces) {
    const found = scanner.take(piece);
    if (found.length > 0) yield found;
  }
  scanner.end();
}

function createScanner() {
  const open: { readonly bracket: '{' | '['; readonly key: string }[] = [];
  let line = 1;
  let inString = false;
  let escaped = false;
  let key = '';
  let stringStart = -1;
  /** The text of the result that is being read, from its opening brace. */
  let held: string | null = null;
  let heldDepth = 0;
  let heldLine = 1;
  let stringHeld = '';

  function take(piece: string): JsonResult[] {
    const results: JsonResult[] = [];
    let heldFrom = held === null ? -1 : 0;
    if (inString) stringStart = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece[at] ?? '';
      if (character === '\n') line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') {
          inString = false;
          if (held === null) key = stringHeld + piece.slice(stringStart, at);
          stringHeld = '';
        }
        continue;
      }
      if (character === '"') {
        inString = true;
        stringStart = at + 1;
      } else if (character === '{' || character === '[') {
        const parent = open.at(-1);
        if (held === null && character === '{' && parent?.bracket === '[' && parent.key === 'results') {
          held = '';
          heldFrom = at;
          heldDepth = open.length;
          heldLine = line;
        }
        open.push({ bracket: character, key });
        key = '';
      } else if (character === '}' || character === ']') {
        const opened = open.pop();
        if (opened === undefined || (opened.bracket === '{') !== (character === '}')) throw malformed(line);
        if (held !== null && open.length === heldDepth) {
          results.push(resultOf(held + piece.slice(heldFrom, at + 1), heldLine));
          held = null;
          heldFrom = -1;
        }
      }
    }
    if (held !== null) held += piece.slice(Math.max(0, heldFrom));
    if (inString && held === null) stringHeld += piece.slice(stringStart);
    if ((held ?? stringHeld).length > MAX_RESULT_LENGTH) throw malformed(heldLine);
    return results;
  }

  function end(): void {
    if (open.length === 0 && !inString) return;
    const hint = says(
      'JSON_CUT',
      'The JSON ends before its brackets are closed. Save the whole answer of the API.',
    );
    throw refuse('TRUNCATED_EXPORT_SUSPECTED', hint, { line });
  }
  return { take, end };
}

function resultOf(text: string, line: number): JsonResult {
  try {
    // It begins with a brace, so it is an object.
    return { line, value: JSON.parse(text) as JsonResult['value'] };
  } catch {
    throw malformed(line);
  }
}

const malformed = (line: number) =>
  refuse(
    'UNREADABLE_CELL',
    says('JSON_BROKEN', 'This is no valid JSON. Save the answer of the API as it came.'),
    { line },
  );
