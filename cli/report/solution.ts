import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type {
  AllocationResult,
  BindingConstraint,
  UnitReason,
  UnitResult,
} from '../../optimizer/problem/result.ts';
import {
  formatChange,
  formatDuration,
  formatGap,
  formatNumber,
  formatRelativeChange,
  formatSignificant,
  NO_FIGURE,
} from '../terminal/number.ts';
import { PLAIN, type Style } from '../terminal/style.ts';
import { arrows, type Cell, renderTable } from '../terminal/table.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { ReportOptions } from './curves.ts';
import { limitName } from './limit-names.ts';
import { renderAnswers } from './solution-answers.ts';

/** The answer to one problem of the JSON format, to read: the plan, its proof, what binds, what else was asked. */
export function renderSolution(
  problem: AllocationProblem,
  result: AllocationResult,
  { style = PLAIN, width = 120 }: ReportOptions = {},
): string {
  const title = result.name === undefined ? '' : `${style.bold(printable(result.name))}\n\n`;
  return [
    title,
    renderUnits(problem, result, style, width),
    '\n',
    ...verdict(problem, result, style).map(([mark, text]) => bullet(mark, text, width)),
    renderAnswers(problem, result, { style, width }),
  ].join('');
}

const REASON: Readonly<Record<UnitReason, string>> = {
  LOCKED: 'locked',
  AT_MINIMUM: 'at its minimum',
  AT_MAXIMUM: 'at its maximum',
  AT_GROUP_LIMIT: 'group at its limit',
  MARGINAL_RETURN_EQUAL: 'in balance with the rest',
  NO_GAIN_FROM_MOVING: 'no gain from moving',
  SWITCHED_OFF: 'switched off',
  AT_MIN_IF_ON: 'at the least it runs with',
  AT_STEP: 'at its best step',
  LIMITED_BY_MOVES: 'no move left for it',
  AT_MARGINAL_TARGET: 'at the marginal target',
};

function renderUnits(
  { currency, period }: AllocationProblem,
  result: AllocationResult,
  style: Style,
  width: number,
): string {
  const { units } = result;
  const sum = (figure: (unit: UnitResult) => number | null) =>
    units.reduce<number | null>((total, unit) => {
      const value = figure(unit);
      return total === null || value === null ? null : total + value;
    }, 0);
  const current = sum((unit) => unit.current) ?? 0;
  const outcomes = arrows([
    ...units.map((unit) => [one(unit.outcomeBefore), one(unit.outcomeAfter)] as const),
    [one(sum((unit) => unit.outcomeBefore)), one(sum((unit) => unit.outcomeAfter))],
  ]);
  const marginals = arrows(
    units.map((unit) => [formatSignificant(unit.marginalBefore), formatSignificant(unit.marginalAfter)]),
  );
  const rate = [currency, period && `a ${period.toLowerCase()}`].filter(Boolean).join(' ');
  return renderTable(
    [
      { header: 'Unit', narrow: 'truncate' },
      { header: rate || 'current', align: 'right' },
      { header: 'planned', align: 'right' },
      { header: 'change', align: 'right' },
      { header: '', align: 'right' },
      { header: 'Outcome', align: 'right' },
      { header: 'Marginal outcome', align: 'right' },
      { header: 'Why', narrow: 'wrap' },
    ],
    units.map((unit, index): Cell[] => [
      unit.id,
      formatNumber(unit.current, 2),
      formatNumber(unit.spend, 2),
      ...changeCells(unit.current, unit.spend, style),
      outcomes[index] ?? '',
      marginals[index] ?? '',
      { text: unit.reason === null ? '' : REASON[unit.reason], paint: style.dim },
    ]),
    {
      style,
      width,
      footer: [
        { text: 'Total', paint: style.bold },
        formatNumber(current, 2),
        formatNumber(result.totalSpend, 2),
        ...changeCells(current, result.totalSpend, style),
        { text: outcomes.at(-1) ?? '', paint: style.bold },
        '',
        '',
      ],
    },
  );
}

function changeCells(current: number, spend: number | null, style: Style): Cell[] {
  if (spend === null) return [NO_FIGURE, ''];
  const change = spend - current;
  if (Math.abs(change) < 0.005) return [{ text: '0.00', paint: style.dim }, ''];
  const paint = change > 0 ? style.good : style.bad;
  return [
    { text: formatChange(change, 2), paint },
    { text: current > 0 ? formatRelativeChange(change / current) : 'new', paint },
  ];
}

type Line = readonly [mark: string, text: string];

function verdict(problem: AllocationProblem, result: AllocationResult, style: Style): Line[] {
  const { status, objectiveValue, currentValue, infeasibility, violations, bindingConstraints } = result;
  if (objectiveValue === null || violations === null) {
    const why = infeasibility?.message ?? 'No plan was found.';
    return [
      [style.bad('✗'), `${style.bold(status)}: ${printable(why)}`],
      ...(infeasibility?.constraints ?? []).map(
        ({ description }): Line => [style.dim('·'), printable(description)],
      ),
    ];
  }
  const breach = Math.max(...Object.values(violations));
  const isKept = breach <= 1e-6 * Math.max(1, result.totalSpend ?? 0);
  const ordered = [...bindingConstraints].sort((a, b) => weight(b) - weight(a));
  return [
    [
      style.good('▲'),
      `${style.bold(objectiveName(problem))}: ${formatSignificant(currentValue, 6)} → ${formatSignificant(objectiveValue, 6)}`,
    ],
    [status === 'OPTIMAL' ? style.good('✓') : style.warn('!'), `${style.bold(status)}: ${proofOf(result)}`],
    isKept
      ? [style.good('✓'), 'Every limit holds.']
      : [style.bad('✗'), `A limit is broken by ${formatSignificant(breach)}.`],
    ...ordered.map((constraint): Line => [style.dim('·'), bindingSentence(constraint)]),
  ];
}

/** The budget first, then what costs most. */
const weight = ({ kind, shadowPrice }: BindingConstraint) =>
  kind === 'BUDGET' ? Number.MAX_VALUE : Math.abs(shadowPrice);

function proofOf({ upperBound, lowerBound, relativeGap, solve }: AllocationResult): string {
  const bound =
    typeof upperBound === 'number'
      ? `no plan within these limits has more than ${formatSignificant(upperBound, 9)}`
      : typeof lowerBound === 'number'
        ? `no plan within these limits takes less than ${formatSignificant(lowerBound, 9)}`
        : 'no bound was proven';
  const route = solve.route.toLowerCase().replaceAll('_', ' ');
  return `${bound}; proven gap ${formatGap(relativeGap)} (${route}, ${formatDuration(solve.wallMs)})`;
}

function bindingSentence({ kind, unit, group, shadowPrice }: BindingConstraint): string {
  const worth = `one more of room is worth ${formatSignificant(shadowPrice)}`;
  return `${limitName(kind, unit ?? group)}: ${worth}.`;
}

function objectiveName({ objective }: AllocationProblem): string {
  if ('minimize' in objective) return 'Spend';
  return objective.maximize === 'ROI'
    ? 'ROI'
    : `${objective.maximize[0]}${objective.maximize.slice(1).toLowerCase()}`;
}

const one = (value: number | null) => formatNumber(value, 1);
