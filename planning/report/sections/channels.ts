import { microsToUnits } from '../../../store/model/money.ts';
import { channelName } from '../../channels.ts';
import { pointOf } from '../../performance/effects.ts';
import type { PerformanceRow } from '../../performance/performance-between.ts';
import type { Block } from '../document.ts';
import { amountText, changeOf, changeText, countText, ratioText, shareText } from '../figures.ts';
import type { ChannelRanking, MonthlyReport, RankedChannel } from '../monthly-report.ts';

/** What each channel got and brought, the best and the worst. */
export function channelBlocks(report: MonthlyReport): readonly Block[] {
  const { channels, currencyCode, revenueBasis, ranking } = report;
  const rows = [...channels.rows].sort((a, b) => Number(b.sums.spendMicros - a.sums.spendMicros));
  const revenueOf = (row: PerformanceRow) => pointOf(row.sums, revenueBasis).revenue;
  const allRevenue = pointOf(channels.total.sums, revenueBasis).revenue;
  const money = (units: number | null) => amountText(units, currencyCode);
  const nameOf = (row: PerformanceRow) => channelName(row.channel ?? '');
  const shareOfRevenue = (row: PerformanceRow) =>
    (revenueOf(row) ?? 0) / (allRevenue || Number.POSITIVE_INFINITY);
  return [
    { kind: 'HEADING', text: 'Channels' },
    ...(ranking ? [{ kind: 'PARAGRAPH', text: rankingSentence(ranking, currencyCode) } as const] : []),
    {
      kind: 'TABLE',
      caption: 'Channels by spend; changes are against the month before',
      columns: [
        { title: 'Channel', align: 'left' },
        ...['Spend', 'Change', 'Conversions', 'CPA', 'Revenue', 'Change', 'ROAS', 'ROMI by margin'].map(
          (title) => ({ title, align: 'right' }) as const,
        ),
      ],
      rows: rows.map((row) => {
        const before = row.before && pointOf(row.before.sums, revenueBasis);
        const spend = microsToUnits(row.sums.spendMicros);
        return [
          nameOf(row),
          money(spend),
          changeText(changeOf(before?.spend ?? null, spend)),
          countText(row.sums.conversions),
          money(row.ratios.cpaMicros === null ? null : microsToUnits(row.ratios.cpaMicros)),
          money(revenueOf(row)),
          changeText(changeOf(before?.revenue ?? null, revenueOf(row))),
          ratioText(row.ratios.roas),
          shareText(row.ratios.romiMargin),
        ];
      }),
    },
    ...(rows.length < 2 || !allRevenue
      ? []
      : [
          {
            kind: 'CHART',
            chart: {
              kind: 'BARS',
              title: 'Share of spend and of revenue',
              description: 'A channel whose revenue bar is the longer one brings more than its share.',
              series: ['Spend', 'Revenue'],
              groups: rows.map((row) => ({
                label: nameOf(row),
                values: [row.shareOfSpend ?? 0, shareOfRevenue(row)],
              })),
              format: (value: number) => shareText(value),
            },
          } as const,
        ]),
  ];
}

function rankingSentence({ by, best, worst }: ChannelRanking, currencyCode: string): string {
  const names = { ROMI: 'ROMI by margin', ROAS: 'ROAS', CPA: 'CPA' } as const;
  const value = ({ value: of }: RankedChannel) =>
    by === 'ROMI' ? shareText(of) : by === 'ROAS' ? ratioText(of) : amountText(of, currencyCode);
  const list = (ranked: readonly RankedChannel[]) =>
    ranked.map((one) => `${channelName(one.channel)} (${value(one)})`).join(', ');
  return `By ${names[by]}, the best are ${list(best)}; the worst are ${list(worst)}. These are averages: whether more money would bring as much is a question for the response curves.`;
}
