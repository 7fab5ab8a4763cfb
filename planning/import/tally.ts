import { dayNumber, type IsoDate } from '../../store/model/day.ts';
import type { Channel } from '../../store/model/ids.ts';
import type { Micros } from '../../store/model/money.ts';
import { createDayIndex, type DayIndex } from './day-index.ts';
import type { ExportCampaign } from './parsed-export.ts';
import type { UnfinishedOutcome, UnfinishedRow } from './rows.ts';

/** Sums of the rows of a file, and which of them are of one campaign and day. */
export interface Tally {
  /** `mark` tells rows of one campaign and day apart. Returns whether the same mark has been there before. */
  addRow(row: UnfinishedRow, mark: number): boolean;
  addOutcome(outcome: UnfinishedOutcome, mark: number): boolean;
  readonly index: KeyedDays;
  readonly dates: { readonly first: IsoDate | null; readonly last: IsoDate | null };
  readonly spendMicros: Micros;
  readonly spendByDay: ReadonlyMap<IsoDate, Micros>;
  readonly spendByChannel: ReadonlyMap<Channel, Micros>;
  readonly attributions: ReadonlySet<string>;
  readonly withoutConversions: number;
  campaigns(): readonly ExportCampaign[];
}

/** Days by the number of a key, and the numbers of keys. */
export interface KeyedDays {
  readonly days: DayIndex;
  keyOf(text: string): number;
}

/** What makes rows one row; see `ExportRow`. */
export const rowKey = (row: UnfinishedRow): string =>
  JSON.stringify([row.platform, row.accountId, row.campaignExternalId]);

export const outcomeKey = ({ campaignExternalId, campaignName, utm }: UnfinishedOutcome): string =>
  JSON.stringify([campaignExternalId, campaignName, utm?.source, utm?.medium, utm?.campaign]);

type Described = { -readonly [key in keyof ExportCampaign]: ExportCampaign[key] };

export function createTally(): Tally {
  const keys = new Map<string, number>();
  const days = createDayIndex();
  const campaigns: Described[] = [];
  const spendByDay = new Map<IsoDate, Micros>();
  const spendByChannel = new Map<Channel, Micros>();
  const attributions = new Set<string>();
  /** Of rows that share a campaign and day: a mark of which, and of the row. */
  const repeated = new Set<string>();
  let first: IsoDate | null = null;
  let last: IsoDate | null = null;
  let spendMicros = 0n;
  let withoutConversions = 0;

  function keyOf(text: string): number {
    const known = keys.get(text);
    if (known !== undefined) return known;
    keys.set(text, keys.size);
    return keys.size - 1;
  }

  /** How many rows the key and day have now, and whether one of them is marked the same. */
  function count(key: number, date: IsoDate, mark: number) {
    if (first === null || date < first) first = date;
    if (last === null || date > last) last = date;
    const day = dayNumber(date);
    const { count: rows, firstMark } = days.add(key, day, mark);
    if (rows === 1) return { rows, isDouble: false };
    const name = `${key} ${day} ${mark}`;
    const isDouble = mark === firstMark || repeated.has(name);
    repeated.add(name);
    return { rows, isDouble };
  }

  function addRow(row: UnfinishedRow, mark: number): boolean {
    const key = keyOf(rowKey(row));
    const { rows, isDouble } = count(key, row.date, mark);
    describe(key, row, rows === 1);
    spendMicros += row.spendMicros;
    spendByDay.set(row.date, (spendByDay.get(row.date) ?? 0n) + row.spendMicros);
    spendByChannel.set(row.channel, (spendByChannel.get(row.channel) ?? 0n) + row.spendMicros);
    if (row.attribution !== null) attributions.add(row.attribution);
    if (row.conversions === null) withoutConversions += 1;
    return isDouble;
  }

  function describe(key: number, row: UnfinishedRow, isNewDay: boolean): void {
    const known = campaigns[key];
    const { platform, campaignExternalId, campaignName, accountId, channel, status, date } = row;
    if (known === undefined) {
      const described = { platform, campaignExternalId, campaignName, accountId, channel, status };
      campaigns[key] = { ...described, firstDay: date, lastDay: date, days: 1 };
      return;
    }
    if (date >= known.lastDay)
      Object.assign(known, { campaignName, channel, status: status ?? known.status, lastDay: date });
    if (date < known.firstDay) known.firstDay = date;
    if (isNewDay) known.days += 1;
  }

  return {
    addRow,
    addOutcome: (outcome, mark) => count(keyOf(outcomeKey(outcome)), outcome.date, mark).isDouble,
    index: { days, keyOf },
    get dates() {
      return { first, last };
    },
    get spendMicros() {
      return spendMicros;
    },
    get withoutConversions() {
      return withoutConversions;
    },
    spendByDay,
    spendByChannel,
    attributions,
    campaigns: () => [...campaigns].sort(byPlatformAccountCampaign),
  };
}

function byPlatformAccountCampaign(a: ExportCampaign, b: ExportCampaign): number {
  const [x, y] = [a, b].map((of) => [of.platform, of.accountId ?? '', of.campaignExternalId] as const);
  for (const part of [0, 1, 2] as const)
    if (x?.[part] !== y?.[part]) return (x?.[part] ?? '') < (y?.[part] ?? '') ? -1 : 1;
  return 0;
}
