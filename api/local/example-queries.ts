import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A ready-made query: its name, the comment that heads it, and the document. */
export interface ExampleQuery {
  readonly name: string;
  readonly description: string;
  readonly document: string;
}

const FOLDER = fileURLToPath(new URL('../../examples/queries', import.meta.url));

/** The documents of `examples/queries`, ordered by file name. */
export function readExampleQueries(folder: string = FOLDER): readonly ExampleQuery[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const document = readFileSync(join(folder, file), 'utf8');
      return { name: nameOf(file), description: headingOf(document), document };
    });
}

/** `02-performance-by-month.graphql` → `Performance by month`. */
function nameOf(file: string): string {
  const words = file
    .replace(/^\d+-/, '')
    .replace(/\.graphql$/, '')
    .replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The comment lines that the document starts with, as one text. */
function headingOf(document: string): string {
  const lines = document.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^#+\s*/, ''))
    .join(' ')
    .trim();
}
