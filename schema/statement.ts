import type { Told } from '../planning/statements.ts';
import { builder } from './builder.ts';

export const FigureKindEnum = builder.enumType('FigureKind', {
  description: 'How a figure is to be read.',
  values: {
    MONEY: { description: 'Units of the currency of what it is said of.' },
    SHARE: { description: '1 is all of it.' },
    NUMBER: { description: 'A number.' },
    DAY: { description: 'A day, such as 2026-10-31.' },
    NAME: { description: 'A name.' },
  } as const,
});

const FigureType = builder.objectRef<Told['figures'][number]>('StatementFigure').implement({
  description: 'A figure or a name within a sentence.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is in the sentence.' }),
    kind: t.field({ type: FigureKindEnum, description: 'How to read it.', resolve: ({ kind }) => kind }),
    number: t.float({
      nullable: true,
      description: 'Of MONEY, SHARE and NUMBER.',
      resolve: ({ value }) => (typeof value === 'number' ? value : null),
    }),
    text: t.string({
      nullable: true,
      description: 'Of DAY and NAME.',
      resolve: ({ value }) => (typeof value === 'string' ? value : null),
    }),
  }),
});

export const StatementType = builder.objectRef<Told>('Statement').implement({
  description: 'A sentence with its code and figures, for those who put it in words of their own.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: true,
      description: 'What it says; null where the sentence alone does. More codes may come.',
    }),
    sentence: t.exposeString('sentence', { description: 'In English.' }),
    figures: t.field({
      type: [FigureType],
      complexity: { field: 1, multiplier: 2 },
      description: 'What stands in it.',
      resolve: ({ figures }) => figures,
    }),
  }),
});
