import { readFileSync } from 'node:fs';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DOCUMENT_LIMITS } from '../../api/plugins/document-limits.ts';
import { documentsOfThePage, printTypes, schemaOfTheApi, TYPES_FILE } from '../../web/api/print-types.ts';

const schema: GraphQLSchema = schemaOfTheApi();
const documents = documentsOfThePage().map(({ file, source }) => ({
  name: `${file}: ${/(?:query|mutation) (\w+)/.exec(source)?.[1]}`,
  source,
}));

describe('the documents of the page', () => {
  test.each(documents)(
    '$name is valid for the committed schema and small enough to be accepted',
    ({ source }) => {
      expect(validate(schema, parse(source)).map(({ message }) => message)).toEqual([]);
      expect(source.length).toBeLessThan(DEFAULT_DOCUMENT_LIMITS.bytes);
      expect(() => parse(source, { maxTokens: DEFAULT_DOCUMENT_LIMITS.tokens })).not.toThrow();
    },
  );

  test('their types are those of the schema: run `npm run web:types` when this fails', () => {
    expect(readFileSync(TYPES_FILE, 'utf8')).toBe(printTypes());
  });
});
