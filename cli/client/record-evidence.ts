import type { CalendarEvent } from '../../optimizer/fit/fitted-curve.ts';
import { BadInputError } from '../exit-code.ts';
import type { ExperimentInFile } from '../input/evidence.ts';
import { ApiError, type Client } from './create-client.ts';
import type { Failure } from './documents.ts';
import {
  CAMPAIGN_NAMES,
  type CampaignNamesPage,
  RECORD_EXPERIMENT,
  SET_CALENDAR_EVENT,
} from './evidence-documents.ts';

/** What is known of the curves beside the daily rows, as files give it. */
export interface Evidence {
  readonly experiments: readonly ExperimentInFile[];
  readonly events: readonly CalendarEvent[];
}

/** Records it, in order. What is there already stays as it is. */
export async function recordEvidence(client: Client, { experiments, events }: Evidence): Promise<void> {
  const campaigns = experiments.length > 0 ? await campaignNames(client) : [];
  for (const { id, campaign, channel, ...figures } of experiments) {
    const named = campaigns.filter(
      (one) => one.name === campaign && (channel === undefined || one.channel.slug === channel),
    );
    const [only] = named;
    if (only === undefined || named.length > 1) {
      throw new BadInputError(
        `The experiment ${JSON.stringify(id)} is about ${named.length} campaigns ${JSON.stringify(campaign)}; wanted one.`,
      );
    }
    const input = { ...figures, name: id, campaignId: only.id };
    expectSuccess((await client.request(RECORD_EXPERIMENT, { input })).recordExperiment);
  }
  for (const input of events) {
    expectSuccess((await client.request(SET_CALENDAR_EVENT, { input })).setCalendarEvent);
  }
}

function expectSuccess(answer: { readonly __typename: string } | Failure): void {
  if ('code' in answer) throw new ApiError(answer.code, answer.message);
}

async function campaignNames(client: Client): Promise<CampaignNamesPage['nodes']> {
  const names: CampaignNamesPage['nodes'][number][] = [];
  let after: string | null = null;
  do {
    const page: CampaignNamesPage = (await client.request(CAMPAIGN_NAMES, { after })).campaigns;
    names.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return names;
}
