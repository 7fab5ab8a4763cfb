import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import type { RootField } from './documents.ts';

/** Where a root field takes what the caller chooses: each argument, and each id within them, as `filter.campaignIds`. */
export function inputsOf({ field }: RootField): readonly string[] {
  return field.args.flatMap(({ name, type }) => [
    name,
    ...idsWithin(type).map((path) => `${name}${path && '.'}${path}`),
  ]);
}

function idsWithin(type: GraphQLInputType, seen: readonly string[] = []): readonly string[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [''];
  if (!isInputObjectType(named) || seen.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idsWithin(field.type, [...seen, named.name]).map((path) => `${field.name}${path && '.'}${path}`),
  );
}

/** The same paths, of the variables that a case gives. */
export function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, item]) =>
    pathsIn(item, `${path}${path && '.'}${name}`),
  );
  return path ? [path, ...inner] : inner;
}
