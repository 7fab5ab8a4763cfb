import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { AllocationResult, Answers, UncertaintyResult } from '../../optimizer/problem/result.ts';
import { formatChange, formatNumber, formatShare, formatSignificant, NO_FIGURE } from '../terminal/number.ts';
import { PLAIN } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { ReportOptions } from './curves.ts';
import { limitName } from './limit-names.ts';

type Options = Required<ReportOptions>;

/** What stands under a plan: its periods, how sure it is, and answers to questions. Empty where there is none. */
export function renderAnswers(
  problem: AllocationProblem,
  result: AllocationResult,
  { style = PLAIN, width = 120 }: ReportOptions = {},
): string {
  const { periods, uncertainty, answers } = result;
  const options = { style, width };
  return [
    periods ? renderPeriods(result, options) : '',
    uncertainty ? renderUncertainty(uncertainty, options) : '',
    answers?.frontier ? renderFrontier(answers.frontier, options) : '',
    answers ? renderQuestions(problem, answers, options) : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `\n${part}`)
    .join('');
}

function renderPeriods({ periods = [], units }: AllocationResult, { style, width }: Options): string {
  return renderTable(
    [
      { header: 'Period', narrow: 'truncate' },
      ...units.map(({ id }) => ({
        header: printable(id),
        align: 'right' as const,
        narrow: 'truncate' as const,
      })),
      { header: 'Total', align: 'right' },
      { header: 'Outcome', align: 'right' },
    ],
    periods.map(({ id, spend, outcome }, t) => [
      id,
      ...units.map((unit) => formatNumber(unit.periods?.[t]?.spend, 2)),
      formatNumber(spend, 2),
      formatNumber(outcome, 1),
    ]),
    { style, width },
  );
}

function renderUncertainty(uncertainty: UncertaintyResult, { style, width }: Options): string {
  const { draws, expectedValue, interval, tailValue, gain } = uncertainty;
  const range = (
    [low, high]: readonly [number, number],
    format = (value: number) => formatSignificant(value, 4),
  ) => `${format(low)} to ${format(high)}`;
  const shares = uncertainty.shares.map(
    (share) =>
      `${share.id} ${formatShare(share.share)} (${range(share.interval, (value) => formatShare(value))})`,
  );
  const targets =
    uncertainty.probabilityTargetsMet === null
      ? ''
      : ` The targets hold in ${formatShare(uncertainty.probabilityTargetsMet, 0)} of the draws.`;
  return [
    `Over ${draws} draws ${formatSignificant(expectedValue, 5)} on average, 80 % from ${range(interval)}, the worst ${formatSignificant(tailValue, 5)}.`,
    `Against today ${formatChange(gain.mean, 2)} on average, 80 % from ${range(gain.interval)}; better in ${formatShare(uncertainty.probabilityBeatsCurrent, 0)} of the draws.${targets}`,
    `Shares of spend, with 80 % of those that single draws would have: ${printable(shares.join(', '))}.`,
  ]
    .map((text) => bullet(style.dim('~'), text, width))
    .join('');
}

function renderFrontier(frontier: NonNullable<Answers['frontier']>, { style, width }: Options): string {
  const marks = [
    ...(frontier.mostProfitable ? [{ name: 'most profit', point: frontier.mostProfitable }] : []),
    ...frontier.targets.map(({ target, point }) => ({ name: target, point })),
  ];
  const rows = [...frontier.points.map((point) => ({ name: '', point })), ...marks].sort(
    (a, b) => (a.point?.budget ?? Number.POSITIVE_INFINITY) - (b.point?.budget ?? Number.POSITIVE_INFINITY),
  );
  return renderTable(
    [
      { header: 'Budget', align: 'right' },
      { header: 'objective', align: 'right' },
      { header: 'next unit', align: 'right' },
      { header: 'CPA', align: 'right' },
      { header: 'ROAS', align: 'right' },
      { header: 'Profit', align: 'right' },
      { header: '' },
    ],
    rows.map(({ name, point }) => [
      formatNumber(point?.budget, 2),
      point?.objectiveValue === null ? point.status : formatSignificant(point?.objectiveValue, 6),
      formatSignificant(point?.marginal),
      formatNumber(point?.cpa, 2),
      formatNumber(point?.roas, 2),
      formatNumber(point?.profit, 2),
      point ? name : `${name}: at no budget`,
    ]),
    { style, width },
  );
}

function renderQuestions(problem: AllocationProblem, answers: Answers, { style, width }: Options): string {
  const { constraintCosts = [], widerRoom, fewestMoves } = answers;
  const lines = constraintCosts.map(
    ({ kind, unit, group, cost }) =>
      `${limitName(kind, unit ?? group)} costs ${cost === null ? 'more than can be said' : formatSignificant(cost)}.`,
  );
  if (widerRoom) {
    lines.push(`With ${widerRoom.times} times the room: ${formatChange(widerRoom.gain, 2)} over this plan.`);
  }
  if (fewestMoves) {
    lines.push(
      `${formatShare(fewestMoves.shareOfGain)} of the gain with ${fewestMoves.unitsMoved} moved: ${printable(fewestMoves.moved.join(', ')) || NO_FIGURE}.`,
    );
  } else if (fewestMoves === null && problem.questions?.fewestMoves !== undefined) {
    lines.push('There is no gain over today that fewer moves could keep a share of.');
  }
  return lines.map((text) => bullet(style.dim('?'), text, width)).join('');
}
