import type { CampaignStatus } from '../../../store/model/entities.ts';
import type { Field } from './field.ts';

/** What reports are written in, as data. Case, accents and brackets around units do not matter. */
export interface Language {
  /** Names of columns, of all platforms together. */
  readonly columns: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** From January on, each in every form that dates use; a beginning of at least three letters stands for it too. */
  readonly months: readonly (readonly string[])[];
  /** How the label of a total row begins. */
  readonly totals: readonly string[];
  /** In the label of a total: the campaigns that a filter shows, all campaigns, the whole account. */
  readonly totalOf: Readonly<Record<'filtered' | 'campaigns' | 'account', readonly string[]>>;
  readonly statuses: Readonly<Record<CampaignStatus, readonly string[]>>;
  /** Google Ads' types of campaign, by what they are called in its API. */
  readonly campaignTypes: Readonly<Record<string, readonly string[]>>;
}
