import type { IsoDate } from '../store/model/day.ts';
import type { Incrementality } from '../store/model/evidence.ts';
import { builder } from './builder.ts';
import {
  EVIDENCE_COMPLEXITY,
  EVIDENCE_ERRORS,
  EVIDENCE_LIST_COMPLEXITY,
  recordedVersion,
  removal,
  removedVersionField,
  versionField,
} from './evidence-mutation.ts';
import { channelIn } from './ids.ts';
import { forgetLoaded } from './loaders.ts';

interface Applied {
  readonly multiplier: number;
  readonly standardError?: number | undefined;
  readonly source: string;
  readonly from: string;
}

const STANDARD_ERROR =
  'Of the multiplier: widens the intervals of curves and plans, together for all campaigns of the channel. Null: taken for certain.';
const MULTIPLIER = 'Incremental ÷ reported: below 1 where platforms overstate what spend brings.';

export const AppliedIncrementalityType = builder.objectRef<Applied>('AppliedIncrementality').implement({
  description:
    'What a fitted curve was multiplied by to count incremental outcomes. Its baseline stays as it is.',
  fields: (t) => ({
    multiplier: t.exposeFloat('multiplier', { description: MULTIPLIER }),
    standardError: t.float({
      nullable: true,
      description: STANDARD_ERROR,
      resolve: ({ standardError }) => standardError ?? null,
    }),
    source: t.exposeString('source', { description: 'Who says so.' }),
    from: t.field({
      type: 'Date',
      description: 'Since when.',
      // Written from a stored day.
      resolve: ({ from }) => from as IsoDate,
    }),
  }),
});

const IncrementalityType = builder.objectRef<Incrementality>('Incrementality').implement({
  description:
    "How many of the outcomes that a channel's platforms report as brought by spend are incremental. The newest one that has begun holds.",
  fields: (t) => ({
    channelSlug: t.exposeString('channel', { description: 'Such as `google_search`.' }),
    from: t.expose('from', { type: 'Date', description: 'The first day it holds.' }),
    multiplier: t.exposeFloat('multiplier', { description: MULTIPLIER }),
    standardError: t.float({
      nullable: true,
      description: STANDARD_ERROR,
      resolve: ({ standardError }) => standardError ?? null,
    }),
    source: t.exposeString('source', { description: 'Who says so.' }),
    version: t.exposeInt('version', recordedVersion),
  }),
});

const SetIncrementalityInput = builder.inputType('SetIncrementalityInput', {
  description: "A channel's incrementality from a day on. Channel and day name it.",
  fields: (t) => ({
    channel: t.string({ required: true, description: 'Its slug, such as `google_search`.' }),
    from: t.field({ type: 'Date', required: true, description: 'The first day it holds.' }),
    multiplier: t.float({ required: true, description: MULTIPLIER }),
    standardError: t.float({ description: STANDARD_ERROR }),
    source: t.string({ required: true, description: 'Who says so, for people.' }),
    version: t.int(versionField),
  }),
});

const RemoveIncrementalityInput = builder.inputType('RemoveIncrementalityInput', {
  description: 'Which one to remove.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'Its slug.' }),
    from: t.field({ type: 'Date', required: true, description: 'Its first day.' }),
    version: t.int(removedVersionField),
  }),
});

builder.queryField('incrementality', (t) =>
  t.field({
    type: [IncrementalityType],
    description: 'The incrementality of every channel that has any, ordered by channel, then day.',
    complexity: EVIDENCE_LIST_COMPLEXITY,
    resolve: (_root, _args, { deps, viewer }) => deps.store.incrementality.all(viewer.workspaceId),
  }),
);

builder.mutationField('setIncrementality', (t) =>
  t.field({
    type: IncrementalityType,
    description:
      "Multiplies the curves of a channel's campaigns, from the next reading on: what spend brings, not the baseline.",
    args: { input: t.arg({ type: SetIncrementalityInput, required: true, description: 'What holds.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'The incrementality as it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'incrementality', description: 'As it is kept.' },
    },
    resolve: async (_root, { input }, context) => {
      const { setIncrementality } = await import('../planning/evidence/incrementality.ts');
      const set = await setIncrementality(context.deps, context.viewer.workspaceId, {
        channel: channelIn(input.channel, ['channel']),
        from: input.from,
        multiplier: input.multiplier,
        standardError: input.standardError ?? undefined,
        source: input.source,
        version: input.version ?? null,
      });
      forgetLoaded(context);
      return set;
    },
  }),
);

builder.mutationField('removeIncrementality', (t) =>
  t.field({
    type: IncrementalityType,
    description: 'Takes an incrementality back. The one before it holds again.',
    args: { input: t.arg({ type: RemoveIncrementalityInput, required: true, description: 'Which one.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('incrementality'),
    resolve: async (_root, { input: { channel, from, version } }, context) => {
      const key = { channel: channelIn(channel, ['channel']), from };
      const { removeIncrementality } = await import('../planning/evidence/incrementality.ts');
      const removed = await removeIncrementality(context.deps, context.viewer.workspaceId, key, version);
      forgetLoaded(context);
      return removed;
    },
  }),
);
