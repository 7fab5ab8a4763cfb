import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Store } from '../ports.ts';
import { dynamoAgenda } from './agenda.ts';
import type { Backoff } from './backoff.ts';
import { dynamoCampaigns } from './campaigns.ts';
import { dynamoCurves } from './curves.ts';
import { dynamoDailyPerformance } from './daily-performance.ts';
import {
  dynamoCalendarEvents,
  dynamoExperiments,
  dynamoIncrementality,
  dynamoLevelBreaks,
} from './evidence.ts';
import { dynamoExchangeRates } from './exchange-rates.ts';
import { dynamoEconomics, dynamoExtraCosts, dynamoGoals } from './goals.ts';
import { dynamoImports } from './imports.ts';
import { dynamoLedger } from './ledger.ts';
import { dynamoOutcomes } from './outcomes.ts';
import { dynamoScenarios } from './scenarios.ts';
import { systemBackoff, type TableAccess } from './table-access.ts';

export interface DynamoStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Waiting and jitter between retries; the system's own by default. */
  readonly backoff?: Backoff;
}

/** The store in one DynamoDB table of the shape of `TABLE`. Nothing is sent until it is used. */
export function createDynamoStore({ client, tableName, backoff = systemBackoff }: DynamoStoreOptions): Store {
  const table: TableAccess = { client, tableName, backoff };
  return {
    campaigns: dynamoCampaigns(table),
    dailyPerformance: dynamoDailyPerformance(table),
    outcomes: dynamoOutcomes(table),
    imports: dynamoImports(table),
    exchangeRates: dynamoExchangeRates(table),
    curves: dynamoCurves(table),
    scenarios: dynamoScenarios(table),
    experiments: dynamoExperiments(table),
    calendarEvents: dynamoCalendarEvents(table),
    levelBreaks: dynamoLevelBreaks(table),
    incrementality: dynamoIncrementality(table),
    ledger: dynamoLedger(table),
    agenda: dynamoAgenda(table),
    goals: dynamoGoals(table),
    economics: dynamoEconomics(table),
    extraCosts: dynamoExtraCosts(table),
  };
}
