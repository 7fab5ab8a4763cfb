import type { LevelBreakRecord } from '../store/model/evidence.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import {
  EVIDENCE_COMPLEXITY,
  EVIDENCE_ERRORS,
  EVIDENCE_LIST_COMPLEXITY,
  recordedVersion,
  removal,
  removedVersionField,
  versionField,
} from './evidence-mutation.ts';
import { campaignIdIn } from './ids.ts';
import { forgetLoaded, loaded } from './loaders.ts';

const LevelBreakType = builder.objectRef<LevelBreakRecord>('LevelBreak').implement({
  description:
    "A day from which a campaign's level need not be what it was: another price, landing page or tracking. The shape of its curve is kept.",
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'Whose level; null when it is no longer there.',
      resolve: ({ campaignId }, _args, context) => loaded(context).campaigns.load(campaignId),
    }),
    date: t.expose('date', { type: 'Date', description: 'The first day of the new level.' }),
    reason: t.exposeString('reason', { description: 'What changed, for people.' }),
    version: t.exposeInt('version', recordedVersion),
  }),
});

const SetLevelBreakInput = builder.inputType('SetLevelBreakInput', {
  description: 'A break. Campaign and day name it.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id of a campaign.' }),
    date: t.field({ type: 'Date', required: true, description: 'The first day of the new level.' }),
    reason: t.string({ required: true, description: 'What changed, for people.' }),
    version: t.int(versionField),
  }),
});

const RemoveLevelBreakInput = builder.inputType('RemoveLevelBreakInput', {
  description: 'Which break to remove.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id of its campaign.' }),
    date: t.field({ type: 'Date', required: true, description: 'Its day.' }),
    version: t.int(removedVersionField),
  }),
});

builder.queryField('levelBreaks', (t) =>
  t.field({
    type: [LevelBreakType],
    description: 'The level breaks of the workspace, ordered by campaign, then day.',
    complexity: EVIDENCE_LIST_COMPLEXITY,
    resolve: (_root, _args, { deps, viewer }) => deps.store.levelBreaks.all(viewer.workspaceId),
  }),
);

builder.mutationField('setLevelBreak', (t) =>
  t.field({
    type: LevelBreakType,
    description: "Marks a break in a campaign's level. Curves are fitted with it from the next reading on.",
    args: { input: t.arg({ type: SetLevelBreakInput, required: true, description: 'The break.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'The break as it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'levelBreak', description: 'As it is kept.' },
    },
    resolve: async (_root, { input }, context) => {
      const { setLevelBreak } = await import('../planning/evidence/level-breaks.ts');
      const set = await setLevelBreak(context.deps, context.viewer.workspaceId, {
        campaignId: campaignIdIn(input.campaignId, ['campaignId']),
        date: input.date,
        reason: input.reason,
        version: input.version ?? null,
      });
      forgetLoaded(context);
      return set;
    },
  }),
);

builder.mutationField('removeLevelBreak', (t) =>
  t.field({
    type: LevelBreakType,
    description: 'Takes a break back.',
    args: { input: t.arg({ type: RemoveLevelBreakInput, required: true, description: 'Which one.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('break'),
    resolve: async (_root, { input: { campaignId, date, version } }, context) => {
      const key = { campaignId: campaignIdIn(campaignId, ['campaignId']), date };
      const { removeLevelBreak } = await import('../planning/evidence/level-breaks.ts');
      const removed = await removeLevelBreak(context.deps, context.viewer.workspaceId, key, version);
      forgetLoaded(context);
      return removed;
    },
  }),
);
