import { nameFigure, numberFigure, type Statement } from '../../optimizer/statement.ts';
import { correctionStatement } from '../review/channel-correction.ts';
import type { ScenarioRequest } from './request.ts';
import { decidingFit, LEAST_REVENUE_DAYS } from './revenue-curves.ts';
import type { PlannedCampaign } from './scenario-problem.ts';

/** What to know before trusting the answer. */
export function notesOn(
  request: ScenarioRequest,
  campaigns: readonly PlannedCampaign[],
): readonly Statement[] {
  const countsProfit =
    request.objective === 'MAX_PROFIT' ||
    request.objective === 'MAX_ROI' ||
    request.floors?.profitAtLeastMicros !== undefined;
  const isDrawn = request.uncertainty || request.risk !== undefined;
  const undrawn = campaigns.filter((campaign) => decidingFit(campaign).posterior.draws.length < 2);
  return [
    ...incrementalityNotes(campaigns),
    ...correctionNotes(campaigns),
    ...revenueNotes(campaigns),
    ...(countsProfit && request.margin === undefined ? [NO_MARGIN] : []),
    ...(isDrawn && undrawn.length > 0
      ? [
          {
            code: 'TAKEN_FOR_CERTAIN',
            sentence: `Taken for certain, as their fits carry no draws: ${namesOf(undrawn)}.`,
            figures: [nameFigure('names', namesOf(undrawn))],
          },
        ]
      : []),
  ];
}

const NO_MARGIN: Statement = {
  code: 'NO_MARGIN',
  sentence: 'No margin was given, so profit counts all revenue: revenue minus spend.',
  figures: [],
};

const namesOf = (campaigns: readonly PlannedCampaign[]) => campaigns.map(({ label }) => label).join(', ');

/** One sentence a channel, as the same multiplier holds for all of its campaigns. */
function incrementalityNotes(campaigns: readonly PlannedCampaign[]): readonly Statement[] {
  const applied = campaigns.flatMap(({ fitted }) => fitted.incrementality ?? []);
  return [...new Map(applied.map((record) => [record.channel, record])).values()].map(
    ({ channel, multiplier, standardError, source, from }) => ({
      code: 'INCREMENTALITY',
      sentence: `What spend brings in ${channel} counts at ${multiplier}${standardError ? ` (standard error ${standardError})` : ''} of what is reported, since ${from}. Source: ${source}`,
      figures: [
        nameFigure('channel', channel),
        numberFigure('multiplier', multiplier),
        { name: 'from', kind: 'DAY', value: from },
        nameFigure('source', source),
      ],
    }),
  );
}

/** Which curves decided, where they are not all of one kind or none of revenue was asked for. */
function revenueNotes(campaigns: readonly PlannedCampaign[]): readonly Statement[] {
  const byCurve = campaigns.filter(({ revenue }) => revenue !== null);
  if (byCurve.length === 0) return [];
  const others = campaigns.filter(({ revenue }) => revenue === null);
  const rest =
    others.length === 0
      ? ''
      : `; conversions times their value for ${namesOf(others)}, where revenue came on fewer than ${LEAST_REVENUE_DAYS} days, its curve is less certain, or you gave the value`;
  return [
    {
      code: others.length === 0 ? 'REVENUE_CURVES' : 'REVENUE_CURVES_FOR_SOME',
      sentence: `Revenue is read off curves of revenue for ${byCurve.length} of ${campaigns.length} campaigns${rest}.`,
      figures: [
        numberFigure('n', byCurve.length),
        numberFigure('all', campaigns.length),
        ...(others.length === 0 ? [] : [nameFigure('names', namesOf(others))]),
      ],
    },
  ];
}

/** One a channel that reviews corrected. */
function correctionNotes(campaigns: readonly PlannedCampaign[]): readonly Statement[] {
  const corrections = campaigns.flatMap(({ fitted }) => fitted.correction ?? []);
  return [...new Map(corrections.map((correction) => [correction.sentence, correction])).values()].map(
    correctionStatement,
  );
}
