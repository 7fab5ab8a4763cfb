import { readdirSync, readFileSync } from 'node:fs';
import { importExports } from '../../planning/import/import-exports.ts';
import { testDeps, WORKSPACE } from './execute.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);

const filesIn = (folder: string) =>
  readdirSync(new URL(folder, EXAMPLES))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(folder + name, EXAMPLES)) }));

export const exampleQueries = filesIn('queries/').map(({ name, bytes }) => ({
  name,
  document: bytes.toString(),
}));

/** A workspace that holds the example exports. */
export async function exampleWorkspace() {
  const deps = testDeps();
  await importExports(deps, WORKSPACE, filesIn('exports/'));
  return deps;
}
