import type { CampaignSeries, DayObservation } from '../../optimizer/fit/fitted-curve.ts';
import { BadInputError } from '../exit-code.ts';
import { badCell, present, readDate, readNumber, readRows } from './csv-rows.ts';

/** What a curve counts, by the column it is in. */
export type OutcomeColumn = 'conversions' | 'revenue';

/** Of the tidy format, what a fit needs beside the outcome; any others are ignored. */
const COLUMNS = ['date', 'channel', 'campaign', 'spend'] as const;
const EXAMPLE = 'date,channel,campaign,spend,impressions,clicks,conversions,revenue';

/**
 * Reads `date,channel,campaign,spend,…,conversions,…` into one series per channel and campaign, in order of
 * appearance, days ascending. An empty outcome cell is a figure that was not reported. Throws a `BadInputError` that
 * names the line for anything it cannot be sure of.
 */
export function readTidyCsv(text: string, outcome: OutcomeColumn = 'conversions'): CampaignSeries[] {
  const days = new Map<string, { campaign: string; channel: string; byDate: Map<string, DayOnLine> }>();
  for (const row of readRows(text, [...COLUMNS, outcome], EXAMPLE)) {
    const { line } = row;
    const campaign = present(row, 'campaign');
    const channel = present(row, 'channel');
    const key = JSON.stringify([channel, campaign]);
    const series = days.get(key) ?? { campaign, channel, byDate: new Map() };
    days.set(key, series);

    const date = readDate(row);
    const twin = series.byDate.get(date);
    if (twin) {
      throw new BadInputError(
        `Line ${line}: ${date} of campaign ${JSON.stringify(campaign)} (${channel}) was already on line ${twin.line}. ` +
          'Wanted one row per campaign and day: add up the rows of a day first.',
      );
    }
    const spend = readNumber(row, 'spend');
    if (spend === null) throw badCell(row, 'spend', 'an amount; write 0 for a day without spend');
    series.byDate.set(date, { line, day: { date, spend, outcome: readNumber(row, outcome) } });
  }
  return Array.from(days.values(), ({ campaign, channel, byDate }) => ({
    campaign,
    channel,
    ...(outcome === 'revenue' && { outcome: 'MONEY' as const }),
    days: Array.from(byDate.values(), ({ day }) => day).sort((a, b) => (a.date < b.date ? -1 : 1)),
  }));
}

interface DayOnLine {
  readonly line: number;
  readonly day: DayObservation;
}
