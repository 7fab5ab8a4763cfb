import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

const RELEASED_FILE = new URL('./released.graphql', import.meta.url);
const SDL_FILE = new URL('./schema.graphql', import.meta.url);

/** The schema's text, sorted, so that a difference is a change and never a reordering. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

export const committedSchema = (): string => readFileSync(SDL_FILE, 'utf8');

/** The schema as the last release has it: what clients out there rely on. */
export const releasedSchema = (): string => readFileSync(RELEASED_FILE, 'utf8');

export const releaseSchema = (): void => writeFileSync(RELEASED_FILE, printedSchema());

export const commitSchema = (): void => writeFileSync(SDL_FILE, printedSchema());
