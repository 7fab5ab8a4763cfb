import { describe, expect, test } from 'vitest';
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
