import { microsToUnits } from '../../../store/model/money.ts';
import type { FunnelStep } from '../../performance/funnel.ts';
import type { Block } from '../document.ts';
import { amountText, changeText, shareText } from '../figures.ts';
import type { MonthlyReport } from '../monthly-report.ts';
import { bottleneckSentence, stepName } from '../reasons.ts';

/** The way from impressions to money, and where it is narrower than usual. */
export function funnelBlocks({ funnel, currencyCode }: MonthlyReport): readonly Block[] {
  const { steps, bottleneck, lossOf } = funnel;
  if (steps.length === 0) return [];
  const rate = ({ from, to }: FunnelStep, value: number | null) =>
    to === 'REVENUE' && from !== 'MARGIN' ? amountText(value, currencyCode) : shareText(value, 2);
  const compared = steps.filter(({ change }) => change !== null);
  return [
    { kind: 'HEADING', text: 'The funnel' },
    { kind: 'PARAGRAPH', text: bottleneckSentence(bottleneck, lossOf, currencyCode) },
    {
      kind: 'TABLE',
      caption: `Steps of the funnel against ${funnel.norm.from} to ${funnel.norm.to}; a loss below zero is a gain`,
      columns: [
        { title: 'Step', align: 'left' },
        ...['Rate', 'Norm', 'Change', 'Often chance', 'Loss'].map(
          (title) => ({ title, align: 'right' }) as const,
        ),
      ],
      rows: steps.map((step) => [
        stepName(step),
        rate(step, step.rate),
        rate(step, step.norm),
        changeText(step.change),
        step.noise === null ? '–' : `±${shareText(step.noise)}`,
        amountText(step.lossMicros === null ? null : microsToUnits(step.lossMicros), currencyCode),
      ]),
    },
    ...(compared.length === 0
      ? []
      : [
          {
            kind: 'CHART',
            chart: {
              kind: 'BARS',
              title: 'Steps of the funnel against the norm',
              description: 'Left of the line the funnel is narrower than usual, right of it wider.',
              series: ['Change of the rate'],
              groups: compared.map((step) => ({ label: stepName(step), values: [step.change ?? 0] })),
              format: (value: number) => changeText(value),
            },
          } as const,
        ]),
  ];
}
