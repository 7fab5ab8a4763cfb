import { describe, expect, it } from 'vitest';
import * as keys from '../../store/dynamo/keys.ts';
import { day } from '../../store/model/day.ts';
import {
  applicationId,
  campaignId,
  channel,
  scenarioId,
  type WorkspaceId,
  workspaceId,
} from '../../store/model/ids.ts';

const id = campaignId('CAMPAIGN');
const partitionsOf = (ws: WorkspaceId): string[] => [
  keys.campaignKey(ws, id).pk,
  keys.dayKey(ws, id, day('2025-01-31')).pk,
  keys.channelDayKey(ws, channel('CAMPAIGN'), day('2025-01-31'), id).gsi1pk,
  keys.curveKey(ws, id, 'CONVERSIONS').pk,
  keys.curveKey(ws, id, 'REVENUE').pk,
  keys.experimentPartition(ws),
  keys.calendarEventPartition(ws),
  keys.levelBreakPartition(ws),
  keys.incrementalityPartition(ws),
  keys.goalPartition(ws, '2026-10'),
  keys.economicsPartition(ws),
  keys.extraCostPartition(ws),
  keys.scenarioKey(ws, scenarioId('CAMPAIGN')).pk,
  keys.budgetPartition(ws),
  keys.changeSetPartition(ws),
  keys.applicationKey(ws, applicationId('CAMPAIGN')).pk,
  keys.requestKey(ws, 'CAMPAIGN').pk,
  keys.guardRailsKey(ws).pk,
  keys.auditPartition(ws),
];

describe('the keys of the table', () => {
  it('begin with the workspace, closed off by the separator', () => {
    for (const partition of partitionsOf(workspaceId('acme'))) expect(partition).toMatch(/^W#acme#/);
  });

  it('keep the kinds of items apart, even when ids look like parts of keys', () => {
    const partitions = partitionsOf(workspaceId('acme'));
    expect(new Set(partitions).size).toBe(partitions.length);
  });

  it('share nothing between workspaces whose ids begin alike', () => {
    const [short, long] = [partitionsOf(workspaceId('ac')), partitionsOf(workspaceId('acme'))];
    for (const a of short) for (const b of long) expect(b.startsWith(a)).toBe(false);
  });

  it('fit into what DynamoDB takes, for the longest ids', () => {
    const longest = '\u{1F600}'.repeat(200);
    const ws = workspaceId(longest);
    const { pk, sk } = keys.dayKey(ws, campaignId(longest), day('2025-01-31'));
    const index = keys.channelDayKey(ws, channel(longest), day('2025-01-31'), campaignId(longest));
    for (const text of [pk, index.gsi1pk]) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
    for (const text of [sk, index.gsi1sk]) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024);
  });
});
