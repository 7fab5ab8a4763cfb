import type { Campaign, DailyPerformance } from '../../../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import { campaignIdOf, describedCampaign } from '../campaign-entity.ts';
import type { ExportRow, OpenedExport, OutcomeRow } from '../parsed-export.ts';
import {
  dailyOutcomes,
  dailyPerformance,
  type LoadableExport,
  outcomesLedger,
  performanceLedger,
} from './ledgers.ts';
import { type DayLedger, mergeDays, NO_ROWS, type RowCounts } from './month-ledger.ts';
import { outcomeSourceOf } from './outcome-source.ts';
import { putCampaign } from './put-campaign.ts';

/** Rows held at a time. Large enough that a month of a campaign mostly comes together, whatever the file's order. */
export const BUFFERED_ROWS = 20_000;
const CONCURRENT_CAMPAIGNS = 16;

export interface LoadOptions {
  /** False: only count what a load would do. */
  readonly write: boolean;
  /** Campaigns that are left as they are: they seem to be in the store already under another id. */
  readonly leaveOut?: ReadonlySet<CampaignId>;
  /** Rows at the beginning that an earlier, interrupted load has written. */
  readonly rowsDone?: number;
  /** Rows held at a time; `BUFFERED_ROWS` by default. */
  readonly bufferedRows?: number;
  /** Asked between parts of the file; true ends the load there, to be gone on with by `rowsDone`. */
  readonly isOver?: () => boolean;
  /** Told between parts of the file, once they are written. */
  readonly onProgress?: (rowsDone: number) => Promise<void> | void;
}

export interface LoadResult {
  readonly counts: RowCounts;
  readonly leftOut: number;
  readonly rowsDone: number;
  /** False where `isOver` ended it. */
  readonly isComplete: boolean;
  /** Campaigns of which anything was written. */
  readonly campaigns: readonly CampaignId[];
}

export const isLoadable = (opened: OpenedExport): opened is LoadableExport =>
  opened.refusals.length === 0 && opened.asOf !== null && opened.kind !== null;

/**
 * Loads the rows of an export, part by part, in bounded memory. A load is an upsert in which the newer `asOf` wins:
 * repeated, interrupted and begun again, or run beside another, it ends in the same state.
 */
export async function loadExport(
  store: Store,
  workspace: WorkspaceId,
  opened: LoadableExport,
  options: LoadOptions,
): Promise<LoadResult> {
  const load = new Load(store, workspace, opened, options, await store.campaigns.all(workspace));
  const { rowsDone: from = 0, isOver = () => false } = options;
  let seen = 0;
  for await (const { rows, outcomes } of opened.batches()) {
    for (const row of [...rows, ...outcomes]) {
      seen += 1;
      if (seen > from) load.add(row);
    }
    if (load.isFull) {
      await load.flush();
      await options.onProgress?.(seen);
      if (isOver()) return { ...load.result(), rowsDone: seen, isComplete: false };
    }
  }
  await load.flush();
  // Rows first: a campaign that can be listed has its days.
  if (options.write) await load.putCampaigns();
  await options.onProgress?.(seen);
  return { ...load.result(), rowsDone: seen, isComplete: true };
}

class Load {
  #days: DailyPerformance[] = [];
  #outcomes: OutcomeRow[] = [];
  #counts: RowCounts = NO_ROWS;
  #leftOut = 0;
  readonly #touched = new Set<CampaignId>();
  readonly #store: Store;
  readonly #workspace: WorkspaceId;
  readonly #opened: LoadableExport;
  readonly #options: LoadOptions;
  readonly #performance: DayLedger<DailyPerformance, CampaignId>;

  constructor(
    store: Store,
    workspace: WorkspaceId,
    opened: LoadableExport,
    options: LoadOptions,
    stored: readonly Campaign[],
  ) {
    this.#store = store;
    this.#workspace = workspace;
    this.#opened = opened;
    this.#options = options;
    const known = new Set(stored.map(({ id }) => id));
    this.#performance = performanceLedger(store, workspace, (id) => {
      const isNew = !known.has(id);
      known.add(id);
      return isNew;
    });
  }

  get isFull(): boolean {
    return this.#days.length + this.#outcomes.length >= (this.#options.bufferedRows ?? BUFFERED_ROWS);
  }

  add(row: ExportRow | OutcomeRow): void {
    if (!('platform' in row)) {
      this.#outcomes.push(row);
      return;
    }
    const id = campaignIdOf(row);
    if (this.#options.leaveOut?.has(id)) this.#leftOut += 1;
    else this.#days.push(dailyPerformance(this.#workspace, id, this.#opened, row));
  }

  async flush(): Promise<void> {
    const [days, outcomes] = [this.#days, this.#outcomes];
    this.#days = [];
    this.#outcomes = [];
    const { write } = this.#options;
    this.#count(await mergeDays(this.#performance, days, write, (id) => this.#touched.add(id)));
    this.#count(await this.#mergeOutcomes(outcomes, write));
  }

  async #mergeOutcomes(rows: readonly OutcomeRow[], write: boolean): Promise<RowCounts> {
    if (rows.length === 0) return NO_ROWS;
    const read = rows.map((row) => ({ row, source: outcomeSourceOf(this.#workspace, row) }));
    if (write) {
      const sources = new Map(read.map(({ source }) => [source.key, source]));
      await this.#store.outcomes.putSources(this.#workspace, [...sources.values()]);
    }
    const days = read.map(({ row, source }) => dailyOutcomes(this.#workspace, source.key, this.#opened, row));
    return mergeDays(outcomesLedger(this.#store, this.#workspace), days, write);
  }

  #count(more: RowCounts): void {
    const sum = (change: keyof RowCounts) => this.#counts[change] + more[change];
    this.#counts = {
      CREATED: sum('CREATED'),
      UPDATED: sum('UPDATED'),
      UNCHANGED: sum('UNCHANGED'),
      OLDER: sum('OLDER'),
    };
  }

  async putCampaigns(): Promise<void> {
    const { asOf, currency, timeZone, campaigns } = this.#opened;
    if (currency === null) return;
    const waiting = campaigns
      .map((campaign) => describedCampaign(this.#workspace, campaign, { asOf, currency, timeZone }))
      .filter(({ id }) => !this.#options.leaveOut?.has(id))
      .values();
    const lane = async () => {
      for (const described of waiting) {
        if (await putCampaign(this.#store, described)) this.#touched.add(described.id);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_CAMPAIGNS }, lane));
    // From now on its curves and goals are looked after.
    await this.#store.agenda.addWorkspace(this.#workspace);
  }

  result(): Pick<LoadResult, 'counts' | 'leftOut' | 'campaigns'> {
    return { counts: this.#counts, leftOut: this.#leftOut, campaigns: [...this.#touched].sort() };
  }
}
