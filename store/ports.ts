import type { IsoDate } from './model/day.ts';
import type { Economics, EconomicsKey, ExtraCost, ExtraCostKey } from './model/economics.ts';
import type { Campaign, DailyPerformance, Scenario, StoredCurve } from './model/entities.ts';
import type {
  CalendarEventKey,
  CalendarEventRecord,
  CurveOutcome,
  Experiment,
  ExperimentKey,
  Incrementality,
  IncrementalityKey,
  LevelBreakKey,
  LevelBreakRecord,
} from './model/evidence.ts';
import type { ExchangeRate } from './model/exchange-rate.ts';
import type { Goal, GoalKey } from './model/goal.ts';
import type {
  ApplicationId,
  CampaignId,
  ChangeSetId,
  Channel,
  ImportId,
  ScenarioId,
  WorkspaceId,
} from './model/ids.ts';
import type { ImportRecord } from './model/import-record.ts';
import type {
  Application,
  Attention,
  AuditEvent,
  CampaignBudget,
  ChangeSet,
  IdempotentRequest,
  ListedChangeSet,
  StoredGuardRails,
} from './model/ledger.ts';
import type { CurrencyCode } from './model/money.ts';
import type { Month, MonthHash, MonthlyOutcomes, MonthlyPerformance } from './model/monthly.ts';
import type { DailyOutcomes, OutcomeKey, OutcomeSource } from './model/outcomes.ts';

