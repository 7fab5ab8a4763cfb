import { GraphQLError } from 'graphql';
import {
  InsufficientDataError,
  InvalidInputError,
  isPlanningError,
  MixedCurrencyError,
} from '../planning/errors.ts';
import { MalformedCursorError, VersionConflictError } from '../store/errors.ts';
import { builder } from './builder.ts';
import { encodedId } from './ids.ts';

export const ErrorInterface = builder
  .interfaceRef<{ readonly code: string; readonly message: string }>('Error')
  .implement({
    description:
      'An expected failure of a mutation. What is not expected comes as a top-level GraphQL error.',
    fields: (t) => ({
      code: t.exposeString('code', {
        description: 'For programs. Stays the same when the message is reworded.',
      }),
      message: t.exposeString('message', { description: 'What was seen, what was wanted, what to do.' }),
    }),
  });

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'Something in the input cannot be used.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'Where in the input, such as ["campaigns", "2", "max"].',
    }),
  }),
});

builder.objectType(MixedCurrencyError, {
  name: 'MixedCurrencyError',
  description: 'Amounts in several currencies would have to be added.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    currencyCodes: t.field({
      type: ['CurrencyCode'],
      description: 'The currencies found. Ask for one of them.',
      resolve: ({ currencyCodes }) => currencyCodes,
    }),
  }),
});

builder.objectType(InsufficientDataError, {
  name: 'InsufficientDataError',
  description: 'There is too little data to answer honestly.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    campaignIds: t.idList({
      description: 'Global ids of the campaigns that lack data; empty when it is the whole workspace.',
      resolve: ({ campaignIds }) => campaignIds.map((id) => encodedId('Campaign', id)),
    }),
  }),
});

builder.objectType(VersionConflictError, {
  name: 'VersionConflictError',
  description: 'Someone else wrote first: the version that was given is not the one that is stored.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    currentVersion: t.int({
      nullable: true,
      description: 'The version that is stored now; null when there is none.',
      resolve: ({ current }) => versionOf(current),
    }),
  }),
});

function versionOf(stored: unknown): number | null {
  if (typeof stored !== 'object' || stored === null || !('version' in stored)) return null;
  return typeof stored.version === 'number' ? stored.version : null;
}

/** Runs a query's work; an expected failure becomes a GraphQL error with its code, as queries have no unions. */
export async function withGraphQLErrors<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isPlanningError(error)) {
      const { code, message } = error;
      const path = error instanceof InvalidInputError ? { inputPath: error.path } : {};
      throw new GraphQLError(message, { extensions: { code, ...path } });
    }
    if (error instanceof MalformedCursorError) {
      throw new GraphQLError(error.message, { extensions: { code: error.code } });
    }
    throw error;
  }
}
