import { addDays, type IsoDate } from '../../store/model/day.ts';
import type { ExchangeRate } from '../../store/model/exchange-rate.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import { earlierDay, laterDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { MissingExchangeRateError } from '../errors.ts';
import { inverse, type Ratio, ratioNumber, ratioOf, scaled, times } from './ratio.ts';

/** Rates are not published on weekends and holidays: the last one before holds, up to this many days. */
export const RATE_HOLDS_DAYS = 7;

/** The currency over which two others are compared when no rate between them is stored. */
const CROSS: CurrencyCode = 'EUR';

/** How a rate was found: as stored, as one over the stored one, or over a third currency. */
export type RatePath = 'DIRECT' | 'INVERSE' | 'CROSS';

/** The rates that a sum was made with. */
export interface RatesUsed {
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  readonly path: RatePath;
  /** The first and last day that a rate used is of. */
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
  /** Units of `to` for one unit of `from`. */
  readonly lowest: number;
  readonly highest: number;
  /** Who published them, in order. */
  readonly sources: readonly string[];
}

interface DayRate {
  readonly date: IsoDate;
  readonly ratio: Ratio;
  readonly source: string;
}

interface Series {
  readonly path: RatePath;
  /** The rate of the day, or the last one before that still holds. */
  readonly on: (date: IsoDate) => DayRate | null;
}

/**
 * Dated rates into one currency. An amount is converted at the rate of its own day, exactly, and rounded to the
 * nearest micro; the book keeps which rates were used.
 */
export class RateBook {
  readonly to: CurrencyCode;
  readonly #series = new Map<CurrencyCode, readonly Series[]>();
  readonly #used = new Map<CurrencyCode, RatesUsed>();
  readonly #read: (from: CurrencyCode, to: CurrencyCode) => Promise<readonly ExchangeRate[]>;

  constructor(deps: Pick<PlanningDeps, 'store'>, workspace: WorkspaceId, to: CurrencyCode, range: DayRange) {
    this.to = to;
    const asked = { from: addDays(range.from, -RATE_HOLDS_DAYS), to: range.to };
    this.#read = (from, into) => deps.store.exchangeRates.ofPair(workspace, from, into, asked);
  }

  /** Reads the rates of these currencies; `convert` knows no others. */
  async prepare(currencies: Iterable<CurrencyCode>): Promise<void> {
    for (const from of new Set(currencies)) {
      if (from !== this.to && !this.#series.has(from)) this.#series.set(from, await this.#open(from));
    }
  }

  /** Throws `MissingExchangeRateError` when no rate holds on that day. */
  convert(micros: Micros, from: CurrencyCode, date: IsoDate): Micros {
    if (from === this.to || micros === 0n) return micros;
    for (const { path, on } of this.#series.get(from) ?? []) {
      const rate = on(date);
      if (rate === null) continue;
      this.#note(from, path, rate);
      return scaled(micros, rate.ratio);
    }
    throw new MissingExchangeRateError(from, this.to, date, RATE_HOLDS_DAYS);
  }

  /** Ordered by currency; empty when nothing had to be converted. */
  used(): readonly RatesUsed[] {
    return [...this.#used.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  async #open(from: CurrencyCode): Promise<readonly Series[]> {
    const pair = await this.#pair(from, this.to);
    if (from === CROSS || this.to === CROSS) return pair;
    const [first] = await this.#pair(from, CROSS);
    const [second] = await this.#pair(CROSS, this.to);
    return first && second ? [...pair, crossed(first, second)] : pair;
  }

  async #pair(from: CurrencyCode, to: CurrencyCode): Promise<readonly Series[]> {
    const direct = (await this.#read(from, to)).map((rate) => dayRate(rate, ratioOf(rate.rate)));
    const inverted = (await this.#read(to, from)).map((rate) => dayRate(rate, inverse(ratioOf(rate.rate))));
    const series: Series[] = [];
    if (direct.length > 0) series.push({ path: 'DIRECT', on: lastOf(direct) });
    if (inverted.length > 0) series.push({ path: 'INVERSE', on: lastOf(inverted) });
    return series;
  }

  #note(from: CurrencyCode, path: RatePath, { date, ratio, source }: DayRate): void {
    const rate = ratioNumber(ratio);
    const known = this.#used.get(from);
    this.#used.set(from, {
      from,
      to: this.to,
      path: known?.path ?? path,
      firstDay: known ? earlierDay(known.firstDay, date) : date,
      lastDay: known ? laterDay(known.lastDay, date) : date,
      lowest: Math.min(known?.lowest ?? rate, rate),
      highest: Math.max(known?.highest ?? rate, rate),
      sources: known?.sources.includes(source) ? known.sources : [...(known?.sources ?? []), source].sort(),
    });
  }
}

const dayRate = ({ date, source }: ExchangeRate, ratio: Ratio): DayRate => ({ date, ratio, source });

function crossed(first: Series, second: Series): Series {
  return {
    path: 'CROSS',
    on: (date) => {
      const [a, b] = [first.on(date), second.on(date)];
      if (a === null || b === null) return null;
      const source = a.source === b.source ? a.source : `${a.source}, ${b.source}`;
      return { date: earlierDay(a.date, b.date), ratio: times(a.ratio, b.ratio), source };
    },
  };
}

/** Looks up the last of these rates, which are ordered by day, that holds on a day. */
function lastOf(rates: readonly DayRate[]): Series['on'] {
  return (date) => {
    let low = 0;
    let high = rates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rates[middle]?.date ?? date) <= date) low = middle + 1;
      else high = middle;
    }
    const rate = rates[low - 1];
    return rate && rate.date >= addDays(date, -RATE_HOLDS_DAYS) ? rate : null;
  };
}
