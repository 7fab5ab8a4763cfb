import type { IsoDate } from '../model/day.ts';
import type { CurveOutcome } from '../model/evidence.ts';
import type { GoalScope } from '../model/goal.ts';
import {
  type ApplicationId,
  type CampaignId,
  type ChangeSetId,
  type Channel,
  type ExperimentId,
  type ImportId,
  type ScenarioId,
  type WorkspaceId,
  workspaceId,
} from '../model/ids.ts';
import type { Attention } from '../model/ledger.ts';
import type { CurrencyCode } from '../model/money.ts';
import type { Month } from '../model/monthly.ts';
import type { OutcomeKey } from '../model/outcomes.ts';

/**
 * Every key of the table. The workspace comes first in each partition key, of the table and of the index, and ends
 * in `#`, which no id may hold: so workspace `ac` is no prefix of `acme`, and `dynamodb:LeadingKeys` can fence a
 * workspace off.
 *
 * | entity            | pk                    | sk               |
 * |-------------------|-----------------------|------------------|
 * | campaign          | `W#<ws>#CAMPAIGN`     | `C#<campaign>`   |
 * | daily performance | `W#<ws>#C#<campaign>` | `D#<yyyy-mm-dd>` |
 * | its month's sums  | `W#<ws>#MONTH#<yyyy-mm>` | `C#<campaign>` |
 * | outcome source    | `W#<ws>#OUTCOME`      | `O#<key>`        |
 * | daily outcomes    | `W#<ws>#O#<key>`      | `D#<yyyy-mm-dd>` |
 * | its month's sums  | `W#<ws>#OMONTH#<yyyy-mm>` | `O#<key>`    |
 * | import            | `W#<ws>#IMPORT`       | `I#<import>`     |
 * | exchange rate     | `W#<ws>#RATE#<from>#<to>` | `D#<yyyy-mm-dd>` |
 * | response curve    | `W#<ws>#CURVE`        | `C#<campaign>`   |
 * | revenue curve     | `W#<ws>#CURVE#REVENUE`| `C#<campaign>`   |
 * | scenario          | `W#<ws>#SCENARIO`     | `S#<scenario>`   |
 * | its parts, if large | `W#<ws>#SCENARIOPART` | `S#<scenario>#<hash>#<number, 4 digits>` |
 * | experiment        | `W#<ws>#EXPERIMENT`   | `X#<experiment>` |
 * | calendar event    | `W#<ws>#EVENT`        | `E#<yyyy-mm-dd>#<name>` |
 * | level break       | `W#<ws>#BREAK`        | `C#<campaign>#<yyyy-mm-dd>` |
 * | incrementality    | `W#<ws>#INCREMENTALITY` | `CH#<channel>#<yyyy-mm-dd>` |
 * | goal              | `W#<ws>#GOAL#<yyyy-mm>` | `A`, `C#<campaign>` or `CH#<channel>` |
 * | economics         | `W#<ws>#ECONOMICS`    | `M#<yyyy-mm>`    |
 * | extra cost        | `W#<ws>#COST`         | `M#<yyyy-mm>#<name>` |
 * | campaign budget   | `W#<ws>#BUDGET`       | `C#<campaign>`   |
 * | change set        | `W#<ws>#CHANGESET`    | `CS#<change set>` |
 * | application       | `W#<ws>#APPLICATION`  | `A#<application>` |
 * | request           | `W#<ws>#REQUEST`      | `K#<idempotency key>` |
 * | guard rails       | `W#<ws>#POLICY`       | `GUARDRAILS`     |
 * | audit event       | `W#<ws>#AUDIT`        | `A#<sequence, 12 digits>` |
 * | parts of a large change set (`CS`), application (`A`) or event (`E`) | `W#<ws>#LEDGERPART` | `P#<kind>#<id>#<hash>#<number, 4 digits>` |
 * | table version     | `TABLE`               | `VERSION`        |
 * | known workspace   | `WORKSPACES`          | `W#<ws>`         |
 *
 * Index `gsi1` holds daily performance, `W#<ws>#CH#<channel>#M#<yyyy-mm>` / `<yyyy-mm-dd>#<campaign>`, and what is due,
 * `DUE#APPLY` and `DUE#EXPIRE` / moment. The last two and the known workspaces are the agenda of the background, which
 * no request reads: their keys alone are without a workspace.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** One text per key: no key holds a control character. */
export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export interface IndexKey {
  readonly gsi1pk: string;
  readonly gsi1sk: string;
}

export const TABLE_VERSION_KEY: Key = { pk: 'TABLE', sk: 'VERSION' };

