import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/schema.ts';
import { committedSchema, printedSchema } from '../../schema/sdl.ts';

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const BUILT_IN = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);

describe('the schema', () => {
  it('is committed as it is: run `npm run sdl` when this fails', () => {
    expect(committedSchema()).toBe(printedSchema());
  });

  it.each(types.filter(({ name }) => !BUILT_IN.has(name)))('describes $name and everything in it', (type) => {
    const undescribed: string[] = type.description ? [] : [type.name];
    const parts =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : isEnumType(type)
          ? type.getValues()
          : [];
    for (const part of parts) {
      if (!part.description) undescribed.push(`${type.name}.${part.name}`);
      for (const arg of 'args' in part ? part.args : []) {
        if (!arg.description) undescribed.push(`${type.name}.${part.name}(${arg.name})`);
      }
    }
    expect(undescribed).toEqual([]);
  });

  it('lets every error of a mutation be read as an Error', () => {
    const error = schema.getType('Error');
    if (!isInterfaceType(error)) throw new Error('Error is an interface.');
    const names = schema.getPossibleTypes(error).map(({ name }) => name);
    expect(names.sort()).toEqual([
      'BusyError',
      'GuardRailError',
      'IdempotencyConflictError',
      'InsufficientDataError',
      'InvalidInputError',
      'MixedCurrencyError',
      'PlanHashMismatchError',
      'StaleChangeSetError',
      'VersionConflictError',
      'WrongStateError',
    ]);
  });
});
