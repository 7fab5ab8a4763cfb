import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { schema } from '../../../schema/schema.ts';

export type Operation = 'query' | 'mutation';

export interface RootField {
  readonly operation: Operation;
  readonly field: GraphQLField<unknown, unknown>;
}

/** Every way into the API. */
export const ROOT_FIELDS: readonly RootField[] = (['query', 'mutation'] as const).flatMap((operation) => {
  const type = operation === 'query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).map((field) => ({ operation, field }));
});

export const rootField = (name: string): RootField => {
  const found = ROOT_FIELDS.find(({ field }) => field.name === name);
  if (!found) throw new Error(`The schema has no field ${name}.`);
  return found;
};

/** How long something took differs from run to run. */
const NEVER_THE_SAME = new Set(['timings', 'solve', 'url', 'headers']);
/** A connection shows the same items in its edges. */
const SHOWN_TWICE = new Set(['nodes']);
/** Levels of fields. */
const DEPTHS = [6, 5, 4, 3, 2];

/** Operations that ask a root field, under the name `answer`, for less and less: the first that is let through is for use. */
export function documentsOf({ operation, field }: RootField, given: readonly string[]): readonly string[] {
  const args = field.args.filter(({ name }) => given.includes(name));
  const declared = args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = `${operation}${declared && `(${declared})`} { answer: ${field.name}${passed && `(${passed})`}`;
  return DEPTHS.map((depth) => `${head} ${selectionOf(field.type, depth)} }`);
}

/** Members of a union may call different things by one name, so each member's fields carry its name. */
function selectionOf(type: GraphQLOutputType, depth: number, prefix = ''): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isAbstractType(named)) {
    const members = schema
      .getPossibleTypes(named)
      .map((member) => `... on ${member.name} ${selectionOf(member, depth, `${member.name}_`)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(named)) throw new Error(`${String(type)} cannot be answered.`);
  const fields = Object.values(named.getFields())
    .filter(({ name }) => !NEVER_THE_SAME.has(name) && !SHOWN_TWICE.has(name))
    .filter((field) => depth > 1 || isLeafType(getNamedType(field.type)))
    .map((field) => {
      const args = field.args.filter(isRequiredArgument).map(requiredArgument);
      const alias = prefix && `${prefix}${field.name}: `;
      const passed = args.length > 0 ? `(${args.join(', ')})` : '';
      return `${alias}${field.name}${passed} ${selectionOf(field.type, depth - 1)}`;
    });
  return `{ __typename ${fields.join(' ')} }`;
}

function requiredArgument({ name, type }: GraphQLArgument): string {
  const named = getNamedType(type);
  if (isEnumType(named)) return `${name}: ${named.getValues()[0]?.name}`;
  throw new Error(`No value is known for the required argument ${name}: ${String(type)}.`);
}