/** What every partition key of a workspace begins with. */
export const workspacePrefix = (workspace: WorkspaceId): string => `W#${workspace}#`;
const ofWorkspace = (workspace: WorkspaceId, rest: string): string => workspacePrefix(workspace) + rest;

export const CAMPAIGN_SORT_PREFIX = 'C#';
export const campaignPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'CAMPAIGN');
export const campaignSortKey = (id: CampaignId): string => `${CAMPAIGN_SORT_PREFIX}${id}`;
export const campaignKey = (workspace: WorkspaceId, id: CampaignId): Key => ({
  pk: campaignPartition(workspace),
  sk: campaignSortKey(id),
});

export const daysPartition = (workspace: WorkspaceId, campaign: CampaignId): string =>
  ofWorkspace(workspace, `C#${campaign}`);
/** What the days partitions of all the workspace's campaigns begin with. */
export const everyDaysPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'C#');
export const daySortKey = (date: IsoDate): string => `D#${date}`;
export const dayKey = (workspace: WorkspaceId, campaign: CampaignId, date: IsoDate): Key => ({
  pk: daysPartition(workspace, campaign),
  sk: daySortKey(date),
});

/** A month's sums of all campaigns lie together, so that a year of an account is a dozen reads. */
export const monthPartition = (workspace: WorkspaceId, month: Month): string =>
  ofWorkspace(workspace, `MONTH#${month}`);
export const monthKey = (workspace: WorkspaceId, campaign: CampaignId, month: Month): Key => ({
  pk: monthPartition(workspace, month),
  sk: campaignSortKey(campaign),
});

const outcomeSortKey = (key: OutcomeKey): string => `O#${key}`;
export const outcomeSourcePartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'OUTCOME');
export const outcomeSourceKey = (workspace: WorkspaceId, key: OutcomeKey): Key => ({
  pk: outcomeSourcePartition(workspace),
  sk: outcomeSortKey(key),
});
export const outcomeDaysPartition = (workspace: WorkspaceId, key: OutcomeKey): string =>
  ofWorkspace(workspace, outcomeSortKey(key));
export const outcomeDayKey = (workspace: WorkspaceId, key: OutcomeKey, date: IsoDate): Key => ({
  pk: outcomeDaysPartition(workspace, key),
  sk: daySortKey(date),
});
export const outcomeMonthPartition = (workspace: WorkspaceId, month: Month): string =>
  ofWorkspace(workspace, `OMONTH#${month}`);
export const outcomeMonthKey = (workspace: WorkspaceId, key: OutcomeKey, month: Month): Key => ({
  pk: outcomeMonthPartition(workspace, month),
  sk: outcomeSortKey(key),
});

export const IMPORT_SORT_PREFIX = 'I#';
export const importPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'IMPORT');
export const importSortKey = (id: ImportId): string => `${IMPORT_SORT_PREFIX}${id}`;

export const ratePartition = (workspace: WorkspaceId, from: CurrencyCode, to: CurrencyCode): string =>
  ofWorkspace(workspace, `RATE#${from}#${to}`);

/** A channel's days lie in one index partition a month, so that no partition grows without end. */
export const channelMonthPartition = (workspace: WorkspaceId, channel: Channel, month: string): string =>
  ofWorkspace(workspace, `CH#${channel}#M#${month}`);
export const channelDayKey = (
  workspace: WorkspaceId,
  channel: Channel,
  date: IsoDate,
  campaign: CampaignId,
): IndexKey => ({
  gsi1pk: channelMonthPartition(workspace, channel, date.slice(0, 7)),
  gsi1sk: `${date}#${campaign}`,
});
/** Index sort keys from the first campaign of `from` to the last of `to`: `$` is the character after `#`. */
export const channelDayBounds = (from: IsoDate, to: IsoDate): readonly [string, string] => [
  `${from}#`,
  `${to}$`,
];

/** Curves of conversions came first and keep their place. */
export const curvePartition = (workspace: WorkspaceId, outcome: CurveOutcome): string =>
  ofWorkspace(workspace, outcome === 'CONVERSIONS' ? 'CURVE' : `CURVE#${outcome}`);
export const curveKey = (workspace: WorkspaceId, campaign: CampaignId, outcome: CurveOutcome): Key => ({
  pk: curvePartition(workspace, outcome),
  sk: campaignSortKey(campaign),
});

export const SCENARIO_SORT_PREFIX = 'S#';
export const scenarioPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'SCENARIO');
export const scenarioSortKey = (id: ScenarioId): string => `${SCENARIO_SORT_PREFIX}${id}`;
export const scenarioKey = (workspace: WorkspaceId, id: ScenarioId): Key => ({
  pk: scenarioPartition(workspace),
  sk: scenarioSortKey(id),
});

