import { expect, test } from 'vitest';
import { hashOf } from '../../api/persisted/hash.ts';
import { documentId } from '../../web/api/document-id.ts';
import { documentsOfThePage } from '../../web/api/print-types.ts';

const documents = documentsOfThePage().map(({ file, source }) => ({
  name: `${file}: ${/(?:query|mutation) (\w+)/.exec(source)?.[1]}`,
  source,
}));

test.each(documents)('$name has the id that the API knows it by', ({ source }) => {
  expect(documentId(source)).toBe(`sha256:${hashOf(source)}`);
});
