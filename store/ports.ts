import type { IsoDate } from './model/day.ts';
import type { Campaign, DailyPerformance, Scenario, StoredCurve } from './model/entities.ts';
import type { CampaignId, Channel, ScenarioId, WorkspaceId } from './model/ids.ts';

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

export interface DailyPerformanceRepository {
  /** Upserts by campaign and day. Writing the same rows again changes nothing. */
  putMany(workspace: WorkspaceId, rows: readonly DailyPerformance[]): Promise<void>;
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

export interface CurveRepository {
  putMany(workspace: WorkspaceId, curves: readonly StoredCurve[]): Promise<void>;
  get(workspace: WorkspaceId, campaign: CampaignId): Promise<StoredCurve | null>;
  all(workspace: WorkspaceId): Promise<readonly StoredCurve[]>;
}

export interface ScenarioRepository {
  /** Throws `AlreadyExistsError` when the id is taken: a scenario is never overwritten. */
  create(scenario: Scenario): Promise<void>;
  get(workspace: WorkspaceId, id: ScenarioId): Promise<Scenario | null>;
  /** Newest first. */
  list(workspace: WorkspaceId, page: PageRequest): Promise<Page<Scenario>>;
}

export interface Store {
  readonly campaigns: CampaignRepository;
  readonly dailyPerformance: DailyPerformanceRepository;
  readonly curves: CurveRepository;
  readonly scenarios: ScenarioRepository;
}
