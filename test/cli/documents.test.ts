import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import * as documents from '../../cli/client/documents.ts';
import * as evidenceDocuments from '../../cli/client/evidence-documents.ts';
import * as importDocuments from '../../cli/client/import-documents.ts';
import { schema } from '../../schema/schema.ts';

test.each(Object.entries({ ...documents, ...evidenceDocuments, ...importDocuments }))(
  '%s is valid against the schema',
  (_, document) => {
    expect(validate(schema, parse(document.source))).toEqual([]);
  },
);
