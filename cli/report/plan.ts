import {
  formatChange,
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
import type { BindingConstraintView, MoveView, PlanView } from './view.ts';

/** The reallocation table: who gives, who gets, and why. Largest rise first. */
export function renderMoves(plan: PlanView, { style = PLAIN, width = 120 }: ReportOptions = {}): string {
  const moves = [...plan.moves].sort((a, b) => (changeOf(b) ?? 0) - (changeOf(a) ?? 0));
  const totals = totalsOf(plan);
  const outcomes = arrows([...moves, totals].map((row) => [one(row.outcomeBefore), one(row.outcomeAfter)]));
  const prices = arrows(moves.map((move) => [price(move.marginalCpaBefore), price(move.marginalCpaAfter)]));
  return renderTable(
    [
      { header: 'Campaign', narrow: 'truncate' },
      { header: `${plan.currencyCode} a day`, align: 'right' },
      { header: 'proposed', align: 'right' },
      { header: 'change', align: 'right' },
      { header: '', align: 'right' },
      { header: 'Conversions', align: 'right' },
      { header: 'Marginal CPA', align: 'right' },
      { header: 'Why', narrow: 'wrap' },
    ],
    moves.map((move, index): Cell[] => [
      move.campaign,
      formatNumber(move.currentSpend, 2),
      formatNumber(move.proposedSpend, 2),
      ...changeCells(move, style),
      outcomes[index] ?? '',
      prices[index] ?? '',
      { text: whyOf(move), paint: style.dim },
    ]),
    {
      style,
      width,
      footer: [
        { text: 'Total', paint: style.bold },
        formatNumber(totals.currentSpend, 2),
        formatNumber(totals.proposedSpend, 2),
        ...changeCells(totals, style),
        { text: outcomes.at(-1) ?? '', paint: style.bold },
        '',
        '',
      ],
    },
  );
}

/** What the plan gains, and what proves that there is none better. */
export function renderVerdict(plan: PlanView, { style = PLAIN, width = 120 }: ReportOptions = {}): string {
  const { good, bad, warn, dim } = style;
  if (plan.infeasibility !== null) {
    return bullet(bad('✗'), `${style.bold('No plan can hold:')} ${plan.infeasibility}`, width);
  }
  const isOptimal = plan.status === 'OPTIMAL';
  return [
    bullet(good('▲'), gainSentence(plan, style), width),
    bullet(isOptimal ? good('✓') : warn('!'), statusSentence(plan, style), width),
    isKept(plan)
      ? bullet(good('✓'), 'The budget and every limit hold, to the cent.', width)
      : bullet(bad('✗'), `A limit is broken by ${formatSignificant(plan.largestViolation)}.`, width),
    ...[...heldBack(plan), ...leftOut(plan), ...plan.notes].map((text) =>
      bullet(dim('·'), printable(text), width),
    ),
  ].join('');
}

/** What is counted, for one line of text. */
const OUTCOME = {
  MAX_CONVERSIONS: { what: 'conversions', isMoney: false },
  MAX_REVENUE: { what: 'revenue', isMoney: true },
  MAX_PROFIT: { what: 'profit', isMoney: true },
  MAX_ROI: { what: 'ROI', isMoney: false },
  MIN_SPEND: { what: 'spend', isMoney: true },
} as const;

function gainSentence(plan: PlanView, style: Style): string {
  const { what, isMoney } = OUTCOME[plan.objective];
  const amount = (value: number | null) =>
    isMoney ? `${formatNumber(value, 2)} ${plan.currencyCode}` : formatNumber(value, what === 'ROI' ? 2 : 1);
  const [before, after] =
    plan.objective === 'MAX_CONVERSIONS'
      ? [plan.outcomeBefore, plan.outcomeAfter]
      : [plan.objectiveBefore, plan.objectiveAfter];
  const share = after === null || before === 0 ? null : (after - before) / Math.abs(before);
  const headline = `${formatRelativeChange(share, 1)} ${what} ${spendPhrase(plan)}`;
  return `${style.bold(headline)}: ${amount(before)} → ${amount(after)} a day${intervalPhrase(plan)}`;
}

function intervalPhrase({ gainInterval, objective }: PlanView): string {
  if (gainInterval === null || objective !== 'MAX_CONVERSIONS') return '';
  const [low, high] = gainInterval;
  return ` (80 % interval of the gain: ${formatChange(low, 1)} to ${formatChange(high, 1)})`;
}

function spendPhrase({ currentSpend, proposedSpend, currencyCode }: PlanView): string {
  const change = proposedSpend === null ? 0 : proposedSpend - currentSpend;
  if (Math.abs(change) < MINOR_UNIT) return 'for the same money';
  return `for ${formatChange(change, 2)} ${currencyCode} a day`;
}

function statusSentence(plan: PlanView, style: Style): string {
  const { what, isMoney } = OUTCOME[plan.objective];
  const bound = isMoney
    ? `${formatNumber(plan.upperBound, 2)} ${plan.currencyCode} of ${what}`
    : `${formatNumber(plan.upperBound, 3)} ${what}`;
  const proof =
    plan.upperBound === null
      ? 'no bound was proven'
      : `no plan within these limits can bring more than ${bound} a day by spend; proven gap ${formatGap(plan.relativeGap)}`;
  return `${style.bold(plan.status)}: ${proof}${workOf(plan)}`;
}

/** Not every problem takes a linear program. */
const workOf = ({ linearPrograms, library }: PlanView) =>
  linearPrograms === 0
    ? ''
    : ` (${linearPrograms} linear program${linearPrograms === 1 ? '' : 's'}, ${library})`;

const MOST_SENTENCES = 5;

/** The budget first, then what costs most; of a long list the rest is counted. */
function heldBack({ bindingConstraints }: PlanView): string[] {
  const weight = ({ kind, shadowPrice }: BindingConstraintView) =>
    kind === 'BUDGET' ? Number.POSITIVE_INFINITY : Math.abs(shadowPrice);
  const ordered = [...bindingConstraints].sort((a, b) => (weight(a) < weight(b) ? 1 : -1));
  const sentences = ordered.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence);
  const left = ordered.length - sentences.length;
  return left > 0 ? [...sentences, `${left} more limits are reached.`] : sentences;
}

