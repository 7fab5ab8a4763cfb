import { createHash } from 'node:crypto';

/**
 * What the API knows a document of the page by: `sha256:` and the hash of the text without what means nothing to
 * GraphQL. For the bundler: the page itself carries no document. Knows no strings and no comments, which none has.
 */
export const documentId = (source: string): string =>
  `sha256:${createHash('sha256').update(withoutBlanks(source)).digest('hex')}`;

/** Only names, and a name and a spread, need a blank between them. */
const withoutBlanks = (source: string): string =>
  source
    .replaceAll(/[\s,]+/g, ' ')
    .replaceAll(/ ?([!$&():=@[\]{|}]) ?/g, '$1')
    .replaceAll('... ', '...')
    .trim();
