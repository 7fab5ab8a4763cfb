import { GraphQLError, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { documentShapeRule } from './document-shape-rule.ts';

export interface DocumentLimits {
  readonly bytes: number;
  readonly tokens: number;
  /** Levels of nested fields, introspection left out. */
  readonly depth: number;
  /** Fields at the root of one operation. */
  readonly rootFields: number;
  /** Fields of one operation with every fragment written out. */
  readonly fields: number;
  /** As `fields`, those with an alias only. */
  readonly aliases: number;
}

export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  bytes: 10 * 1024,
  tokens: 1000,
  depth: 12,
  rootFields: 20,
  fields: 1000,
  aliases: 50,
};

/**
 * Bounds what a document may cost before anything is executed, each limit ahead of the step that it protects:
 * bytes before parsing, tokens while parsing, shape before execution. How much data the fields may touch depends
 * on variables, so the schema's own complexity limit judges that; a validation rule could not, because yoga keeps
 * validation results by rule name, without the variables.
 */
export function useDocumentLimits(limits: DocumentLimits): Plugin {
  const shapeRule = documentShapeRule(limits);
  return {
    onParams({ params }) {
      if (typeof params.query !== 'string') return;
      const bytes = Buffer.byteLength(params.query);
      if (bytes <= limits.bytes) return;
      throw new GraphQLError(
        `The document has ${bytes} bytes; at most ${limits.bytes} are accepted. Ask for less in one request.`,
        { extensions: { code: 'DOCUMENT_TOO_LARGE', http: { status: 413 } } },
      );
    },
    onParse({ setParseFn }) {
      setParseFn((source: Parameters<typeof parse>[0], options: Parameters<typeof parse>[1]) =>
        parse(source, { ...options, maxTokens: limits.tokens }),
      );
    },
    onValidate({ addValidationRule }) {
      addValidationRule(shapeRule);
    },
  };
}
