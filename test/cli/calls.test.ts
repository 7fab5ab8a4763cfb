import { expect, test } from 'vitest';
import { createScenario, importFile, readCurves } from '../../cli/client/calls.ts';
import type { Client } from '../../cli/client/create-client.ts';
import { recordEvidence } from '../../cli/client/record-evidence.ts';
import { EXIT, exitCodeOf } from '../../cli/exit-code.ts';

/** Answers each request with the next of `answers`, and keeps the variables. */
function clientOf(...answers: readonly object[]) {
  const asked: unknown[] = [];
  const rest = [...answers];
  const client: Client = {
    async request(_document, variables) {
      asked.push(variables);
      // What a server would answer; the documents are checked against the schema elsewhere.
      return rest.shift() as never;
    },
  };
  return { client, asked };
}

const FILE = { name: 'a.csv', bytes: new TextEncoder().encode('Größe') };

test('a file goes out in base64 and its amounts come back as numbers', async () => {
  const { client, asked } = clientOf({
    importExports: {
      files: [
        {
          file: 'a.csv',
          rowsRead: 3,
          spend: { amount: '1234.50' },
          fileTotal: null,
          spendByChannel: [{ channelSlug: 'search', spend: { amount: '1234.50' } }],
        },
      ],
    },
  });
  expect(await importFile(client, FILE)).toMatchObject({
    rows: 3,
    spend: 1234.5,
    fileTotal: null,
    spendByChannel: [{ channel: 'search', spend: 1234.5 }],
  });
  expect(asked).toEqual([{ input: { files: [{ name: 'a.csv', base64: 'R3LDtsOfZQ==' }] } }]);
});

test('an expected failure becomes an error with its exit code', async () => {
  const failure = { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message: 'The name is empty.' };
  const { client } = clientOf({ createScenario: failure });
  const error = await createScenario(client, { name: '', objective: 'MAX_CONVERSIONS' }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ message: 'The name is empty.' });
  expect(exitCodeOf(error)).toBe(EXIT.badInput);
});

test('curves are read to the last page', async () => {
  const curve = (name: string) => ({
    campaign: { name, channel: { slug: 'search' } },
    identifiability: { verdict: 'WEAK', reason: '', suggestion: null },
    observedSpend: { min: { amount: '1' }, max: { amount: '2' } },
    currentSpend: { amount: '1.5' },
    marginalIntervalAtCurrent: { low: 0.1, high: 0.2 },
    forecastError: { wape: 0.1 },
    calibration: [],
    incrementality: null,
  });
  const { client, asked } = clientOf(
    { responseCurves: { nodes: [curve('a')], pageInfo: { hasNextPage: true, endCursor: 'c1' } } },
    { responseCurves: { nodes: [curve('b')], pageInfo: { hasNextPage: false, endCursor: 'c2' } } },
  );
  expect((await readCurves(client)).map(({ campaign }) => campaign)).toEqual(['a', 'b']);
  expect(asked).toEqual([{ after: null }, { after: 'c1' }]);
});

const LIFT = {
  id: 'lift',
  campaign: 'Brand',
  channel: 'search',
  kind: 'GEO_TEST',
  outcome: 'CONVERSIONS',
  from: '2026-02-01',
  to: '2026-02-28',
  spendControl: 60,
  spendTest: 140,
  lift: 6,
  standardError: 0.4,
  source: '',
} as const;
const NAMES = {
  campaigns: {
    nodes: [
      { id: 'Q2E=', name: 'Brand', channel: { slug: 'search' } },
      { id: 'Q2I=', name: 'Brand', channel: { slug: 'social' } },
    ],
    pageInfo: { hasNextPage: false, endCursor: null },
  },
};

test('an experiment of a file is recorded for the campaign it names', async () => {
  const event = { name: 'Sale', from: '2026-02-01', to: '2026-02-03' };
  const { client, asked } = clientOf(
    NAMES,
    { recordExperiment: { __typename: 'RecordExperimentSuccess' } },
    { setCalendarEvent: { __typename: 'SetCalendarEventSuccess' } },
  );
  await recordEvidence(client, { experiments: [LIFT], events: [event] });
  const { id: name, campaign: _, channel: __, ...figures } = LIFT;
  expect(asked.slice(1)).toEqual([{ input: { ...figures, name, campaignId: 'Q2E=' } }, { input: event }]);
});

test('an experiment that could mean two campaigns, or is refused, is not passed over', async () => {
  const { channel: _, ...unclear } = LIFT;
  const meant = recordEvidence(clientOf(NAMES).client, { experiments: [unclear], events: [] });
  await expect(meant).rejects.toThrow(/about 2 campaigns "Brand"; wanted one/);
  const failure = { __typename: 'VersionConflictError', code: 'VERSION_CONFLICT', message: 'Read it again.' };
  const { client } = clientOf(NAMES, { recordExperiment: failure });
  const error = await recordEvidence(client, { experiments: [LIFT], events: [] }).catch((e: unknown) => e);
  expect(exitCodeOf(error)).toBe(EXIT.conflict);
});
