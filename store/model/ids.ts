/** Identifiers. Branded so that a campaign id cannot be passed where a workspace id is wanted. */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type WorkspaceId = Brand<string, 'WorkspaceId'>;
export type CampaignId = Brand<string, 'CampaignId'>;
export type ScenarioId = Brand<string, 'ScenarioId'>;
/** Given by the one who records it, such as `brand-holdout-2026-q3`. */
export type ExperimentId = Brand<string, 'ExperimentId'>;
export type ChangeSetId = Brand<string, 'ChangeSetId'>;
/** Of one application of a change set. */
export type ApplicationId = Brand<string, 'ApplicationId'>;
/** Of one import: an ULID. */
export type ImportId = Brand<string, 'ImportId'>;
/** A channel's slug, such as `google_search`. */
export type Channel = Brand<string, 'Channel'>;

/**
 * `#` separates the parts of a key, so no id may hold it; nor control characters, nor emptiness. Half a surrogate
 * pair has no UTF-8: two ids that differ only in one would become the same key.
 */
export const isWellFormedId = (value: string): boolean => /^[^#\p{Cc}\p{Cs}]{1,200}$/u.test(value);

export class MalformedIdError extends Error {
  override readonly name = 'MalformedIdError';
  readonly code = 'MALFORMED_ID';
}

function checked(kind: string, value: string): string {
  if (isWellFormedId(value)) return value;
  throw new MalformedIdError(
    `${JSON.stringify(value)} is not a ${kind}: wanted 1 to 200 characters without "#" or control characters.`,
  );
}

export const workspaceId = (value: string) => checked('workspace id', value) as WorkspaceId;
export const campaignId = (value: string) => checked('campaign id', value) as CampaignId;
export const scenarioId = (value: string) => checked('scenario id', value) as ScenarioId;
export const experimentId = (value: string) => checked('experiment id', value) as ExperimentId;
export const changeSetId = (value: string) => checked('change set id', value) as ChangeSetId;
export const applicationId = (value: string) => checked('application id', value) as ApplicationId;
export const importId = (value: string) => checked('import id', value) as ImportId;
export const channel = (value: string) => checked('channel', value) as Channel;
