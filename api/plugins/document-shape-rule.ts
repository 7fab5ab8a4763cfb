import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type ValidationRule,
} from 'graphql';
import type { DocumentLimits } from './document-limits.ts';

/** What a selection amounts to once every fragment is written out. */
interface Shape {
  readonly depth: number;
  /** Fields at the top of the selection. */
  readonly width: number;
  readonly fields: number;
  readonly aliases: number;
}

const EMPTY: Shape = { depth: 0, width: 0, fields: 0, aliases: 0 };

const beside = (a: Shape, b: Shape): Shape => ({
  depth: Math.max(a.depth, b.depth),
  width: a.width + b.width,
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
});

/**
 * Refuses operations that are too deep, too wide or, through fragments within fragments, far larger than they
 * look. Each fragment is measured once, so the time is linear in the document.
 */
export function documentShapeRule(limits: DocumentLimits): ValidationRule {
  return function DocumentShapeRule(context) {
    const shapes = new Map<FragmentDefinitionNode, Shape>();

    function ofFragment(name: string): Shape {
      const fragment = context.getFragment(name);
      if (!fragment) return EMPTY;
      const known = shapes.get(fragment);
      if (known) return known;
      // Ends a cycle of fragments, which a standard rule reports.
      shapes.set(fragment, EMPTY);
      const shape = ofSelections(fragment.selectionSet.selections);
      shapes.set(fragment, shape);
      return shape;
    }

    function ofSelection(selection: SelectionNode): Shape {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
      const inner = ofSelections(selection.selectionSet?.selections ?? []);
      if (selection.kind === Kind.INLINE_FRAGMENT) return inner;
      // The standard introspection query is 14 deep; graphql-js bounds introspection by a rule of its own.
      const isIntrospection = selection.name.value.startsWith('__');
      return {
        depth: isIntrospection ? 0 : inner.depth + 1,
        width: 1,
        fields: inner.fields + 1,
        aliases: inner.aliases + (selection.alias ? 1 : 0),
      };
    }

    const ofSelections = (selections: readonly SelectionNode[]): Shape =>
      selections.map(ofSelection).reduce(beside, EMPTY);

    return {
      OperationDefinition(operation) {
        const shape = ofSelections(operation.selectionSet.selections);
        const measured: readonly [what: string, code: string, seen: number, limit: number][] = [
          ['levels of fields', 'DOCUMENT_TOO_DEEP', shape.depth, limits.depth],
          ['fields at its root', 'TOO_MANY_ROOT_FIELDS', shape.width, limits.rootFields],
          ['fields, fragments written out', 'TOO_MANY_FIELDS', shape.fields, limits.fields],
          ['aliases, fragments written out', 'TOO_MANY_ALIASES', shape.aliases, limits.aliases],
        ];
        for (const [what, code, seen, limit] of measured) {
          if (seen <= limit) continue;
          const message = `The operation has ${seen} ${what}; at most ${limit} are accepted. Split it into smaller ones.`;
          context.reportError(new GraphQLError(message, { nodes: operation, extensions: { code } }));
        }
      },
    };
  };
}
