import { formatDay, formatDuration, formatNumber } from '../terminal/number.ts';
import { PLAIN } from '../terminal/style.ts';
import { type ReportOptions, renderCurves } from './curves.ts';
import { renderFiles } from './files.ts';
import { renderMoves, renderVerdict } from './plan.ts';
import { renderSteps } from './steps.ts';
import type { ExampleView, PlanView } from './view.ts';

/** The reallocation table with its proof. */
export function renderPlan(plan: PlanView, options: ReportOptions = {}): string {
  const { style = PLAIN } = options;
  const subject = `${formatNumber(plan.currentSpend, 2)} ${plan.currencyCode} a day`;
  const data = `data complete through ${formatDay(plan.dataCompleteThrough)}`;
  const title = `${style.bold(plan.name)} ${style.dim(`· ${subject} · ${data}`)}`;
  return `${title}\n\n${renderMoves(plan, options)}\n${renderVerdict(plan, options)}`;
}

/** Everything: what came in, the curves, the proposal, the time it took. */
export function renderExample(example: ExampleView, options: ReportOptions = {}): string {
  const { style = PLAIN } = options;
  const heading = (text: string) => `${style.accent(style.bold(text))}\n\n`;
  return [
    heading('1  What came in') + renderFiles(example.files, options),
    heading('2  The response curves') + renderCurves(example.curves, options),
    heading('3  The reallocation') + renderPlan(example.plan, options),
    heading('4  How long it took') + renderSteps(example.steps, options) + solverNote(example, options),
  ].join('\n');
}

const solverNote = ({ plan }: ExampleView, { style = PLAIN }: ReportOptions) =>
  `${style.dim('·')} Of this the solver took ${formatDuration(plan.solveMilliseconds)}.\n`;
