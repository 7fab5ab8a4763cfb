import { microsToUnits } from '../../../store/model/money.ts';
import { channelName } from '../../channels.ts';
import type { GoalLine, GoalMetric, PlanAndFact } from '../../goals/plan-and-fact.ts';
import type { Block, Chart } from '../document.ts';
import { amountText, changeText, countText, pointsText, ratioText, shareText } from '../figures.ts';
import type { MonthlyReport } from '../monthly-report.ts';
import { deviationSentence, effectName } from '../reasons.ts';

/** Goals and fact, and why they differ. */
export function goalBlocks(report: MonthlyReport): readonly Block[] {
  const { goals, through } = report.goals;
  const heading = { kind: 'HEADING', text: 'Goals and fact' } as const;
  if (goals.length === 0) return [heading, { kind: 'PARAGRAPH', text: 'No goals were set for this month.' }];
  const ofAccount = goals.find(({ goal }) => goal.scope.kind === 'ACCOUNT');
  return [
    heading,
    ...(through !== null && through < report.range.to
      ? [
          {
            kind: 'PARAGRAPH',
            text: `Data goes to ${through}; deviations are from the plan to that day.`,
          } as const,
        ]
      : []),
    {
      kind: 'TABLE',
      caption: 'Plan and fact',
      columns: [
        { title: 'Goal', align: 'left' },
        { title: 'Figure', align: 'left' },
        { title: 'Plan', align: 'right' },
        { title: 'Fact', align: 'right' },
        { title: 'Deviation', align: 'right' },
        { title: 'Projected end', align: 'right' },
      ],
      rows: goals.flatMap((row) => row.lines.map((line) => lineCells(row, line))),
    },
    ...reasons(goals),
    ...(ofAccount ? accountCharts(report, ofAccount) : []),
  ];
}

const METRICS: Readonly<Record<GoalMetric, string>> = {
  SPEND: 'Spend',
  CONVERSIONS: 'Conversions',
  REVENUE: 'Revenue',
  CPA: 'CPA',
  ROAS: 'ROAS',
  ROMI: 'ROMI by margin',
};

function lineCells(
  row: PlanAndFact,
  { metric, plan, fact, deviation, projection }: GoalLine,
): readonly string[] {
  const text = (value: number | null) => valueText(metric, value, row.goal.currencyCode);
  const end = projection === null ? '' : text(projection.end);
  const band = projection?.interval;
  const isOver = band && band[0] === band[1];
  const range = band && !isOver ? ` (${text(band[0])} to ${text(band[1])})` : '';
  return [
    nameOf(row),
    METRICS[metric],
    text(plan),
    text(fact),
    metric === 'ROMI' ? pointsText(deviation) : changeText(deviation),
    isOver ? '' : `${end}${range}`,
  ];
}

function valueText(metric: GoalMetric, value: number | null, currencyCode: string): string {
  if (metric === 'CONVERSIONS') return countText(value);
  if (metric === 'ROAS') return ratioText(value);
  if (metric === 'ROMI') return shareText(value);
  return amountText(value, currencyCode);
}

function nameOf({ goal: { scope }, campaign }: PlanAndFact): string {
  if (scope.kind === 'ACCOUNT') return 'Account';
  return scope.kind === 'CHANNEL'
    ? channelName(scope.channel)
    : (campaign?.name ?? 'A campaign that is gone');
}

function reasons(goals: readonly PlanAndFact[]): readonly Block[] {
  const items = goals.flatMap((row) =>
    row.revenue === null
      ? []
      : [
          `${nameOf(row)}: ${lowerFirst(deviationSentence('Revenue', 'the plan to date', row.revenue, row.goal.currencyCode))}`,
        ],
  );
  return items.length === 0 ? [] : [{ kind: 'LIST', items }];
}

const lowerFirst = (text: string) => `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;

function accountCharts(report: MonthlyReport, row: PlanAndFact): readonly Block[] {
  const { currencyCode } = row.goal;
  const format = (value: number) => amountText(value, currencyCode);
  const charts: Chart[] = [];
  const spend = row.lines.find(({ metric }) => metric === 'SPEND');
  if (spend && report.currencyCode === currencyCode) charts.push(pacingChart(report, spend, format));
  if (row.revenue) {
    charts.push({
      kind: 'WATERFALL',
      title: 'From plan to fact',
      description: `Revenue planned to date, what each factor changed, and revenue that came, in ${currencyCode}.`,
      start: { label: 'Plan to date', value: microsToUnits(row.revenue.before) },
      steps: row.revenue.effects.map(({ kind, micros }) => ({
        label: effectName(kind),
        change: microsToUnits(micros),
      })),
      end: { label: 'Fact', value: microsToUnits(row.revenue.after) },
      format,
    });
  }
  return charts.map((chart) => ({ kind: 'CHART', chart }));
}

function pacingChart(
  { days, range, currencyCode }: MonthlyReport,
  { plan, projection }: GoalLine,
  format: (value: number) => string,
): Chart {
  const length = Number(range.to.slice(8));
  const spendOn = new Map(days.map(({ date, spend }) => [Number(date.slice(8)), spend]));
  const last = Math.max(0, ...spendOn.keys());
  const labels = Array.from({ length }, (_, i) => String(i + 1));
  let sum = 0;
  const actual = labels.map((_, i) => {
    sum += spendOn.get(i + 1) ?? 0;
    return i < last ? sum : null;
  });
  const interval = last < length ? projection?.interval : null;
  return {
    kind: 'LINE',
    title: 'Spend against plan',
    description: `Cumulative spend of the month against an even plan of ${format(plan)}, in ${currencyCode}${interval ? ', with the band of the projected end' : ''}.`,
    labels,
    lines: [
      { name: 'Spend', style: 'SOLID', values: actual },
      { name: 'Plan', style: 'DASHED', values: labels.map((_, i) => (plan * (i + 1)) / length) },
    ],
    band: interval
      ? { name: 'Projected end', from: Math.max(0, last - 1), low: interval[0], high: interval[1] }
      : null,
    format,
  };
}
