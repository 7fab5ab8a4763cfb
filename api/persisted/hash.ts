import { createHash } from 'node:crypto';
import { stripIgnoredCharacters } from 'graphql';

/** SHA-256 of a document without what means nothing to GraphQL: blanks, commas, comments. Throws on what is no GraphQL. */
export const hashOf = (document: string): string =>
  createHash('sha256').update(stripIgnoredCharacters(document)).digest('hex');
