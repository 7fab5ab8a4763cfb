import { microsToUnits } from '../../../store/model/money.ts';
import { AMOUNTS, RATIOS, revenueMicrosOf } from '../../metrics.ts';
import { decomposed, pointOf } from '../../performance/effects.ts';
import type { PerformanceFigures } from '../../performance/tally.ts';
import type { Block } from '../document.ts';
import {
  amountText,
  changeOf,
  changeText,
  countText,
  monthText,
  pointsText,
  ratioText,
  shareText,
} from '../figures.ts';
import type { MonthlyReport } from '../monthly-report.ts';
import { deviationSentence } from '../reasons.ts';

/** The month in one table, beside the month before and the same month a year ago. */
export function overviewBlocks(report: MonthlyReport): readonly Block[] {
  const { channels, yearAgo, currencyCode, revenueBasis, months } = report;
  const { total } = channels;
  const previous = withData(total.before);
  const lastYear = withData(yearAgo.total.before);
  const lines = linesOf(report, total).map(({ name, value, text }, i) => {
    const before = previous && (linesOf(report, previous)[i]?.value ?? null);
    const year = lastYear && (linesOf(report, lastYear)[i]?.value ?? null);
    // A relative change of a number around zero says nothing.
    const change = (was: number | null) =>
      name.startsWith('ROMI')
        ? pointsText(was === null || value === null ? null : value - was)
        : changeText(changeOf(was, value));
    return [name, text(value), change(before), change(year)];
  });
  const change =
    previous &&
    decomposed(pointOf(previous.sums, revenueBasis), pointOf(total.sums, revenueBasis), 'revenue');
  return [
    { kind: 'HEADING', text: 'The month' },
    ...(change
      ? [
          {
            kind: 'PARAGRAPH',
            text: deviationSentence('Revenue', 'the month before', change, currencyCode),
          } as const,
        ]
      : []),
    {
      kind: 'TABLE',
      caption: 'Figures of the account',
      columns: [
        { title: 'Figure', align: 'left' },
        { title: monthText(report.month), align: 'right' },
        { title: 'vs month before', align: 'right' },
        { title: 'vs year ago', align: 'right' },
      ],
      rows: lines.filter(([, value]) => value !== '–'),
    },
    ...(months.length < 2
      ? []
      : [
          {
            kind: 'CHART',
            chart: {
              kind: 'LINE',
              title: 'Spend and revenue by month',
              description: `The ${months.length} months up to ${monthText(report.month)}, in ${currencyCode}.`,
              labels: months.map(({ month }) => month),
              lines: [
                { name: 'Spend', style: 'SOLID', values: months.map(({ spend }) => spend) },
                { name: 'Revenue', style: 'DASHED', values: months.map(({ revenue }) => revenue) },
              ],
              band: null,
              format: (value: number) => amountText(value, currencyCode),
            },
          } as const,
        ]),
  ];
}

const withData = (figures: PerformanceFigures | null) => (figures && figures.days > 0 ? figures : null);

function linesOf({ currencyCode, revenueBasis }: MonthlyReport, { sums, ratios }: PerformanceFigures) {
  const money = (units: number | null) => amountText(units, currencyCode);
  const amount = (micros: bigint | null) => (micros === null ? null : microsToUnits(micros));
  const line = (name: string, value: number | null, text: (value: number | null) => string) => ({
    name,
    value,
    text,
  });
  return [
    line('Spend', amount(sums.spendMicros), money),
    line('Impressions', sums.impressions, countText),
    line('Clicks', sums.clicks, countText),
    line('Conversions', sums.conversions, countText),
    line('Leads', sums.leads, countText),
    line('Orders', sums.orders, countText),
    line('New customers', sums.newCustomers, countText),
    line('Revenue', amount(revenueMicrosOf(sums, revenueBasis)), money),
    line(AMOUNTS.profit.name, amount(ratios.profitMicros), money),
    line(RATIOS.ctr.name, ratios.ctr, (value) => shareText(value, 2)),
    line(AMOUNTS.cpc.name, amount(ratios.cpcMicros), money),
    line(RATIOS.cr.name, ratios.cr, (value) => shareText(value, 2)),
    line(AMOUNTS.cpa.name, amount(ratios.cpaMicros), money),
    line(AMOUNTS.cpl.name, amount(ratios.cplMicros), money),
    line(AMOUNTS.cpo.name, amount(ratios.cpoMicros), money),
    line(AMOUNTS.paidCac.name, amount(ratios.paidCacMicros), money),
    line(AMOUNTS.cac.name, amount(ratios.cacMicros), money),
    line(AMOUNTS.aov.name, amount(ratios.aovMicros), money),
    line(RATIOS.roas.name, ratios.roas, ratioText),
    line('Cost-revenue ratio', ratios.costRevenueRatio, shareText),
    line('ROMI by revenue', ratios.romiRevenue, shareText),
    line('ROMI by margin', ratios.romiMargin, shareText),
    line(RATIOS.ltvToCac.name, ratios.ltvToCac, ratioText),
    line(RATIOS.paybackMonths.name, ratios.paybackMonths, (value) => ratioText(value, 1)),
  ];
}
