import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, ROOMS, ROOT, sourceFiles } from './source-files.ts';

/** A file is one thought. Past this it is usually two. */
const MOST_LINES = 320;

test(`no file of the product is longer than ${MOST_LINES} lines`, () => {
  const long = sourceFiles(ROOMS)
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES);
  expect(long).toEqual([]);
});

test('one copy of graphql is installed: objects of two do not recognise each other', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, unknown>>;
  };
  const copies = Object.keys(lock.packages).filter((path) => /(^|\/)node_modules\/graphql$/.test(path));
  expect(copies).toEqual(['node_modules/graphql']);
});

describe('no file names a path of the machine it was written on', () => {
  const atTheRoot = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile());
  const FOLDERS = [...ROOMS, 'bench', 'examples', 'test', '.ci'];
  const IS_TEXT = /\.(ts|mjs|js|json|jsonl|md|graphql|sh)$|(^|\/)run$/;
  const paths = [...filesBelow(FOLDERS), ...atTheRoot].map(({ parentPath, name }) => join(parentPath, name));

  test.each(['work', 'root', 'home', 'Users'])('/%s/…', (folder) => {
    const pattern = new RegExp(`(^|[\\s'"\`(=:])/${folder}(/|\\b)`, 'm');
    const named = paths.filter((path) => IS_TEXT.test(path) && pattern.test(readFileSync(path, 'utf8')));
    expect(named).toEqual([]);
  });
});
