import type { Application, ChangeSet, DryRun, PlanItem } from '../client/plan-documents.ts';
import { formatChange, formatNumber, formatRelativeChange, formatShare } from '../terminal/number.ts';
import type { Style } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';

export interface ReportOptions {
  readonly style: Style;
  readonly width: number;
}

const number = ({ amount }: { readonly amount: string }) => Number(amount);

/** Of lines that say the same of many budgets. */
const MOST_LINES = 20;

/** The first of the lines, each with its line break, and how many are left. */
export const firstLines = (lines: readonly string[], whatIsLeft: string): readonly string[] =>
  lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} ${whatIsLeft}\n`];

/**
 * What would change and what it would bring, one line a budget, the largest change first, as `terraform plan` shows
 * resources.
 */
export function renderDiff(changeSet: ChangeSet, { style, width }: ReportOptions): string {
  const items = (changeSet.items ?? changeSet.itemPage?.nodes ?? []).toSorted(
    (a, b) => Math.abs(number(b.change)) - Math.abs(number(a.change)),
  );
  const left = changeSet.itemCount - items.length;
  const change = number(changeSet.totalAfter) - number(changeSet.totalBefore);
  const table = renderTable(
    [
      { header: '' },
      { header: 'Campaign', narrow: 'truncate' },
      { header: 'Channel', narrow: 'truncate' },
      { header: 'Now', align: 'right' },
      { header: 'Then', align: 'right' },
      { header: 'Change', align: 'right' },
      { header: '%', align: 'right' },
      { header: 'Conv./day', align: 'right' },
    ],
    items.map((item) => itemCells(item, style)),
    {
      style,
      width,
      footer: [
        '',
        'Total',
        '',
        formatNumber(number(changeSet.totalBefore), 2),
        formatNumber(number(changeSet.totalAfter), 2),
        formatChange(change, 2),
        formatRelativeChange(change / number(changeSet.totalBefore), 1),
        formatChange(changeSet.expectedGain, 2),
      ],
    },
  );
  const { raisedCount, itemCount } = changeSet;
  const verdicts = changeSet.violations.map(
    ({ rail, sentence }) => `${style.bad('!')} ${rail}: ${sentence}\n`,
  );
  const rest = left > 0 ? `… and ${left} smaller changes; --all shows them.\n` : '';
  return `${table}
${rest}Plan: ${raisedCount} to raise, ${itemCount - raisedCount} to lower, in ${changeSet.currencyCode} a day. ${formatShare(changeSet.movedRatio)} of all budgets move${changeSet.stages.length > 1 ? ` in the first of ${changeSet.stages.length} steps` : ''}.
${firstLines(verdicts, 'more guard rails are broken').join('')}`;
}

function itemCells(item: PlanItem, style: Style) {
  const isRaised = number(item.change) > 0;
  const paint = isRaised ? style.good : style.bad;
  const gained =
    item.expectedAfter && item.expectedBefore
      ? item.expectedAfter.conversions - item.expectedBefore.conversions
      : null;
  return [
    { text: isRaised ? '+' : '-', paint },
    item.campaignName,
    item.channel,
    `${item.isBudgetKnown ? '' : '~'}${formatNumber(number(item.before), 2)}`,
    formatNumber(number(item.after), 2),
    { text: formatChange(number(item.change), 2), paint },
    formatRelativeChange(item.changeRatio, 1),
    formatChange(gained, 2),
  ];
}

/** Where the change set is in its life, and what became of its budgets. */
export function renderStatus(changeSet: ChangeSet, { style }: ReportOptions): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Plan', `${style.bold(changeSet.name)}  ${changeSet.id}`],
    ['State', `${changeSet.state}${changeSet.note ? `: ${changeSet.note}` : ''}`],
    ['Hash', changeSet.planHash],
    ['Revision', String(changeSet.revision)],
    ['Proposed by', changeSet.createdBy],
    ...(changeSet.approval
      ? [['Approved by', `${changeSet.approval.by} at ${changeSet.approval.at}`] as const]
      : []),
    ...(changeSet.dueAt ? [['Due at', changeSet.dueAt] as const] : []),
    ['Good until', changeSet.expiresAt],
    ...changeSet.applications.map(
      ({ stage, startedAt, isDone, executor, counts }) =>
        [
          changeSet.stages.length > 1 ? `Step ${stage + 1}` : 'Application',
          `${executor}, begun at ${startedAt}, ${isDone ? 'done' : 'not done'}: ${countsText(counts)}`,
        ] as const,
    ),
  ];
  return rows.map(([what, value]) => `${style.dim(what.padEnd(13))}${value}\n`).join('');
}

const countsText = (counts: Application['counts']): string =>
  counts
    .toSorted((a, b) => (a.status < b.status ? -1 : 1))
    .map(({ status, count }) => `${count} ${status.toLowerCase().replaceAll('_', ' ')}`)
    .join(', ');

export function renderDryRun(
  { budgetsToChange, drifted, violations }: DryRun,
  { style }: ReportOptions,
): string {
  const drifts = drifted.map(
    ({ campaignId, plannedFromMicros, foundMicros }) =>
      `${style.warn('~')} ${campaignId} has drifted: ${units(plannedFromMicros)} was planned from, ${units(foundMicros)} was found.\n`,
  );
  const broken = violations.map(({ rail, sentence }) => `${style.bad('!')} ${rail}: ${sentence}\n`);
  const lines = [
    ...firstLines(drifts, 'more have drifted'),
    ...firstLines(broken, 'more guard rails are broken'),
    `${conclusion(drifted.length + violations.length, budgetsToChange)}\n`,
  ];
  return lines.join('');
}

const conclusion = (obstacles: number, budgets: number) =>
  obstacles === 0
    ? `Dry run: ${budgets} budgets would be changed. Nothing was.`
    : 'Dry run: it would not be applied. Nothing was changed.';

const units = (micros: string | null) =>
  micros === null ? 'no budget' : formatNumber(Number(micros) / 1e6, 2);
