import * as z from 'zod/mini';
import { ECONOMICS, EXTRA_COST, goalKind } from '../goal-kinds.ts';
import type { CampaignId, Channel } from '../model/ids.ts';
import type { EconomicsRepository, ExtraCostRepository, GoalRepository } from '../ports.ts';
import { dynamoEvidence } from './evidence.ts';
import { double, id, micros, parseItem } from './item-schema.ts';
import type { TableAccess } from './table-access.ts';

const goalItem = z.object({
  month: z.string(),
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ACCOUNT') }),
    z.object({ kind: z.literal('CHANNEL'), channel: id<Channel>() }),
    z.object({ kind: z.literal('CAMPAIGN'), campaignId: id<CampaignId>() }),
  ]),
  currencyCode: z.string(),
  revenueBasis: z.enum(['PLATFORM', 'CRM']),
  spendMicros: z.nullable(micros),
  conversions: z.nullable(double),
  revenueMicros: z.nullable(micros),
  cpaMicros: z.nullable(micros),
  cpcMicros: z.nullable(micros),
  roas: z.nullable(double),
  romi: z.nullable(double),
  version: z.int(),
});

const economicsItem = z.object({
  from: z.string(),
  currencyCode: z.string(),
  grossMargin: z.nullable(double),
  monthlyMarginMicros: z.nullable(micros),
  monthlyRetention: z.nullable(double),
  monthlyDiscount: z.nullable(double),
  ltvMicros: z.nullable(micros),
  version: z.int(),
});

const extraCostItem = z.object({
  month: z.string(),
  name: z.string(),
  currencyCode: z.string(),
  amountMicros: micros,
  channel: z.nullable(id<Channel>()),
  version: z.int(),
});

export const dynamoGoals = (table: TableAccess): GoalRepository => ({
  ofMonth: (month) =>
    dynamoEvidence(table, goalKind(month), (workspaceId, item) => ({
      workspaceId,
      ...parseItem('goal', goalItem, item),
    })),
});

export const dynamoEconomics = (table: TableAccess): EconomicsRepository =>
  dynamoEvidence(table, ECONOMICS, (workspaceId, item) => ({
    workspaceId,
    ...parseItem('record of economics', economicsItem, item),
  }));

export const dynamoExtraCosts = (table: TableAccess): ExtraCostRepository =>
  dynamoEvidence(table, EXTRA_COST, (workspaceId, item) => ({
    workspaceId,
    ...parseItem('extra cost', extraCostItem, item),
  }));