/** Campaigns that are left out for the same reason share a line. */
function leftOut({ notPlanned }: PlanView): string[] {
  const campaignsOf = new Map<string, string[]>();
  for (const { campaign, reason } of notPlanned) {
    campaignsOf.set(reason, [...(campaignsOf.get(reason) ?? []), campaign]);
  }
  return Array.from(campaignsOf, ([reason, campaigns]) => `Not planned: ${campaigns.join(', ')}. ${reason}`);
}

const isKept = ({ largestViolation }: PlanView) =>
  largestViolation !== null && largestViolation < MINOR_UNIT / 2;

const MINOR_UNIT = 0.01;

type Row = Pick<MoveView, 'currentSpend' | 'proposedSpend' | 'outcomeBefore' | 'outcomeAfter'>;

const totalsOf = ({ currentSpend, proposedSpend, outcomeBefore, outcomeAfter }: PlanView): Row => ({
  currentSpend,
  proposedSpend,
  outcomeBefore,
  outcomeAfter,
});

const changeOf = ({ currentSpend, proposedSpend }: Row) =>
  proposedSpend === null ? null : proposedSpend - currentSpend;

function changeCells(row: Row, style: Style): Cell[] {
  const change = changeOf(row);
  if (change === null) return [NO_FIGURE, ''];
  if (Math.abs(change) < MINOR_UNIT / 2) return [{ text: '0.00', paint: style.dim }, ''];
  const paint = change > 0 ? style.good : style.bad;
  const relative = row.currentSpend > 0 ? formatRelativeChange(change / row.currentSpend) : 'new';
  return [
    { text: formatChange(change, 2), paint },
    { text: relative, paint },
  ];
}

const one = (value: number | null) => formatNumber(value, 1);
const price = (value: number | null) => formatNumber(value, 2);

/** The API's sentences repeat figures that the table shows; here the reason fits a column. */
const SHORT_REASON: Readonly<Record<string, string>> = {
  RAISED: 'earns more here',
  LOWERED: 'earns more elsewhere',
  ALREADY_BALANCED: 'already in balance',
  LOCKED: 'locked',
  HELD_UNIDENTIFIED: 'held: curve unknown',
  HELD_WEAK: 'held: curve weak',
  AT_OBSERVED_RANGE: 'at edge of spend seen',
  AT_DEFAULT_LIMIT: 'at the default limit',
  AT_PLANNER_LIMIT: 'at the limit asked for',
  AT_GROUP_LIMIT: 'group at its limit',
  SWITCHED_OFF: 'switched off',
  AT_MIN_IF_ON: 'at the least it runs with',
  AT_STEP: 'at its best step',
  AT_MARGINAL_TARGET: 'at the marginal target',
  LIMITED_BY_MOVES: 'no move left for it',
};

const whyOf = ({ reasonCode, reason }: MoveView) => SHORT_REASON[reasonCode ?? ''] ?? reason ?? '';
