import { describe, expect, it, test } from 'vitest';
import { renderExample } from '../../cli/report/example.ts';
import { renderFiles } from '../../cli/report/files.ts';
import { renderMoves, renderVerdict } from '../../cli/report/plan.ts';
import type { PlanView } from '../../cli/report/view.ts';
import { styleFor } from '../../cli/terminal/style.ts';
import { displayWidth } from '../../cli/terminal/width.ts';
import { EXAMPLE } from './example-view.ts';

const { plan, files } = EXAMPLE;
const verdictOf = (changed: Partial<PlanView>) => renderVerdict({ ...plan, ...changed }, { width: 400 });

describe('the report of the example', () => {
  test.each([100, 110, 120])('stays within %d columns', (width) => {
    const lines = renderExample(EXAMPLE, { width }).split('\n');
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  it('has no escape codes unless a style is given', () => {
    expect(renderExample(EXAMPLE)).not.toContain('\x1b');
    const style = styleFor({ isTerminal: true }, {});
    expect(renderExample(EXAMPLE, { style })).toContain('\x1b[32m');
  });

  it('says what would settle a curve that cannot be told', () => {
    expect(renderExample(EXAMPLE)).toContain(
      '○ Retargeting: Its spend hardly varied (3 %), so its curve cannot be told. Spend 30 % less for two weeks.\n',
    );
  });

  it('shows how an experiment moved a curve, and what its outcomes were multiplied by', () => {
    const text = renderExample(EXAMPLE, { width: 300 });
    expect(text).toContain(
      '◆ Search – Brand – DE: the experiment brand-regions measured 4.00 (3.00 … 5.00) a day more. ' +
        'Without it the curve said 7.50 (2.25 … 12.0), with it 4.50 (3.75 … 5.50).',
    );
    expect(text).toContain('counts at 0.700 of what is reported. A holdout of last spring.');
  });

  it('turns marginal conversions into the price of one more, steepest end first', () => {
    const text = renderExample(EXAMPLE);
    expect(text).toContain('20.0 (16.0 … 25.0)');
    expect(text).toContain('100 (10.0 … ∞)');
  });
});

describe('the files that came in', () => {
  const file = files[0] as (typeof files)[number];

  test.each([
    ['tied to its own total', file, /1,234,567\.89 {2}✓$/m],
    ['off by a cent', { ...file, spend: file.spend - 0.01 }, /1,234,567\.89 {2}✗$/m],
    ['without a total', { ...file, fileTotal: null }, /states none$/m],
  ])('show a file %s', (_, shown, pattern) => expect(renderFiles([shown])).toMatch(pattern));

  it('say what the load changed, and nothing where files were only looked at', () => {
    expect(renderFiles(files)).toContain('· Campaign days: 4,832 new, 12 restated, 23 unchanged.\n');
    expect(renderFiles([{ ...file, created: 0 }])).not.toContain('Campaign days');
  });

  it('show a refusal with its line, its value and the hint, and nothing that steers the terminal', () => {
    const text = renderFiles(files);
    expect(text).toContain('✗ holiday.png: UNSUPPORTED on line 1 ("\ufffdPNG"). Wanted an export as CSV.');
    expect(renderFiles([{ ...file, file: 'a\x1b[2Jb.csv' }])).not.toContain('\x1b');
  });
});

describe('the reallocation table', () => {
  it('puts the largest rise first and the totals last', () => {
    const order = ['Search – Brand', 'Video', 'Retargeting', 'Total'].map((name) =>
      renderMoves(plan).indexOf(name),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it('shows an infeasible plan without figures that do not exist', () => {
    const moves = plan.moves.map((move) => ({
      ...move,
      proposedSpend: null,
      outcomeAfter: null,
      marginalCpaAfter: null,
    }));
    const text = renderMoves({ ...plan, moves, proposedSpend: null, outcomeAfter: null });
    expect(text).toMatch(/Retargeting +200\.00 +– +–/);
    expect(text).not.toContain('NaN');
  });
});

describe('the verdict', () => {
  test.each<[string, Partial<PlanView>, string]>([
    [
      'the gain for the same money',
      {},
      '+2.1 % conversions for the same money: 54.2 → 55.4 a day (80 % interval of the gain: +0.6 to +1.9)',
    ],
    ['what a larger budget costs', { proposedSpend: 990 }, '+2.1 % conversions for +100.00 EUR a day'],
    [
      'a gain in money',
      { objective: 'MAX_PROFIT' },
      '+2.3 % profit for the same money: 50.24 EUR → 51.40 EUR',
    ],
    [
      'the proof',
      {},
      'can bring more than 51.400 conversions a day by spend; proven gap below 1e-6 (3 linear programs',
    ],
    ['a missing proof', { status: 'FEASIBLE', upperBound: null }, '! FEASIBLE: no bound was proven'],
    ['that all limits hold', {}, '✓ The budget and every limit hold, to the cent.'],
    ['that one does not', { largestViolation: 12.3 }, '✗ A limit is broken by 12.3.'],
    ['what holds it back', {}, '· The next 1,000 EUR a day bring 47.5 conversions.\n· Retargeting is at'],
    [
      'what clashes',
      { infeasibility: 'The minimums sum to 52,000.' },
      '✗ No plan can hold: The minimums sum to 52,000.',
    ],
    [
      'no more than a few of a long list',
      { bindingConstraints: Array(9).fill(plan.bindingConstraints[0]) },
      '4 more limits',
    ],
  ])('says %s', (_, changed, sentence) => expect(verdictOf(changed)).toContain(sentence));
});
