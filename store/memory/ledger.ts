import * as keys from '../dynamo/keys.ts';
import { type PackedJson, packLargeJson, unpackJson } from '../json-document.ts';
import { checkLedgerWrite } from '../ledger-records.ts';
import type {
  Application,
  AuditEvent,
  CampaignBudget,
  ChangeSet,
  IdempotentRequest,
  ListedChangeSet,
  StoredGuardRails,
} from '../model/ledger.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { LedgerRepository, PageRequest, Replacement } from '../ports.ts';
import { compareBytes, Partitions } from './ordered-map.ts';

interface Document {
  readonly body: unknown;
  readonly bulk?: unknown;
}

type Packed<T> = Omit<T, keyof Document> & {
  readonly packedBody: PackedJson;
  readonly packedBulk: PackedJson | null;
};

/** Records with a body, which is kept as JSON text, so that what comes back is what a database would give back. */
class Documents<T extends Document> {
  readonly #partitions = new Partitions<Packed<T>>();
  readonly #what: string;
  constructor(what: string) {
    this.#what = what;
  }
  get({ pk, sk }: keys.Key): T | null {
    const packed = this.#partitions.read(pk).get(sk);
    return packed ? unpacked(packed) : null;
  }
  prepare({ pk, sk }: keys.Key, { body, bulk, ...rest }: T): () => void {
    const packedBulk = bulk === undefined ? null : packLargeJson(this.#what, bulk);
    const packed = { ...rest, packedBody: packLargeJson(this.#what, body), packedBulk };
    return () => this.#partitions.write(pk, sk, packed);
  }
  newestFirst(partition: string, prefix: string, page: PageRequest, sortKeyOf: (item: T) => string) {
    const { first, after } = pageBounds(page, prefix);
    const found = this.#partitions
      .read(partition)
      .entries()
      .filter(([sortKey]) => after === null || compareBytes(sortKey, after) < 0)
      .reverse()
      .slice(0, first + 1)
      .map(([, packed]) => unpacked<T>({ ...packed, packedBulk: null }));
    return toPage(found, first, sortKeyOf);
  }
  /** Without their bulk. */
  values(): readonly T[] {
    return this.#partitions.valuesUnder('').map((packed) => unpacked<T>({ ...packed, packedBulk: null }));
  }
  from(partition: string, sortKey: string): readonly T[] {
    const entries = this.#partitions.read(partition).entries();
    return entries.filter(([key]) => compareBytes(key, sortKey) >= 0).map(([, packed]) => unpacked(packed));
  }
}

function unpacked<T extends Document>({ packedBody, packedBulk, ...rest }: Packed<T>): T {
  const bulk = packedBulk === null ? {} : { bulk: unpackJson(packedBulk) };
  // Packed in `prepare` from exactly this.
  return { ...rest, body: unpackJson(packedBody), ...bulk } as unknown as T;
}

const isAsExpected = (stored: { readonly version: number } | null, expected: number | null) =>
  (stored?.version ?? null) === expected;

export interface MemoryLedger extends LedgerRepository {
  /** Of every workspace. */
  allChangeSets(): readonly ListedChangeSet[];
}

export function memoryLedger(): MemoryLedger {
  const events = new Documents<AuditEvent>('An audit event');
  const changeSets = new Documents<ChangeSet>('A change set');
  const applications = new Documents<Application>('An application');
  const guardRails = new Documents<StoredGuardRails>('The guard rails');
  const budgets = new Partitions<CampaignBudget>();
  const requests = new Partitions<IdempotentRequest>();

  const eventKey = ({ workspaceId, sequence }: Pick<AuditEvent, 'workspaceId' | 'sequence'>) => ({
    pk: keys.auditPartition(workspaceId),
    sk: keys.auditSortKey(sequence),
  });
  const budgetOf = (workspace: CampaignBudget['workspaceId'], campaign: CampaignBudget['campaignId']) =>
    budgets.read(keys.budgetPartition(workspace)).get(keys.campaignSortKey(campaign)) ?? null;

  /** What to do once every condition of the write holds; null where one does not. */
  function prepared<T extends Document & { readonly version: number }>(
    documents: Documents<T>,
    key: (record: T) => keys.Key,
    replacements: readonly Replacement<T>[],
  ): (() => void)[] | null {
    const isHeld = replacements.every(({ record, expectedVersion }) =>
      isAsExpected(documents.get(key(record)), expectedVersion),
    );
    return isHeld ? replacements.map(({ record }) => documents.prepare(key(record), record)) : null;
  }

  return {
    allChangeSets: () => changeSets.values(),

    async newestEvent(workspace) {
      const page = { first: 1 };
      const { items } = events.newestFirst(
        keys.auditPartition(workspace),
        keys.AUDIT_SORT_PREFIX,
        page,
        ({ sequence }) => keys.auditSortKey(sequence),
      );
      return items[0]?.item ?? null;
    },

    async write(write) {
      checkLedgerWrite(write);
      const { event, request } = write;
      const present = events.get(eventKey(event));
      if (present) return present.id === event.id;
      const replacedBudgets = write.budgets ?? [];
      const documents = [
        prepared(
          changeSets,
          ({ workspaceId, id }) => keys.changeSetKey(workspaceId, id),
          write.changeSets ?? [],
        ),
        prepared(
          applications,
          ({ workspaceId, id }) => keys.applicationKey(workspaceId, id),
          write.application ? [write.application] : [],
        ),
        prepared(
          guardRails,
          ({ workspaceId }) => keys.guardRailsKey(workspaceId),
          write.guardRails ? [write.guardRails] : [],
        ),
      ];
      const requestKey = request && keys.requestKey(request.workspaceId, request.key);
      const isHeld =
        replacedBudgets.every(({ record, expectedVersion }) =>
          isAsExpected(budgetOf(record.workspaceId, record.campaignId), expectedVersion),
        ) && !(requestKey && requests.read(requestKey.pk).get(requestKey.sk));
      const acts = documents.flatMap((act) => act ?? []);
      if (!isHeld || documents.includes(null)) return false;

      // Nothing below can fail, so it happens as a whole.
      const writeEvent = events.prepare(eventKey(event), event);
      for (const act of acts) act();
      for (const { record } of replacedBudgets) {
        budgets.write(
          keys.budgetPartition(record.workspaceId),
          keys.campaignSortKey(record.campaignId),
          structuredClone(record),
        );
      }
      if (request && requestKey) requests.write(requestKey.pk, requestKey.sk, { ...request });
      writeEvent();
      return true;
    },

    async events(workspace, page) {
      return events.newestFirst(
        keys.auditPartition(workspace),
        keys.AUDIT_SORT_PREFIX,
        page,
        ({ sequence }) => keys.auditSortKey(sequence),
      );
    },
    async eventsFrom(workspace, sequence) {
      return events.from(keys.auditPartition(workspace), keys.auditSortKey(sequence));
    },
    async event(workspaceId, sequence) {
      return events.get(eventKey({ workspaceId, sequence }));
    },
    async budgets(workspace) {
      return budgets.read(keys.budgetPartition(workspace)).values();
    },
    async budgetsOf(workspace, campaigns) {
      return campaigns.map((campaign) => budgetOf(workspace, campaign));
    },
    async changeSet(workspace, id) {
      return changeSets.get(keys.changeSetKey(workspace, id));
    },
    async changeSets(workspace, page) {
      return changeSets.newestFirst(
        keys.changeSetPartition(workspace),
        keys.CHANGE_SET_SORT_PREFIX,
        page,
        ({ id }) => keys.changeSetSortKey(id),
      );
    },
    async application(workspace, id) {
      return applications.get(keys.applicationKey(workspace, id));
    },
    async request(workspace, key) {
      const { pk, sk } = keys.requestKey(workspace, key);
      return requests.read(pk).get(sk) ?? null;
    },
    async guardRails(workspace) {
      return guardRails.get(keys.guardRailsKey(workspace));
    },
  };
}
