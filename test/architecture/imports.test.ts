import { describe, expect, test } from 'vitest';
import { type Import, importsOf, loadedWith, ROOMS, sourceFiles } from './source-files.ts';

const files = sourceFiles(ROOMS);
const imports = files.flatMap(importsOf);
const isOurs = ({ to }: Import) => ROOMS.some((room) => to.startsWith(`${room}/`));
const within = (path: string, folders: readonly string[]) =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const arrow = ({ from, to }: Import) => `${from} -> ${to}`;

/** What each folder may import besides itself. A folder within a room is judged by its own row. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // The local server builds the page as it starts.
  'api/local': ['api', 'schema', 'planning', 'store', 'cli', 'web/build.ts'],
  api: [
    'schema',
    'planning',
    'store/dynamo',
    'store/s3',
    'store/secrets',
    'store/sqs',
    'store/aws-signature.ts',
    'store/model',
    'store/ports.ts',
    'store/errors.ts',
  ],
  schema: ['planning', 'store/model', 'store/ports.ts', 'store/errors.ts'],
  planning: ['optimizer', 'store/model', 'store/ports.ts', 'store/errors.ts', 'store/campaign-filter.ts'],
  optimizer: [],
  store: [],
  infra: [],
  web: [],
  cli: ['optimizer', 'planning/import'],
};

/** Shapes that pass through on their way out: no code comes with them. */
const ALLOWED_TYPES: Readonly<Record<string, readonly string[]>> = { schema: ['optimizer'] };

describe('imports point one way', () => {
  test.each(Object.entries(ALLOWED))('%s imports only %j', (folder, allowed) => {
    const inner = Object.keys(ALLOWED).filter((other) => other.startsWith(`${folder}/`));
    const forbidden = imports
      .filter(({ from }) => within(from, [folder]) && !within(from, inner))
      .filter((found) => isOurs(found) && !(within(found.to, [folder]) && !within(found.to, inner)))
      .filter(({ to }) => !within(to, allowed))
      .filter(({ to, typeOnly }) => !(typeOnly && within(to, ALLOWED_TYPES[folder] ?? [])));
    expect(forbidden.map(arrow)).toEqual([]);
  });

  test('every relative import names a file that is there', () => {
    const known = new Set([...files.map(({ path }) => path), 'package.json']);
    expect(imports.filter((found) => isOurs(found) && !known.has(found.to)).map(arrow)).toEqual([]);
  });

  test('no room imports bench, examples or test', () => {
    expect(imports.filter(({ to }) => within(to, ['bench', 'examples', 'test'])).map(arrow)).toEqual([]);
  });
});

describe('a package is known in one place', () => {
  const OWNERS: readonly [packages: RegExp, owners: readonly string[]][] = [
    [/^@aws-sdk\/(?!client-sqs$)/, ['store/dynamo']],
    [/^@aws-sdk\/client-sqs$/, ['store/sqs']],
    [/^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/, ['infra']],
    [/^@pothos\//, ['schema']],
    [/^graphql$/, ['schema', 'api', 'web/api/print-types.ts']],
    [/^(graphql-yoga|@graphql-yoga\/.*|aws-jwt-verify.*)$/, ['api']],
    [/^javascript-lp-solver$/, ['optimizer/linear-program/javascript-lp-solver.ts']],
    [/^papaparse$/, ['planning/import', 'cli/input']],
    [/^(yauzl|sax)$/, ['planning/import']],
  ];
  test.each(OWNERS)('%s is imported by %j alone', (packages, owners) => {
    const elsewhere = imports.filter(({ from, to }) => packages.test(to) && !within(from, owners));
    expect(elsewhere.map(arrow)).toEqual([]);
  });

  test('zod is taken from zod/mini, which a bundle can be shaken down to', () => {
    expect(imports.filter(({ to }) => /^zod(?!\/mini$)/.test(to)).map(arrow)).toEqual([]);
  });
});

describe('the optimizer is pure', () => {
  const ofOptimizer = files.filter(({ path }) => within(path, ['optimizer']));

  test('it imports no module of Node and only the packages it computes with', () => {
    const packages = ofOptimizer.flatMap(importsOf).filter((found) => !isOurs(found));
    expect(new Set(packages.map(({ to }) => to))).toEqual(new Set(['javascript-lp-solver', 'zod/mini']));
  });

  test.each([
    ['asks for the date', /\bDate\.now\(|\bnew Date\(\s*\)/],
    ['draws unseeded randomness', /\bMath\.random\(|\bcrypto\./],
    ['reads the environment', /\bprocess\.|\bglobalThis\.process\b/],
    ['writes to the console', /\bconsole\./],
  ])('nowhere it %s', (_what, pattern) => {
    expect(ofOptimizer.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('what is loaded', () => {
  const PURE = ['optimizer', 'planning/import', 'cli'];
  const commands = files.map(({ path }) => path).filter((path) => path.startsWith('cli/commands/'));

  test.each(commands)('%s works offline: no server, no schema, no database', (command) => {
    const loaded = [...loadedWith(command, files)];
    expect(loaded.filter((path) => within(path, ['api', 'schema', 'infra']))).toEqual([]);
    expect(loaded.filter((path) => within(path, ['store/dynamo', 'store/local', 'store/memory']))).toEqual(
      [],
    );
    expect(loaded.filter((path) => /^(@aws-sdk|graphql)/.test(path))).toEqual([]);
    const rest = loaded.filter((path) => path.endsWith('.ts') && !within(path, [...PURE, 'store/model']));
    expect(rest.filter((path) => path !== 'store/errors.ts')).toEqual([]);
  });

  test('the Lambda function carries nothing of the local server, the command or the in-memory store', () => {
    const loaded = [...loadedWith('api/lambda.ts', files)];
    expect(loaded).toContain('store/dynamo/dynamo-store.ts');
    expect(
      loaded.filter((path) => within(path, ['api/local', 'cli', 'store/local', 'store/memory'])),
    ).toEqual([]);
  });
});