/** One page of a keyset-paginated list. A cursor names a position, never a key: it holds no workspace. */
export interface Page<T> {
  readonly items: readonly { readonly item: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  readonly after?: string | undefined;
}

/** Both ends included. */
export interface DayRange {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Every part that is given must hold. An empty list lets nothing pass; leave it out to let everything pass. */
export interface CampaignFilter {
  readonly channels?: readonly Channel[] | undefined;
  readonly platforms?: readonly string[] | undefined;
  readonly statuses?: readonly Campaign['status'][] | undefined;
  /** Case-insensitive part of the name. */
  readonly nameContains?: string | undefined;
}

export interface CampaignRepository {
  get(workspace: WorkspaceId, id: CampaignId): Promise<Campaign | null>;
  /** In the order asked; null where there is none. */
  getMany(workspace: WorkspaceId, ids: readonly CampaignId[]): Promise<readonly (Campaign | null)[]>;
  /** Ordered by id. A filtered page is full whenever enough campaigns match. */
  list(workspace: WorkspaceId, page: PageRequest, filter?: CampaignFilter): Promise<Page<Campaign>>;
  /** Every campaign of the workspace, ordered by id. */
  all(workspace: WorkspaceId): Promise<readonly Campaign[]>;
  /**
   * Writes the campaign if its stored version is `expectedVersion` (null: it must not exist yet) and returns it
   * with the next version. Throws `VersionConflictError` with the stored campaign otherwise.
   */
  put(campaign: Omit<Campaign, 'version'>, expectedVersion: number | null): Promise<Campaign>;
}

/** All the days of one campaign in one month: as they were read, and as they shall be. None is ever taken away. */
export interface MonthChange<Day> {
  readonly before: readonly Day[];
  readonly after: readonly Day[];
}

export interface DailyPerformanceRepository {
  /**
   * Upserts by campaign and day, whatever is stored: for rows that nobody else writes. Writing the same rows again
   * changes nothing.
   */
  putMany(workspace: WorkspaceId, rows: readonly DailyPerformance[]): Promise<void>;
  /**
   * Writes the changed days of each month together with the month's sums, all or nothing, and only where the stored
   * days are still those of `before`. Each month may be named once. Returns the changes that were not made since
   * another writer was faster; one that changes nothing is not among them.
   */
  replaceMonths(
    workspace: WorkspaceId,
    changes: readonly MonthChange<DailyPerformance>[],
  ): Promise<readonly MonthChange<DailyPerformance>[]>;
  /** The sums of every campaign with a day in the month, ordered by campaign. Always those of the stored days. */
  ofMonth(workspace: WorkspaceId, month: Month): Promise<readonly MonthlyPerformance[]>;
  /** Of every campaign with a day in the month, ordered by campaign. Always those of the stored days. */
  hashesOfMonth(workspace: WorkspaceId, month: Month): Promise<readonly MonthHash<CampaignId>[]>;
  /** Ordered by day. */
  ofCampaign(
    workspace: WorkspaceId,
    campaign: CampaignId,
    range?: DayRange,
  ): Promise<readonly DailyPerformance[]>;
  /**
   * Every campaign of the channel, ordered by day, then campaign. Throws `DayRangeTooLongError` beyond 240 months:
   * each month is a read of its own.
   */
  ofChannel(workspace: WorkspaceId, channel: Channel, range: DayRange): Promise<readonly DailyPerformance[]>;
}

export interface OutcomeRepository {
  /** Names are kept once; those of a key never change. */
  putSources(workspace: WorkspaceId, sources: readonly OutcomeSource[]): Promise<void>;
  /** Ordered by key. */
  sources(workspace: WorkspaceId): Promise<readonly OutcomeSource[]>;
  /** As `DailyPerformanceRepository.replaceMonths`. */
  replaceMonths(
    workspace: WorkspaceId,
    changes: readonly MonthChange<DailyOutcomes>[],
  ): Promise<readonly MonthChange<DailyOutcomes>[]>;
  /** Ordered by day. */
  ofSource(workspace: WorkspaceId, key: OutcomeKey, range?: DayRange): Promise<readonly DailyOutcomes[]>;
  /** The sums of every source with a day in the month, ordered by key. */
  ofMonth(workspace: WorkspaceId, month: Month): Promise<readonly MonthlyOutcomes[]>;
  /** Of every source with a day in the month, ordered by key. */
  hashesOfMonth(workspace: WorkspaceId, month: Month): Promise<readonly MonthHash<OutcomeKey>[]>;
}

export interface ImportRepository {
  get(workspace: WorkspaceId, id: ImportId): Promise<ImportRecord | null>;
  /** Newest first. */
  list(workspace: WorkspaceId, page: PageRequest): Promise<Page<ImportRecord>>;
  /** As `CampaignRepository.put`. */
  put(record: Omit<ImportRecord, 'version'>, expectedVersion: number | null): Promise<ImportRecord>;
}

export interface ExchangeRateRepository {
  /** Upserts by pair and day. */
  putMany(workspace: WorkspaceId, rates: readonly ExchangeRate[]): Promise<void>;
  /** Ordered by day. */
  ofPair(
    workspace: WorkspaceId,
    from: CurrencyCode,
    to: CurrencyCode,
    range: DayRange,
  ): Promise<readonly ExchangeRate[]>;
}

export interface CurveRepository {
  putMany(workspace: WorkspaceId, curves: readonly StoredCurve[]): Promise<void>;
  get(workspace: WorkspaceId, campaign: CampaignId, outcome: CurveOutcome): Promise<StoredCurve | null>;
  /** Every curve of the outcome, ordered by campaign. */
  all(workspace: WorkspaceId, outcome: CurveOutcome): Promise<readonly StoredCurve[]>;
}

export interface ScenarioRepository {
  /** Throws `AlreadyExistsError` when the id is taken: a scenario is never overwritten. */
  create(scenario: Scenario): Promise<void>;
  get(workspace: WorkspaceId, id: ScenarioId): Promise<Scenario | null>;
  /** Newest first. A filtered page is full whenever enough scenarios match. */
  list(workspace: WorkspaceId, page: PageRequest, filter?: ScenarioFilter): Promise<Page<Scenario>>;
  /**
   * Writes the scenario if its stored version is the one given and returns it with the next version. Throws
   * `VersionConflictError` with the stored scenario otherwise.
   */
  put(scenario: Scenario): Promise<Scenario>;
}

/** Every part that is given must hold. */
export interface ScenarioFilter {
  readonly states?: readonly Scenario['state'][] | undefined;
  /** Case-insensitive part of the name. */
  readonly nameContains?: string | undefined;
  readonly createdBy?: string | undefined;
  /** Default false: archived ones are left out. */
  readonly withArchived?: boolean | undefined;
}

/** Records with a natural key. A workspace holds few enough of them to be read at once. */
export interface EvidenceRepository<Stored extends Key & Versioned, Key extends object> {
  get(workspace: WorkspaceId, key: Key): Promise<Stored | null>;
  /** Every record of the workspace, ordered by its key. */
  all(workspace: WorkspaceId): Promise<readonly Stored[]>;
  /**
   * Writes the record if its stored version is `expectedVersion` (null: it must not exist yet) and returns it with
   * the next version. Throws `VersionConflictError` with the stored record otherwise.
   */
  put(record: Omit<Stored, 'version'>, expectedVersion: number | null): Promise<Stored>;
  /** Throws `VersionConflictError` unless the stored version is `expectedVersion`. Returns what was removed. */
  remove(workspace: WorkspaceId, key: Key, expectedVersion: number): Promise<Stored>;
}

export interface Versioned {
  readonly workspaceId: WorkspaceId;
  readonly version: number;
}

export type ExperimentRepository = EvidenceRepository<Experiment, ExperimentKey>;
/** Ordered by first day, then name. */
export type CalendarEventRepository = EvidenceRepository<CalendarEventRecord, CalendarEventKey>;
/** Ordered by campaign, then day. */
export type LevelBreakRepository = EvidenceRepository<LevelBreakRecord, LevelBreakKey>;
/** Ordered by channel, then first day. */
export type IncrementalityRepository = EvidenceRepository<Incrementality, IncrementalityKey>;

/** Ordered by the first month that they hold. */
export type EconomicsRepository = EvidenceRepository<Economics, EconomicsKey>;
/** Ordered by month, then name. */
export type ExtraCostRepository = EvidenceRepository<ExtraCost, ExtraCostKey>;

export interface GoalRepository {
  /** The goals of one month: the account's first, then campaigns by id, then channels by slug. */
  ofMonth(month: Month): EvidenceRepository<Goal, GoalKey>;
}

/** A record beside the version that was read; null: there was none. */
export interface Replacement<T> {
  readonly record: T;
  readonly expectedVersion: number | null;
}

/** Written all or nothing: the event, and the records that it leaves behind. */
export interface LedgerWrite {
  readonly event: AuditEvent;
  readonly budgets?: readonly Replacement<CampaignBudget>[];
  readonly changeSets?: readonly Replacement<ChangeSet>[];
  readonly application?: Replacement<Application>;
  readonly guardRails?: Replacement<StoredGuardRails>;
  /** Must be new. */
  readonly request?: IdempotentRequest;
}

/**
 * The log of audit events and what it led to. Who writes reads the newest event first, then the records, and hands in
 * the event that follows: when another writer was faster, nothing is written. So all writes of a workspace happen as
 * if one after the other. Reads are strongly consistent.
 */
export interface LedgerRepository {
  newestEvent(workspace: WorkspaceId): Promise<AuditEvent | null>;
  /**
   * False when there is an event of this sequence already, or a record has another version than expected. An event
   * that is already there under the same id was written by an earlier attempt: true. Throws
   * `TransactionTooLargeError` for more than 100 records, the event included.
   */
  write(write: LedgerWrite): Promise<boolean>;
  /** Newest first. */
  events(workspace: WorkspaceId, page: PageRequest): Promise<Page<AuditEvent>>;
  /** From this sequence on, oldest first. */
  eventsFrom(workspace: WorkspaceId, sequence: number): Promise<readonly AuditEvent[]>;
  event(workspace: WorkspaceId, sequence: number): Promise<AuditEvent | null>;
  /** Every budget of the workspace, ordered by campaign. */
  budgets(workspace: WorkspaceId): Promise<readonly CampaignBudget[]>;
  /** In the order asked; null where there is none. */
  budgetsOf(
    workspace: WorkspaceId,
    campaigns: readonly CampaignId[],
  ): Promise<readonly (CampaignBudget | null)[]>;
  changeSet(workspace: WorkspaceId, id: ChangeSetId): Promise<ChangeSet | null>;
  /** Newest first, without their bulk. */
  changeSets(workspace: WorkspaceId, page: PageRequest): Promise<Page<ListedChangeSet>>;
  application(workspace: WorkspaceId, id: ApplicationId): Promise<Application | null>;
  request(workspace: WorkspaceId, key: string): Promise<IdempotentRequest | null>;
  guardRails(workspace: WorkspaceId): Promise<StoredGuardRails | null>;
}

/** A change set whose moment has come. */
export interface DueChangeSet {
  readonly workspaceId: WorkspaceId;
  readonly id: ChangeSetId;
  readonly at: string;
}

/**
 * What is to be done, across workspaces: for work in the background alone, never for a request. Reads may be a moment
 * late.
 */
export interface AgendaRepository {
  /** Change sets whose attention of this kind came at `until` or before, the longest waiting first, at most `limit`. */
  dueChangeSets(kind: Attention['kind'], until: string, limit: number): Promise<readonly DueChangeSet[]>;
  /** Every workspace that was put down, ordered by id. */
  workspaces(): Promise<readonly WorkspaceId[]>;
  /** Puts a workspace down; once is enough, again does no harm. */
  addWorkspace(workspace: WorkspaceId): Promise<void>;
  removeWorkspace(workspace: WorkspaceId): Promise<void>;
}

export interface Store {
  readonly campaigns: CampaignRepository;
  readonly dailyPerformance: DailyPerformanceRepository;
  readonly outcomes: OutcomeRepository;
  readonly imports: ImportRepository;
  readonly exchangeRates: ExchangeRateRepository;
  readonly curves: CurveRepository;
  readonly scenarios: ScenarioRepository;
  readonly experiments: ExperimentRepository;
  readonly calendarEvents: CalendarEventRepository;
  readonly levelBreaks: LevelBreakRepository;
  readonly incrementality: IncrementalityRepository;
  readonly goals: GoalRepository;
  readonly economics: EconomicsRepository;
  readonly extraCosts: ExtraCostRepository;
  readonly ledger: LedgerRepository;
  readonly agenda: AgendaRepository;
}

export type { UploadStore, UploadTarget } from './upload-ports.ts';
