import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { typesOf } from '../../web/api/print-types.ts';

/** Where the generated types are. */
export const TYPES_FILE = new URL('schema-types.d.ts', import.meta.url);

const DOCUMENT = /graphql\(`([^`]+)`\)/g;

/**
 * The part of the schema that the documents name. In a project of your own, `npx gql.tada generate output` writes the
 * whole of it from schema/schema.graphql.
 */
export function clientTypes(): string {
  const text = readFileSync(new URL('documents.ts', import.meta.url), 'utf8');
  const documents = [...text.matchAll(DOCUMENT)].map(([, source = '']) => source);
  return typesOf(documents, 'npx tsx examples/client/print-types.ts');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TYPES_FILE, clientTypes());
