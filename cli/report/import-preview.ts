import { basename } from 'node:path';
import type { Import, ImportPreview } from '../client/import-documents.ts';
import { formatDay, formatNumber } from '../terminal/number.ts';
import { PLAIN, type Style } from '../terminal/style.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { ReportOptions } from './curves.ts';

const MOST_SHOWN = 5;

/** What was recognised in a file and what an import of it does, for a person to agree to. */
export function renderImport(
  { file, state, preview }: Import,
  { style = PLAIN, width = 120 }: ReportOptions = {},
): string {
  const line = (mark: string, text: string) => bullet(mark, printable(text), width);
  const title = `${style.bold(printable(basename(file)))}  ${style.dim(printable(recognised(preview)))}\n`;
  if (preview.refusals.length > 0) {
    return title + preview.refusals.map((refusal) => line(style.bad('✗'), sentenceOf(refusal))).join('');
  }
  return [
    title,
    line(style.good('·'), plan(preview, state)),
    ...spendLines(preview, style, line),
    ...listed(
      preview.skips.map(({ rows, sentence }) => `${formatNumber(rows)} rows are left out. ${sentence}`),
    ),
    ...listed(preview.possibleDuplicates.map(duplicateSentence)),
    ...listed(preview.gaps.map(gapSentence)),
    ...listed(preview.unjoined.map(unjoinedSentence)),
    ...listed(preview.warnings),
    ...(preview.droppedColumns.length === 0
      ? []
      : [
          line(
            style.dim('·'),
            `Columns with personal data are not stored: ${preview.droppedColumns.join(', ')}.`,
          ),
        ]),
  ].join('');

  function listed(sentences: readonly string[]): string[] {
    const shown = sentences.slice(0, MOST_SHOWN).map((sentence) => line(style.warn('!'), sentence));
    const more = sentences.length - MOST_SHOWN;
    return more > 0 ? [...shown, line(style.dim('·'), `… and ${formatNumber(more)} more of these.`)] : shown;
  }
}

function recognised(preview: ImportPreview): string {
  const { format, firstDay, lastDay, timeZone, currencyCode, vatMode, attributions, asOf } = preview;
  const vat = { INCLUDED: 'VAT included', EXCLUDED: 'without VAT' }[vatMode ?? ''];
  const parts = [
    format ?? 'not recognised',
    firstDay !== null && lastDay !== null ? `${formatDay(firstDay)} – ${formatDay(lastDay)}` : null,
    asOf === null ? null : `as of ${formatDay(asOf)}`,
    timeZone,
    currencyCode,
    vat ?? null,
    ...attributions,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function plan(preview: ImportPreview, state: Import['state']): string {
  const { rows, create, update, leave, skip, campaigns, newCampaigns, kind } = preview;
  const counts = [
    `${formatNumber(create)} new`,
    `${formatNumber(update)} restated`,
    `${formatNumber(leave)} unchanged`,
    `${formatNumber(skip)} left out`,
  ].join(', ');
  const of =
    kind === 'OUTCOMES'
      ? ''
      : ` of ${formatNumber(campaigns)} campaigns, ${formatNumber(newCampaigns)} of them new`;
  return `${formatNumber(rows)} days${of}: ${counts}${state === 'COMMITTED' ? '. Stored.' : '.'}`;
}

function spendLines(
  { spend, fileTotal, currencyCode, kind }: ImportPreview,
  style: Style,
  line: (mark: string, text: string) => string,
): string[] {
  if (spend === null || kind === 'OUTCOMES') return [];
  const sum = `Spend ${formatNumber(Number(spend.amount), 2)} ${currencyCode ?? ''}`;
  if (fileTotal === null) return [line(style.dim('·'), `${sum}; the file states no total of its own.`)];
  return [
    line(style.good('✓'), `${sum}; the file's own total is ${formatNumber(Number(fileTotal.amount), 2)}.`),
  ];
}

const duplicateSentence = (one: ImportPreview['possibleDuplicates'][number]) =>
  `${one.campaignName} seems to be stored already from ${one.storedPlatform}: the same spend on ${one.equalDays} of ` +
  `${one.commonDays} common days. It is left out; --load-duplicates loads it nevertheless.`;

const gapSentence = ({ campaignName, where, from, to, missingDays }: ImportPreview['gaps'][number]) =>
  where === 'IN_FILE'
    ? `${campaignName} has no row on ${formatNumber(missingDays)} days between ${formatDay(from)} and ${formatDay(to)}.`
    : `${campaignName} has no row from ${formatDay(from)} to ${formatDay(to)}, between what is stored and this file.`;

const unjoinedSentence = ({ name, rows, isAmbiguous }: ImportPreview['unjoined'][number]) =>
  isAmbiguous
    ? `${formatNumber(rows)} rows of “${name}” are kept aside: several campaigns are called so.`
    : `${formatNumber(rows)} rows of “${name}” are kept aside until a campaign of that name is there.`;

function sentenceOf({ code, line, value, hint }: ImportPreview['refusals'][number]): string {
  const place = line === null ? '' : ` on line ${line}`;
  const seen = value === null ? '' : ` (${JSON.stringify(value)})`;
  return `${code}${place}${seen}. ${hint}`;
}
