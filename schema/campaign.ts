import { GraphQLError } from 'graphql';
import type { Campaign } from '../store/model/entities.ts';
import { campaignId } from '../store/model/ids.ts';
import type { CampaignFilter } from '../store/ports.ts';
import { builder } from './builder.ts';
import { ChannelNode } from './channel.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { channelIn, ifWellFormed } from './ids.ts';
import { loaded } from './loaders.ts';

export const CampaignStatusEnum = builder.enumType('CampaignStatus', {
  description: 'As the newest export says.',
  values: {
    ACTIVE: { description: 'Runs.' },
    PAUSED: { description: 'Stopped for now.' },
    ENDED: { description: 'Over or removed.' },
  } as const,
});

export const CampaignNode = builder.node(builder.objectRef<Campaign>('Campaign'), {
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, context) =>
    Promise.all(
      ids.map((id) => ifWellFormed(id, campaignId, (known) => loaded(context).campaigns.load(known))),
    ),
  description: 'A campaign of an ad account, as the newest export describes it.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'externalId' in value,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name on the platform.' }),
    channel: t.field({
      type: ChannelNode,
      description: 'The channel it runs in.',
      resolve: async ({ channel }, _args, context) => {
        const summary = (await loaded(context).channels()).get(channel);
        if (!summary)
          throw new GraphQLError(`The channel ${channel} disappeared while it was read. Try again.`);
        return summary;
      },
    }),
    platform: t.exposeString('platform', { description: 'Such as `google_ads`.' }),
    accountId: t.exposeString('accountId', {
      nullable: true,
      description: 'The ad account; null where the export does not name it.',
    }),
    externalId: t.exposeString('externalId', { description: "The platform's own id of the campaign." }),
    status: t.field({
      type: CampaignStatusEnum,
      description: 'As the newest export says.',
      resolve: ({ status }) => status,
    }),
    currencyCode: t.expose('currencyCode', { type: 'CurrencyCode', description: 'What it spends in.' }),
    timeZone: t.exposeString('timeZone', {
      nullable: true,
      description: 'IANA zone of its days; null where the export does not say.',
    }),
    firstDay: t.expose('firstDay', { type: 'Date', description: 'Of its data.' }),
    lastDay: t.expose('lastDay', { type: 'Date', description: 'Of its data.' }),
  }),
});

const CampaignConnection = builder.connectionObject(
  {
    type: CampaignNode,
    name: 'CampaignConnection',
    description: 'A page of campaigns.',
  },
  { description: 'A campaign with its cursor.' },
);

export const CampaignFilterInput = builder.inputType('CampaignFilter', {
  description: 'All conditions that are given must hold.',
  fields: (t) => ({
    channels: t.stringList({ description: 'Slugs, such as `google_search`.' }),
    platforms: t.stringList({ description: 'Such as `google_ads`.' }),
    statuses: t.field({ type: [CampaignStatusEnum], description: 'Any of these.' }),
    nameContains: t.string({ description: 'Part of the name, whatever the case.' }),
  }),
});

type FilterShape = typeof CampaignFilterInput.$inferInput;

export const campaignFilterOf = (filter: FilterShape | null | undefined): CampaignFilter => ({
  channels: filter?.channels?.map((slug, i) => channelIn(slug, ['filter', 'channels', String(i)])),
  platforms: filter?.platforms ?? undefined,
  statuses: filter?.statuses ?? undefined,
  nameContains: filter?.nameContains ?? undefined,
});

builder.queryField('campaigns', (t) =>
  t.field({
    type: CampaignConnection,
    description: 'The campaigns of the workspace, in a fixed order.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: CampaignFilterInput, description: 'Default: every campaign.' }),
    },
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        connectionOf(
          await deps.store.campaigns.list(
            viewer.workspaceId,
            pageRequest(args),
            campaignFilterOf(args.filter),
          ),
          args,
        ),
      ),
  }),
);
