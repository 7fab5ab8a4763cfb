import { type Import, importOf } from '../planning/import/pipeline/journal.ts';
import { importId } from '../store/model/ids.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { ifWellFormed } from './ids.ts';
import { ImportPreviewType } from './import-preview.ts';

const ImportStateEnum = builder.enumType('ImportState', {
  description: 'How far an import is.',
  values: {
    PREVIEWED: { description: 'Read and compared. Nothing of its rows is stored.' },
    COMMITTING: { description: 'Begun. Commit it again to go on, however often; it ends as one clean run.' },
    COMMITTED: { description: 'Done.' },
  } as const,
});

export const ImportNode = builder.node(builder.objectRef<Import>('Import'), {
  id: { resolve: ({ id }) => id },
  loadOne: async (id, { deps, viewer }) => {
    const record = await ifWellFormed(id, importId, (known) =>
      deps.store.imports.get(viewer.workspaceId, known),
    );
    return record && importOf(record);
  },
  description: 'A file on its way into the store, or one that has arrived.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'contentHash' in value,
  fields: (t) => ({
    file: t.exposeString('file', { description: "The file's name, as given." }),
    state: t.field({ type: ImportStateEnum, description: 'How far it is.', resolve: ({ state }) => state }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was previewed.' }),
    createdBy: t.exposeString('createdBy', { description: 'By whom.' }),
    committedAt: t.expose('committedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the commit was done; null before.',
    }),
    rowsDone: t.exposeInt('rowsDone', { description: 'Rows that are stored for sure, of `preview.rows`.' }),
    contentHash: t.exposeString('contentHash', {
      description: 'SHA-256 of the bytes. Give it to the commit to load this file and no other.',
    }),
    preview: t.field({
      type: ImportPreviewType,
      description: 'What was recognised, and what the import does, compared with the store at that time.',
      resolve: ({ preview }) => preview,
    }),
  }),
});

const ImportConnection = builder.connectionObject(
  { type: ImportNode, name: 'ImportConnection', description: 'A page of imports.' },
  { name: 'ImportEdge', description: 'An import and its place in the list.' },
);

builder.queryField('imports', (t) =>
  t.field({
    type: ImportConnection,
    description: 'The imports of the workspace that were previewed, newest first.',
    args: { ...pageArgs },
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        const page = await deps.store.imports.list(viewer.workspaceId, pageRequest(args));
        const items = page.items.map(({ item, cursor }) => ({ item: importOf(item), cursor }));
        return connectionOf({ ...page, items }, args);
      }),
  }),
);
