import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, print, stripIgnoredCharacters, validate } from 'graphql';
import { hashOf } from '../persisted/hash.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILE = join(ROOT, 'api/persisted/operations.json');
const CLIENT = /(?:^|[-/])documents\.ts$/;

/** Every document of our own clients: the page, the command, the example client and the example queries. */
async function documents(): Promise<readonly string[]> {
  const inPage = below('web', /\.tsx?$/).flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\bgraphql\(\s*`([^`]+)`\s*\)/g),
  ]);
  const ofCommand = await Promise.all(below('cli/client', CLIENT).map((file) => import(file)));
  const ofExample = below('examples/client', CLIENT).flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\bgraphql\(\s*`([^`]+)`\s*\)/g),
  ]);
  const queries = below('examples/queries', /\.graphql$/).map((file) => readFileSync(file, 'utf8'));
  return [
    ...[...inPage, ...ofExample].map(([, source = '']) => source),
    ...ofCommand.flatMap((module) => Object.values(module).flatMap(sourceOf)),
    ...queries,
  ];
}

const below = (folder: string, pattern: RegExp): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file) && !file.endsWith('print-types.ts'))
    .sort()
    .map((file) => join(ROOT, folder, file));

/** A `TypedDocument`, among whatever else a module exports. */
const sourceOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && 'source' in value && typeof value.source === 'string'
    ? [value.source]
    : [];

/** The manifest's text: hash and document, ordered by hash. Throws on a document that the schema does not know. */
export async function printedOperations(): Promise<string> {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8'));
  const entries = (await documents()).map((source) => {
    const document = parse(source);
    const [error] = validate(schema, document);
    if (error) throw new Error(`${error.message} In: ${print(document).slice(0, 100)}…`);
    return [hashOf(source), stripIgnoredCharacters(source)] as const;
  });
  const operations = Object.fromEntries([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(operations, null, 2)}\n`;
}

export const committedText = (): string => readFileSync(FILE, 'utf8');

/** Writes the manifest; with --check only says whether it is up to date (exit code 1: stale). */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const printed = await printedOperations();
  if (!process.argv.includes('--check')) {
    writeFileSync(FILE, printed);
  } else if (committedText() !== printed) {
    console.error('api/persisted/operations.json is stale. Run `npm run operations` and commit the result.');
    process.exitCode = 1;
  }
}
