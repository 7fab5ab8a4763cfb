import { commitSchema, committedSchema, printedSchema } from './sdl.ts';

/** Writes schema.graphql; with --check only says whether it is up to date (exit code 1: stale). */
if (!process.argv.includes('--check')) {
  commitSchema();
} else if (committedSchema() !== printedSchema()) {
  console.error('schema/schema.graphql is stale. Run `npm run sdl` and commit the result.');
  process.exitCode = 1;
}
