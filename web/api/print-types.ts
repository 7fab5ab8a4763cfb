import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifyIntrospection, outputIntrospectionFile } from 'gql.tada/internal';
import {
  buildSchema,
  type GraphQLSchema,
  getNamedType,
  type IntrospectionQuery,
  introspectionFromSchema,
  isInputObjectType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Where the generated types are. */
export const TYPES_FILE = fileURLToPath(new URL('schema-types.d.ts', import.meta.url));
const WEB = fileURLToPath(new URL('..', import.meta.url));
const SDL = fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url));

const DOCUMENT = /graphql\(`([^`]+)`\)/g;

/** Every GraphQL document of the page, with the file it stands in. */
export function documentsOfThePage(): readonly { readonly file: string; readonly source: string }[] {
  return readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('print-types.ts'))
    .sort()
    .flatMap((file) =>
      [...readFileSync(join(WEB, file), 'utf8').matchAll(DOCUMENT)].map(([, source = '']) => ({
        file,
        source,
      })),
    );
}

export const schemaOfTheApi = (): GraphQLSchema => buildSchema(readFileSync(SDL, 'utf8'));

/**
 * The part of the schema that the page's documents name, as types for gql.tada: it changes when the page asks for
 * something else, or when what it asks for changes.
 */
export const printTypes = (): string =>
  typesOf(
    documentsOfThePage().map(({ source }) => source),
    'npm run web:types',
  );

/** The same for any documents; `command` writes them. */
export function typesOf(documents: readonly string[], command: string): string {
  const schema = schemaOfTheApi();
  const { fields, inputs } = namesUsed(schema, documents);
  const { __schema } = introspectionFromSchema(schema, { descriptions: false });
  const types = __schema.types
    .filter(({ name, kind }) => fields.has(name) || inputs.has(name) || kind === 'SCALAR')
    .map((type) => {
      if (type.kind !== 'OBJECT' && type.kind !== 'INTERFACE') return type;
      const used = type.fields.filter((field) => fields.get(type.name)?.has(field.name));
      return { ...type, fields: used, interfaces: type.interfaces.filter(({ name }) => fields.has(name)) };
    });
  const pruned = { __schema: { ...__schema, types } } as IntrospectionQuery;
  const header = `/** Written by \`${command}\`. */\n`;
  return (
    header +
    outputIntrospectionFile(minifyIntrospection(pruned), { fileType: '.d.ts', shouldPreprocess: true })
  );
}

/** The fields of each output type that documents select, and the input types and enums behind their variables. */
function namesUsed(schema: GraphQLSchema, documents: readonly string[]) {
  const fields = new Map<string, Set<string>>([
    ['Query', new Set()],
    ['Mutation', new Set()],
  ]);
  const inputs = new Set<string>();
  const touch = (name: string) => fields.get(name) ?? fields.set(name, new Set()).get(name);
  const touchInput = (name: string) => {
    if (inputs.has(name)) return;
    inputs.add(name);
    const type = schema.getType(name);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) touchInput(getNamedType(field.type).name);
    }
  };
  for (const source of documents) {
    const info = new TypeInfo(schema);
    visit(
      parse(source),
      visitWithTypeInfo(info, {
        Field(node) {
          const parent = info.getParentType();
          if (parent) touch(parent.name)?.add(node.name.value);
          const type = info.getType();
          if (type) touch(getNamedType(type).name);
        },
        InlineFragment() {
          const type = info.getType();
          if (type) touch(getNamedType(type).name);
        },
        NamedType(node) {
          if (isObjectType(schema.getType(node.name.value))) touch(node.name.value);
          else touchInput(node.name.value);
        },
      }),
    );
  }
  return { fields, inputs };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TYPES_FILE, printTypes());
