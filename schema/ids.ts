import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';
import { InvalidInputError } from '../planning/errors.ts';
import {
  type CampaignId,
  type Channel,
  campaignId,
  channel,
  type ExperimentId,
  experimentId,
  type ImportId,
  importId,
  MalformedIdError,
  type ScenarioId,
  scenarioId,
} from '../store/model/ids.ts';

export type NodeName =
  | 'Campaign'
  | 'Channel'
  | 'Scenario'
  | 'Experiment'
  | 'Import'
  | 'ChangeSet'
  | 'Application';

export const encodedId = (type: NodeName, id: string): string => encodeGlobalID(type, id);

/** The campaign's own id. Throws `InvalidInputError` for what is not a campaign's global id. */
export function campaignIdIn(globalId: string, path: readonly string[]): CampaignId {
  return wellFormed(path, () => {
    const { typename, id } = decodeGlobalID(globalId);
    if (typename !== 'Campaign') {
      throw new InvalidInputError(
        path,
        `${JSON.stringify(globalId)} is the id of a ${typename}; wanted a Campaign's.`,
      );
    }
    return campaignId(id);
  });
}

/** The id within a global id of this type; whether there is such a thing is not asked. Throws `InvalidInputError`. */
export function localIdIn(type: NodeName, globalId: string, path: readonly string[]): string {
  return wellFormed(path, () => {
    const { typename, id } = decodeGlobalID(globalId);
    if (typename === type) return id;
    throw new InvalidInputError(
      path,
      `${JSON.stringify(globalId)} is the id of a ${typename}; wanted that of a ${type}.`,
    );
  });
}

/** The scenario's own id. Throws `InvalidInputError` for what is not a scenario's global id. */
export function scenarioIdIn(globalId: string, path: readonly string[]): ScenarioId {
  return wellFormed(path, () => {
    const { typename, id } = decodeGlobalID(globalId);
    if (typename === 'Scenario') return scenarioId(id);
    throw new InvalidInputError(
      path,
      `${JSON.stringify(globalId)} is the id of a ${typename}; wanted a Scenario's.`,
    );
  });
}

export const channelIn = (slug: string, path: readonly string[]): Channel =>
  wellFormed(path, () => channel(slug));

/** The name that an experiment was recorded under. */
export const experimentIdIn = (name: string, path: readonly string[]): ExperimentId =>
  wellFormed(path, () => experimentId(name));

/** The import's own id. Throws `InvalidInputError` for what is not an import's global id. */
export function importIdIn(globalId: string, path: readonly string[]): ImportId {
  return wellFormed(path, () => {
    const { typename, id } = decodeGlobalID(globalId);
    if (typename === 'Import') return importId(id);
    throw new InvalidInputError(
      path,
      `${JSON.stringify(globalId)} is the id of a ${typename}; wanted an Import's.`,
    );
  });
}

function wellFormed<T>(path: readonly string[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    const why =
      error instanceof MalformedIdError ? error.message : 'It is not a global id that this API gave out.';
    throw new InvalidInputError(path, why);
  }
}

/** Reads by an id that came from outside; what cannot be an id names nothing. */
export async function ifWellFormed<Id, T>(
  text: string,
  parse: (text: string) => Id,
  read: (id: Id) => Promise<T | null>,
): Promise<T | null> {
  let id: Id;
  try {
    id = parse(text);
  } catch (error) {
    if (error instanceof MalformedIdError) return null;
    throw error;
  }
  return read(id);
}
