import { microsToUnits } from '../../../store/model/money.ts';
import type { Block } from '../document.ts';
import { amountText, countText, signedAmountText, signedCountText } from '../figures.ts';
import type { MonthlyReport } from '../monthly-report.ts';

/** What was moved, on purpose or not, and what came with it. */
export function moveBlocks({ shifts, applied, currencyCode }: MonthlyReport): readonly Block[] {
  const money = (units: number | null) => amountText(units, currencyCode);
  const difference = (before: number | null, after: number | null) =>
    before === null || after === null ? null : after - before;
  const blocks: Block[] = [{ kind: 'HEADING', text: 'What was moved, and what came of it' }];
  if (applied.length > 0) {
    blocks.push({
      kind: 'TABLE',
      caption: 'Budgets that were changed',
      columns: [
        { title: 'Day', align: 'left' },
        { title: 'Campaign', align: 'left' },
        { title: 'From, a day', align: 'right' },
        { title: 'To, a day', align: 'right' },
        { title: 'Expected conversions', align: 'right' },
        { title: 'By', align: 'left' },
      ],
      rows: applied.map((move) => [
        move.date,
        move.campaign.name,
        amountText(microsToUnits(move.fromMicros), move.campaign.currencyCode),
        amountText(microsToUnits(move.toMicros), move.campaign.currencyCode),
        signedCountText(move.expectedConversions),
        move.appliedBy ?? '–',
      ]),
    });
  }
  if (shifts.length === 0) {
    return [
      ...blocks,
      { kind: 'PARAGRAPH', text: 'No campaign spent clearly more or less than in the month before.' },
    ];
  }
  return [
    ...blocks,
    {
      kind: 'PARAGRAPH',
      text: 'The largest shifts of spend against the month before, a day. What changed with them need not have come of them: seasons and prices changed too.',
    },
    {
      kind: 'TABLE',
      caption: 'Shifts of spend, a day',
      columns: [
        { title: 'Campaign', align: 'left' },
        ...['Spend before', 'Spend', 'Shift', 'Conversions', 'Revenue', 'A further conversion cost'].map(
          (title) => ({ title, align: 'right' }) as const,
        ),
      ],
      rows: shifts.map((shift) => [
        shift.campaign.name,
        money(shift.spendBefore),
        money(shift.spendAfter),
        signedAmountText(shift.spendAfter - shift.spendBefore, currencyCode),
        `${countText(shift.conversionsBefore)} → ${countText(shift.conversionsAfter)}`,
        signedAmountText(difference(shift.revenueBefore, shift.revenueAfter), currencyCode),
        money(shift.marginalCpa),
      ]),
    },
  ];
}
