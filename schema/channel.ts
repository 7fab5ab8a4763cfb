import { type ChannelSummary, channelName } from '../planning/channels.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArgs, pageComplexity, pageOf, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { loaded } from './loaders.ts';

export const ChannelNode = builder.node(builder.objectRef<ChannelSummary>('Channel'), {
  id: { resolve: ({ slug }) => slug },
  loadMany: async (slugs, context) => {
    const channels = await loaded(context).channels();
    return slugs.map((slug) => [...channels.values()].find((summary) => summary.slug === slug) ?? null);
  },
  description: 'A way to reach people, such as paid search on Google. Campaigns run in one channel each.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'activeCampaignCount' in value,
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its name for programs, such as `google_search`.' }),
    name: t.exposeString('name', { description: 'Its name for people, such as "Google Search".' }),
    platforms: t.stringList({
      description: 'The ad platforms that its campaigns run on.',
      resolve: ({ platforms }) => [...platforms],
    }),
    campaignCount: t.exposeInt('campaignCount', { description: 'Campaigns in it, whatever their status.' }),
    activeCampaignCount: t.exposeInt('activeCampaignCount', {
      description: 'Campaigns in it that are active.',
    }),
  }),
});

const ChannelConnection = builder.connectionObject(
  {
    type: ChannelNode,
    name: 'ChannelConnection',
    description: 'A page of channels.',
  },
  { description: 'A channel with its cursor.' },
);

const ChannelFilter = builder.inputType('ChannelFilter', {
  description: 'All conditions that are given must hold.',
  fields: (t) => ({
    platforms: t.stringList({ description: 'Some campaign of the channel runs on one of these platforms.' }),
    nameContains: t.string({ description: 'Part of the name, whatever the case.' }),
  }),
});

builder.queryField('channels', (t) =>
  t.field({
    type: ChannelConnection,
    description: 'The channels that campaigns run in, ordered by slug.',
    args: { ...pageArgs, filter: t.arg({ type: ChannelFilter, description: 'Default: every channel.' }) },
    complexity: pageComplexity,
    resolve: (_root, args, context) =>
      withGraphQLErrors(async () => {
        const all = [...(await loaded(context).channels()).values()];
        const { platforms, nameContains } = args.filter ?? {};
        const matching = all.filter(
          ({ slug, platforms: own }) =>
            (!platforms || platforms.some((platform) => own.includes(platform))) &&
            (!nameContains || channelName(slug).toLowerCase().includes(nameContains.toLowerCase())),
        );
        return connectionOf(
          pageOf(matching, ({ slug }) => slug, pageRequest(args)),
          args,
        );
      }),
  }),
);
