import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDayIndex } from '../../../planning/import/day-index.ts';
import { fieldOf, normaliseHeader } from '../../../planning/import/language/columns.ts';
import type { Field } from '../../../planning/import/language/field.ts';
import { LANGUAGES } from '../../../planning/import/language/languages.ts';
import { normalised } from '../../../planning/import/language/normalise.ts';
import {
  campaignTypeOf,
  isTotalLabel,
  monthOf,
  statusOf,
  totalScope,
} from '../../../planning/import/language/words.ts';
import { isPersonal } from '../../../planning/import/personal-data.ts';

describe('the names of columns', () => {
  const names = LANGUAGES.flatMap(({ columns }) =>
    (Object.entries(columns) as [Field, readonly string[]][]).flatMap(([field, aliases]) =>
      aliases.map((name) => ({ field, name: normalised(name) })),
    ),
  );

  it('mean one thing each, whatever the language', () => {
    const meanings = new Map<string, Set<Field>>();
    for (const { field, name } of names) meanings.set(name, (meanings.get(name) ?? new Set()).add(field));
    expect([...meanings].filter(([, fields]) => fields.size > 1)).toEqual([]);
  });

  it('are never taken for columns about persons', () => {
    expect(names.filter(({ name }) => isPersonal(name))).toEqual([]);
  });

  it.each([
    { header: 'Amount spent (EUR)', field: 'spend' },
    { header: 'Расход (руб., с НДС)', field: 'spend' },
    { header: 'Расход, ₽', field: 'spend' },
    { header: 'COÛT', field: 'spend' },
    { header: '\ufeffDay', field: 'date' },
    { header: 'Start Date (in UTC)', field: 'date' },
    { header: 'Start Date', field: null },
    { header: 'Clicks (all)', field: 'clicks' },
    { header: 'Avg. cost', field: null },
    { header: 'Cost / conv.', field: null },
    { header: 'Cost per result', field: null },
    { header: 'Стоимость конверсии', field: null },
    { header: 'Conv. (Platform Comparable)', field: null },
    { header: 'Conv. value / cost', field: null },
    { header: 'Purchase ROAS (return on ad spend)', field: null },
    { header: 'Profit', field: null },
  ])('$header is $field', ({ header, field }) => {
    expect(fieldOf(header)).toBe(field);
  });

  it('keep a bracket that is no unit', () => {
    expect(normaliseHeader('Конверсии (Заявка)')).toBe(normalised('конверсии (заявка)'));
  });
});

describe('words', () => {
  it.each([
    'E-mail',
    'Телефон',
    'ФИО',
    'Phone number',
    'Billing name',
    'customer_name',
    'Kundenname',
    'IP',
    'gclid',
  ])('%s is about a person', (header) => {
    expect(isPersonal(header)).toBe(true);
  });

  it.each([
    'Новые клиенты',
    'Campaign name',
    'New customers',
    'Customer ID',
    'Shipping cost',
    'Description',
    'Zipper',
  ])('%s is not', (header) => {
    expect(isPersonal(header)).toBe(false);
  });

  it.each([
    { label: 'Total', scope: 'all' },
    { label: 'Grand total', scope: 'all' },
    { label: 'Total of 33 results', scope: 'all' },
    { label: 'Итого и средние', scope: 'all' },
    { label: 'Total: Account', scope: 'account' },
    { label: 'Total\u00a0: campagnes', scope: 'campaigns' },
    { label: 'Gesamt: Konto', scope: 'account' },
    { label: 'Total: Filtered campaigns', scope: 'filtered' },
    { label: 'Total: Search', scope: 'other' },
  ])('$label is a total ($scope)', ({ label, scope }) => {
    expect(isTotalLabel(label)).toBe(true);
    expect(totalScope(label)).toBe(scope);
  });

  it.each(['Total Wine', 'Totally new', 'Summer', 'Всегородской', 'Total of my heart'])(
    '%s is no total',
    (label) => {
      expect(isTotalLabel(label)).toBe(false);
    },
  );

  it('say states, types and months in every language', () => {
    expect(['Enabled', 'Aktiviert', 'Activée', 'Ativada', 'Habilitada', 'Включена'].map(statusOf)).toEqual(
      Array(6).fill('ACTIVE'),
    );
    expect(statusOf('Under review')).toBeNull();
    expect(
      ['SEARCH', 'Suchnetzwerk', 'Réseau de Recherche', 'Pesquisa', 'Búsqueda'].map(campaignTypeOf),
    ).toEqual(Array(5).fill('search'));
    expect(campaignTypeOf('Hotel')).toBe('hotel');
    expect(campaignTypeOf(' --')).toBeNull();
    expect(['May', 'Mai', 'maio', 'mayo', 'мая', 'май'].map(monthOf)).toEqual(Array(6).fill(5));
    expect(['ma', 'jui', 'xyz'].map(monthOf)).toEqual([null, null, null]);
  });
});

describe('the index of days', () => {
  it('counts as a map of maps would', () => {
    const occurrences = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 7000, max: 7060 }), fc.nat(3)), {
      maxLength: 3000,
      size: 'max',
    });
    fc.assert(
      fc.property(occurrences, (added) => {
        const index = createDayIndex();
        const expected = new Map<string, { count: number; firstMark: number }>();
        for (const [key, day, mark] of added) {
          const known = expected.get(`${key} ${day}`) ?? { count: 0, firstMark: mark };
          const now = { ...known, count: known.count + 1 };
          expected.set(`${key} ${day}`, now);
          expect(index.add(key, day, mark)).toEqual(now);
        }
        expect(index.size).toBe(expected.size);
        expect(index.countOf(41, 7000)).toBe(0);
      }),
      { seed: 11, numRuns: 20 },
    );
  });
});
