import { readdirSync, readFileSync } from 'node:fs';
import { readEvidenceFiles } from '../../cli/client/example-files.ts';
import type { PlanningDeps } from '../../planning/deps.ts';
import { setCalendarEvent } from '../../planning/evidence/calendar-events.ts';
import { recordExperiment } from '../../planning/evidence/experiments.ts';
import { importExports } from '../../planning/import/import-exports.ts';
import { day } from '../../store/model/day.ts';
import { experimentId } from '../../store/model/ids.ts';
import { testDeps, WORKSPACE } from './execute.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);

const filesIn = (folder: string) =>
  readdirSync(new URL(folder, EXAMPLES))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(folder + name, EXAMPLES)) }));

export const exampleQueries = filesIn('queries/').map(({ name, bytes }) => ({
  name,
  document: bytes.toString(),
}));

/** A workspace that holds the example exports, the experiment and the events. */
export async function exampleWorkspace() {
  const deps = testDeps();
  await importExports(deps, WORKSPACE, filesIn('exports/'));
  await recordExampleEvidence(deps);
  return deps;
}

async function recordExampleEvidence(deps: PlanningDeps): Promise<void> {
  const { experiments, events } = await readEvidenceFiles(new URL('evidence/', EXAMPLES));
  const campaigns = await deps.store.campaigns.all(WORKSPACE);
  const viewer = { workspaceId: WORKSPACE, subject: 'ada' };
  for (const { campaign, channel, id, from, to, spendControl, spendTest, ...figures } of experiments) {
    const owner = campaigns.find((one) => one.name === campaign && one.channel === channel);
    if (!owner) throw new Error(`The examples have a campaign ${campaign}.`);
    await recordExperiment(deps, viewer, {
      ...figures,
      id: experimentId(id),
      campaignId: owner.id,
      from: day(from),
      to: day(to),
      spendControlMicros: BigInt(spendControl * 1e6),
      spendTestMicros: BigInt(spendTest * 1e6),
      version: null,
    });
  }
  for (const { name, from, to } of events) {
    const days = { from: day(from), to: day(to) };
    await setCalendarEvent(deps, WORKSPACE, { name, ...days, channels: null, version: null });
  }
}
