import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import type { Scope } from '../planning/deps.ts';
import { refused } from '../planning/diagnostics.ts';
import type { IsoDate } from '../store/model/day.ts';
import type { CurrencyCode, Micros } from '../store/model/money.ts';
import type { Month } from '../store/model/monthly.ts';
import type { RequestContext } from './context.ts';

/** Several times the widest ready-made query, and far below what a page of pages would cost. */
const MAX_COMPLEXITY = 10_000;
const MAX_BREADTH = 400;
const MAX_DEPTH = 15;
const MAX_NODES = 100;

const capitalised = (name: string) => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;

export const builder = new SchemaBuilder<{
  Context: RequestContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: Readonly<Record<Scope, boolean>>;
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: IsoDate; Output: IsoDate };
    Month: { Input: Month; Output: Month };
    DateTime: { Input: string; Output: string };
    /** In: a decimal as text, or a JSON number. Out: text. */
    Decimal: { Input: string; Output: string };
    BigInt: { Input: Micros; Output: Micros };
    CurrencyCode: { Input: CurrencyCode; Output: CurrencyCode };
  };
}>({
  defaultFieldNullability: false,
  // The errors plugin goes first, so that what the others throw reaches it.
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, ComplexityPlugin],
  errors: {
    defaultTypes: [],
    onResolvedError: (error) => {
      if ('code' in error) refused.publish({ code: String(error.code) });
    },
    defaultResultOptions: { name: ({ fieldName }) => `${capitalised(fieldName)}Success` },
    defaultUnionOptions: { name: ({ fieldName }) => `${capitalised(fieldName)}Result` },
  },
  scopeAuth: {
    authScopes: ({ viewer: { scopes } }) => ({
      read: scopes.has('read'),
      plan: scopes.has('plan'),
      approve: scopes.has('approve'),
      apply: scopes.has('apply'),
      admin: scopes.has('admin'),
    }),
    unauthorizedError: (_parent, _context, info) =>
      new GraphQLError(`Your token lacks the scope that ${info.parentType.name}.${info.fieldName} needs.`, {
        extensions: { code: 'FORBIDDEN' },
      }),
  },
  complexity: {
    limit: { complexity: MAX_COMPLEXITY, breadth: MAX_BREADTH, depth: MAX_DEPTH },
    complexityError: (kind, { complexity, breadth, depth }) =>
      new GraphQLError(
        `The query is too large: complexity ${complexity} of at most ${MAX_COMPLEXITY}, breadth ${breadth} of ${MAX_BREADTH}, depth ${depth} of ${MAX_DEPTH}. Ask for fewer fields or smaller pages.`,
        { extensions: { code: 'QUERY_TOO_COMPLEX', limit: kind.toUpperCase() } },
      ),
  },
  relay: {
    nodeTypeOptions: { description: 'Anything that has a global id and can be read again by it.' },
    idFieldOptions: { description: 'Global id. Opaque; it names no workspace.' },
    nodeQueryOptions: {
      description: 'Any object by its global id; null when this workspace has none.',
      args: { id: { description: 'Global id.' } },
    },
    nodesQueryOptions: {
      description: 'Objects by their global ids, in the order asked; null where there is none.',
      args: { ids: { description: `Global ids, at most ${MAX_NODES}.` } },
      complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(1, ids.length) }),
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length <= MAX_NODES) return resolveNodes(ids);
        throw new GraphQLError(`${ids.length} ids were given; at most ${MAX_NODES} are read at once.`, {
          extensions: { code: 'INVALID_INPUT', inputPath: ['ids'] },
        });
      },
    },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'There is more after endCursor.' },
    hasPreviousPageFieldOptions: { description: 'The page does not start at the beginning.' },
    startCursorFieldOptions: { description: 'Of the first edge; null on an empty page.' },
    endCursorFieldOptions: { description: 'Of the last edge: pass it as `after`. Null on an empty page.' },
    cursorFieldOptions: { description: 'Position in the list. Opaque.' },
    edgesFieldOptions: {
      description: 'The page, with a cursor for each item.',
      nullable: false,
      complexity: { field: 0, multiplier: 1 },
    },
    nodesOnConnection: { description: 'The page, without cursors.', complexity: { field: 0, multiplier: 1 } },
    nodeFieldOptions: { description: 'The item.', nullable: false },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    cursorType: 'String',
  },
});

builder.queryType({ description: 'Reading. Needs the scope `read`.', authScopes: { read: true } });
builder.mutationType({
  description: 'Writing. Needs the scope `plan`, where the field does not name another.',
  authScopes: { plan: true },
});
