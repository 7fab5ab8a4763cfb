import type { Block, ReportDocument } from './document.ts';
import { monthText } from './figures.ts';
import type { MonthlyReport } from './monthly-report.ts';
import { channelBlocks } from './sections/channels.ts';
import { funnelBlocks } from './sections/funnel.ts';
import { goalBlocks } from './sections/goals.ts';
import { moveBlocks } from './sections/moves.ts';
import { overviewBlocks } from './sections/overview.ts';

/** The report in words, tables and charts, in the order in which a director asks. */
export function reportDocument(report: MonthlyReport): ReportDocument {
  return {
    title: `Marketing report, ${monthText(report.month)}`,
    subtitle: subtitleOf(report),
    blocks: [
      ...overviewBlocks(report),
      ...goalBlocks(report),
      ...channelBlocks(report),
      ...funnelBlocks(report),
      ...moveBlocks(report),
      ...noteBlocks(report),
    ],
  };
}

function subtitleOf({ range, currencyCode, revenueBasis, dataCompleteThrough }: MonthlyReport): string {
  const whose =
    revenueBasis === 'CRM'
      ? 'Revenue is what the CRM booked.'
      : 'Revenue is what the ad platforms attribute.';
  const complete =
    dataCompleteThrough === null
      ? 'Conversions of the whole month are still coming in.'
      : dataCompleteThrough < range.to
        ? `Conversions are complete through ${dataCompleteThrough}; those of later days will rise.`
        : 'Conversions are complete.';
  return `${range.from} to ${range.to}, in ${currencyCode}. ${whose} ${complete}`;
}

function noteBlocks({ channels, goals, revenueBasis }: MonthlyReport): readonly Block[] {
  const rates = [...channels.ratesUsed, ...goals.ratesUsed].filter(
    (rate, i, all) => all.findIndex(({ from, to }) => from === rate.from && to === rate.to) === i,
  );
  const items = [
    'The month before is the calendar month before; the norm of the funnel is the three months before, each channel at its own norm and at the size that it has now.',
    'Effects are Shapley values: what each factor changes on average over every order in which the factors could have changed. They add up to the deviation exactly. Those of the whole account hold what moved between its channels, too.',
    ...(goals.goals.length === 0
      ? []
      : [
          'The plan to date gives each weekday the share of the month that it usually makes. The band of a projection holds the end in 80 % of cases, by how far the same projection was off before.',
        ]),
    ...rates.map(
      ({ from, to, firstDay, lastDay, lowest, highest, sources }) =>
        `${from} was converted into ${to} at the rate of each day, ${firstDay} to ${lastDay}: ${lowest.toPrecision(6)} to ${highest.toPrecision(6)} (${sources.join(', ')}).`,
    ),
    ...(channels.aside === null || revenueBasis === 'PLATFORM'
      ? []
      : [
          `The CRM also reported ${channels.aside.sums.orders ?? 'some'} orders under ${channels.aside.names} names that are no campaign's, such as direct and organic traffic. They are in no figure here.`,
        ]),
  ];
  return [
    { kind: 'HEADING', text: 'How to read this' },
    { kind: 'LIST', items },
  ];
}