/** Documents that are too large for their items lie in parts; the hash is that of all parts together. */
export const partPrefix = (owner: string, hash: string): string => `${owner}#${hash}#`;
export const partSortKey = (owner: string, hash: string, part: number): string =>
  partPrefix(owner, hash) + String(part).padStart(4, '0');
export const scenarioPartPartition = (workspace: WorkspaceId): string =>
  ofWorkspace(workspace, 'SCENARIOPART');
/** Of change sets, applications and audit events. No sort key begins as one that the outbox listens for. */
export const ledgerPartPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'LEDGERPART');
export const ledgerPartOwner = (kind: 'CS' | 'A' | 'E', id: string): string => `P#${kind}#${id}`;

export const experimentPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'EXPERIMENT');
export const experimentSortKey = (id: ExperimentId): string => `X#${id}`;

export const calendarEventPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'EVENT');
/** The name comes last: whatever it holds, two events never share a key. */
export const calendarEventSortKey = (from: IsoDate, name: string): string => `E#${from}#${name}`;

export const levelBreakPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'BREAK');
export const levelBreakSortKey = (campaign: CampaignId, date: IsoDate): string => `C#${campaign}#${date}`;

export const incrementalityPartition = (workspace: WorkspaceId): string =>
  ofWorkspace(workspace, 'INCREMENTALITY');
export const incrementalitySortKey = (channel: Channel, from: IsoDate): string => `CH#${channel}#${from}`;

export const goalPartition = (workspace: WorkspaceId, month: Month): string =>
  ofWorkspace(workspace, `GOAL#${month}`);
export function goalSortKey(scope: GoalScope): string {
  if (scope.kind === 'ACCOUNT') return 'A';
  return scope.kind === 'CHANNEL' ? `CH#${scope.channel}` : campaignSortKey(scope.campaignId);
}

export const economicsPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'ECONOMICS');
export const economicsSortKey = (from: Month): string => `M#${from}`;

export const extraCostPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'COST');
/** The name comes last: whatever it holds, two costs never share a key. */
export const extraCostSortKey = (month: Month, name: string): string => `M#${month}#${name}`;

export const budgetPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'BUDGET');
export const budgetKey = (workspace: WorkspaceId, campaign: CampaignId): Key => ({
  pk: budgetPartition(workspace),
  sk: campaignSortKey(campaign),
});

export const CHANGE_SET_SORT_PREFIX = 'CS#';
export const changeSetPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'CHANGESET');
export const changeSetSortKey = (id: ChangeSetId): string => `${CHANGE_SET_SORT_PREFIX}${id}`;
export const changeSetKey = (workspace: WorkspaceId, id: ChangeSetId): Key => ({
  pk: changeSetPartition(workspace),
  sk: changeSetSortKey(id),
});

export const applicationKey = (workspace: WorkspaceId, id: ApplicationId): Key => ({
  pk: ofWorkspace(workspace, 'APPLICATION'),
  sk: `A#${id}`,
});

export const requestKey = (workspace: WorkspaceId, idempotencyKey: string): Key => ({
  pk: ofWorkspace(workspace, 'REQUEST'),
  sk: `K#${idempotencyKey}`,
});

export const guardRailsKey = (workspace: WorkspaceId): Key => ({
  pk: ofWorkspace(workspace, 'POLICY'),
  sk: 'GUARDRAILS',
});

/** Change sets that wait for a moment, whoever's they are. */
export const duePartition = (kind: Attention['kind']): string => `DUE#${kind}`;

export const WORKSPACES_PARTITION = 'WORKSPACES';
const WORKSPACE_PREFIX = 'W#';
export const workspaceKey = (workspace: WorkspaceId): Key => ({
  pk: WORKSPACES_PARTITION,
  sk: `${WORKSPACE_PREFIX}${workspace}`,
});
export const workspaceOfKey = ({ sk }: Pick<Key, 'sk'>): WorkspaceId =>
  workspaceId(sk.slice(WORKSPACE_PREFIX.length));

/** The workspace that a partition belongs to; null for those that belong to none. */
export function workspaceOfPartition(pk: string): WorkspaceId | null {
  const name = /^W#([^#]+)#/.exec(pk)?.[1];
  return name === undefined ? null : workspaceId(name);
}

/** As many digits as keep the order of numbers the order of texts for a trillion events. */
const SEQUENCE_DIGITS = 12;
export const AUDIT_SORT_PREFIX = 'A#';
export const auditPartition = (workspace: WorkspaceId): string => ofWorkspace(workspace, 'AUDIT');
export const auditSortKey = (sequence: number): string =>
  `${AUDIT_SORT_PREFIX}${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
