import { commitSchema, committedSchema, printedSchema, releaseSchema } from './sdl.ts';

/**
 * Writes schema.graphql; with --check only says whether it is up to date (exit code 1: stale). With --release writes
 * released.graphql: a release does so, and from then on nothing in it may be taken away.
 */
if (process.argv.includes('--release')) {
  releaseSchema();
} else if (!process.argv.includes('--check')) {
  commitSchema();
} else if (committedSchema() !== printedSchema()) {
  console.error('schema/schema.graphql is stale. Run `npm run sdl` and commit the result.');
  process.exitCode = 1;
}
