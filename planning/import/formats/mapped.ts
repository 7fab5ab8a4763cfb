import type { ColumnMapping } from '../column-mapping.ts';
import { type Format, PLAIN_FORMAT } from './format.ts';

const OUTCOMES = ['leads', 'orders', 'newCustomers', 'margin'] as const;

/** Any table, read as a planner's column mapping says. */
export const mapped = ({ columns, platform = 'mapped', channel }: ColumnMapping): Format => ({
  ...PLAIN_FORMAT,
  format: 'MAPPED',
  kind:
    columns.spend === undefined && OUTCOMES.some((field) => columns[field] !== undefined)
      ? 'OUTCOMES'
      : 'PERFORMANCE',
  platform,
  recognises: () => true,
  columnOf: () => null,
  channelOf: (cell) => (columns.channel === undefined ? (channel ?? platform) : cell('channel')),
  dailyHint: 'Wanted one row for each campaign and day.',
});
