import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import * as keys from '../../store/dynamo/keys.ts';
import { readChange, type StreamRecord } from '../../store/dynamo/stream.ts';
import { applicationId, campaignId, changeSetId, scenarioId, workspaceId } from '../../store/model/ids.ts';

const WORKSPACE = workspaceId('acme');
const SCENARIO = keys.scenarioKey(WORKSPACE, scenarioId('S1'));
const EVENT = { pk: keys.auditPartition(WORKSPACE), sk: keys.auditSortKey(7) };

const record = (eventName: StreamRecord['eventName'], item: object, before?: object): StreamRecord => ({
  eventName,
  newImage: eventName === 'REMOVE' ? undefined : marshall(item),
  oldImage: before && marshall(before),
});

describe('a change of the table', () => {
  it.each([
    ['that queues a scenario', record('INSERT', { ...SCENARIO, id: 'S1', state: 'QUEUED' })],
    [
      'that queues it again',
      record(
        'MODIFY',
        { ...SCENARIO, id: 'S1', state: 'QUEUED' },
        { ...SCENARIO, id: 'S1', state: 'RUNNING' },
      ),
    ],
  ])('%s is told', (_what, change) => {
    expect(readChange(change)).toEqual({
      kind: 'SCENARIO_QUEUED',
      workspaceId: 'acme',
      scenarioId: 'S1',
    });
  });

  it('that writes an audit event is told', () => {
    expect(readChange(record('INSERT', { ...EVENT, sequence: 7, body: '{}' }))).toEqual({
      kind: 'AUDIT_EVENT',
      workspaceId: 'acme',
      sequence: 7,
    });
  });

  it.each([
    ['gives a queued scenario a name', 'MODIFY', { ...SCENARIO, id: 'S1', state: 'QUEUED' }],
    ['answers a scenario', 'MODIFY', { ...SCENARIO, id: 'S1', state: 'DONE' }],
    ['stores one that is answered', 'INSERT', { ...SCENARIO, id: 'S1', state: 'DONE' }],
    ['takes an event away', 'REMOVE', { ...EVENT, sequence: 7 }],
    ['writes an event over', 'MODIFY', { ...EVENT, sequence: 7 }],
    ['writes an application', 'INSERT', keys.applicationKey(WORKSPACE, applicationId('A1'))],
    ['writes a change set', 'INSERT', keys.changeSetKey(WORKSPACE, changeSetId('C1'))],
    ['writes a campaign', 'INSERT', keys.campaignKey(WORKSPACE, campaignId('C1'))],
    ['makes a workspace known', 'INSERT', keys.workspaceKey(WORKSPACE)],
    ['writes the version of the table', 'INSERT', keys.TABLE_VERSION_KEY],
  ] as const)('that %s is passed over', (_what, eventName, item) => {
    expect(readChange(record(eventName, item, { state: 'QUEUED' }))).toBeNull();
  });

  it('that this version cannot read is refused by its key', () => {
    expect(() => readChange(record('INSERT', { ...EVENT, sequence: 'seven' }))).toThrow('W#acme#AUDIT');
  });
});
