import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

const SDL_FILE = new URL('./schema.graphql', import.meta.url);

/** The schema's text, sorted, so that a difference is a change and never a reordering. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

export const committedSchema = (): string => readFileSync(SDL_FILE, 'utf8');

export const commitSchema = (): void => writeFileSync(SDL_FILE, printedSchema());
