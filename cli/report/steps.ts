import { formatDuration } from '../terminal/number.ts';
import { PLAIN } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { ReportOptions } from './curves.ts';
import type { StepView } from './view.ts';

/** How long each step took, and all together. */
export function renderSteps(steps: readonly StepView[], { style = PLAIN, width = 120 }: ReportOptions = {}) {
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return renderTable(
    [{ header: 'Step' }, { header: 'Time', align: 'right' }],
    steps.map(({ step, milliseconds }) => [step, formatDuration(milliseconds)]),
    { style, width, footer: ['All', formatDuration(total)] },
  );
}
