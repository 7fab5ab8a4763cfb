import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Random } from '../allocate/random.ts';
import { HOSTILE_BODIES, HOSTILE_VALUES } from './hostile.ts';

/** How often a value is one that nobody should send, a nullable one is left out, a field does not exist. */
const HOSTILE = 0.06;
const LEFT_OUT = 0.6;
const UNKNOWN = 0.01;
const DEEPEST_INPUT = 6;

/** A body for POST /graphql: mostly an operation of this schema with all kinds of variables, now and then rubbish. */
export function randomBody(schema: GraphQLSchema, ids: readonly string[], random: Random): string {
  if (random.chance(0.1)) return random.pick(HOSTILE_BODIES);
  const body = JSON.stringify(randomOperation(schema, ids, random));
  // Cut off, or with a byte changed.
  if (random.chance(0.03)) return body.slice(0, Math.floor(random.between(0, body.length)));
  if (random.chance(0.03))
    return body.replace(/[a-z]/, () => random.pick(['{', '"', '\\', '\u0000', '\ud800']));
  return body;
}

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

function randomOperation(schema: GraphQLSchema, ids: readonly string[], random: Random): Operation {
  const kind = random.chance(0.6) ? 'query' : 'mutation';
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const fields = Object.values(root?.getFields() ?? {});
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];

  function withArgs(field: GraphQLField<unknown, unknown>): string {
    const passed = field.args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && random.chance(LEFT_OUT)) return [];
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${String(type)}`);
      variables[variable] = inputOf(type, 0);
      return [`${name}: $${variable}`];
    });
    return field.name + (passed.length > 0 ? `(${passed.join(', ')})` : '');
  }

  function inputOf(type: GraphQLInputType, depth: number): unknown {
    if (random.chance(HOSTILE)) return random.pick(HOSTILE_VALUES);
    if (isNonNullType(type)) return inputOf(type.ofType, depth);
    if (isListType(type)) {
      return Array.from({ length: Math.floor(random.between(0, 4)) }, () => inputOf(type.ofType, depth + 1));
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const given = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || (depth < DEEPEST_INPUT && !random.chance(LEFT_OUT)),
      );
      return Object.fromEntries(given.map((field) => [field.name, inputOf(field.type, depth + 1)]));
    }
    return random.pick(SCALARS[getNamedType(type).name] ?? ids);
  }

  function selectionOf(type: GraphQLOutputType, depth: number): string {
    const named = getNamedType(type);
    if (isLeafType(named)) return '';
    if (isAbstractType(named)) {
      const member = random.pick(schema.getPossibleTypes(named));
      return `{ __typename ... on ${member.name} ${selectionOf(member, depth)} }`;
    }
    if (!isObjectType(named)) return '';
    const wanted = Object.values(named.getFields())
      .filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
      .filter(() => random.chance(0.4))
      .map((field) => `${withArgs(field)} ${selectionOf(field.type, depth - 1)}`);
    const unknown = random.chance(UNKNOWN) ? ['doesNotExist'] : [];
    return `{ ${['__typename', ...wanted, ...unknown].join(' ')} }`;
  }

  const chosen = Array.from({ length: random.chance(0.8) ? 1 : 3 }, (_, i) => {
    const field = random.pick(fields);
    return `f${i}: ${withArgs(field)} ${selectionOf(field.type, Math.floor(random.between(0, 5)))}`;
  });
  const head = declared.length > 0 ? `${kind} Fuzz(${declared.join(', ')})` : kind;
  return { query: `${head} { ${chosen.join(' ')} }`, variables };
}

const DATES = [
  '2026-08-01',
  '2026-08-20',
  '2026-09-30',
  '2026-11-20',
  '2020-02-29',
  '0001-01-01',
  '9999-12-31',
];

const SCALARS: Readonly<Record<string, readonly unknown[]>> = {
  Boolean: [true, false],
  Int: [0, 1, 2, 20, 100, 1_000, -1, 2_147_483_647],
  Float: [0, 0.1, 0.5, 1, 2, 14, 100, 1e6, -1, 1e-9, 1e12, 1e300, -0.5],
  String: ['google_search', 'Shared', 'Brand', 'sale', 'lift', 'ROI', 'admin@localhost', 'date', 'x', '1.1'],
  Date: DATES,
  Month: ['2026-08', '2026-09', '2026-11', '0001-01', '9999-12'],
  DateTime: ['2026-11-20T09:00:00Z', '2030-01-01T00:00:00+02:00', '9999-12-31T23:59:59Z'],
  Decimal: ['0', '1', '70', '99.99', '5000', '-1', '0.000001', '9999999999', 12.5],
  BigInt: ['0', '1', '70000000', '-5'],
  CurrencyCode: ['EUR', 'USD', 'JPY', 'XXX'],
};
