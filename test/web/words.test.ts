import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../planning/import/formats/formats.ts';
import { en } from '../../web/i18n/en.ts';
import { ru } from '../../web/i18n/ru.ts';

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

describe('the words of both languages', () => {
  const keys = Object.keys(en) as (keyof typeof en)[];

  test('are there for the same keys', () => {
    expect(Object.keys(ru).sort()).toEqual([...keys].sort());
  });

  test.each(keys)('%s names the same values', (key) => {
    expect(placeholders(ru[key])).toEqual(placeholders(en[key]));
  });

  test('of Russian have three forms wherever a number chooses', () => {
    const choices = Object.values(ru).flatMap((text) => [...text.matchAll(/\{\w+((?:\|[^|}]*)+)\}/g)]);
    expect(
      choices.filter(([, forms = '']) => forms.split('|').length !== 4).map(([choice]) => choice),
    ).toEqual([]);
  });
});

describe('what the API says with a code', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const sources = ['planning', 'optimizer'].flatMap((room) =>
    readdirSync(`${root}${room}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`${root}${room}/${file}`, 'utf8')),
  );
  const found = (pattern: RegExp) =>
    sources.flatMap((source) => [...source.matchAll(pattern)].map(([, code = '']) => code));
  const codes = new Set([
    ...found(/\b(?:says|warn|counted|statedRowsDiffer)\(\s*'([A-Z_]+)'/g),
    ...found(/\bcode: '([A-Z_]+)',\s*sentence[^{}]*?,\s*figures/g),
    ...found(/\bsays\([^'`]{0,60}\? '([A-Z_]+)'/g),
    ...FORMATS.map(({ format }) => `NOT_DAILY_${format}`),
  ]);

  test('is found in the sources', () => {
    expect(codes.size).toBeGreaterThan(120);
  });

  test.each([...codes].sort())('%s has words', (code) => {
    expect(Object.keys(en)).toContain(`told.${code}`);
  });
});
