import { basename } from 'node:path';
import { formatDay, formatNumber, NO_FIGURE } from '../terminal/number.ts';
import { PLAIN, type Style } from '../terminal/style.ts';
import { type Cell, renderTable } from '../terminal/table.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { ReportOptions } from './curves.ts';
import type { FileView, RefusalView } from './view.ts';

const MINOR_UNIT = 0.01;

const FORMAT: Readonly<Record<string, string>> = {
  GOOGLE_ADS_CAMPAIGN_REPORT: 'Google Ads',
  GOOGLE_ADS_API: 'Google Ads API',
  META_ADS_MANAGER: 'Meta Ads',
  YANDEX_DIRECT: 'Yandex.Direct',
  YANDEX_DIRECT_API: 'Yandex.Direct API',
  MICROSOFT_ADVERTISING: 'Microsoft Ads',
  LINKEDIN_CAMPAIGN_MANAGER: 'LinkedIn',
  TIKTOK_ADS_MANAGER: 'TikTok Ads',
  FIVETRAN_AD_REPORTING: 'Fivetran',
  EQUIMARGINAL_TIDY: 'tidy CSV',
  CRM: 'CRM or shop',
  MAPPED: 'as mapped',
};

/** The files that came in, each with its spend by channel, tied to the total that the file states of itself. */
export function renderFiles(files: readonly FileView[], { style = PLAIN, width = 120 }: ReportOptions = {}) {
  const table = renderTable(
    [
      { header: 'File', narrow: 'truncate' },
      { header: 'Format', narrow: 'truncate' },
      { header: 'Days' },
      { header: 'Rows', align: 'right' },
      { header: 'Spend', align: 'right' },
      { header: '' },
      { header: 'own total', align: 'right' },
      { header: '' },
    ],
    files.flatMap((file): Cell[][] => [fileRow(file, style), ...channelRows(file, style)]),
    { style, width },
  );
  return table + files.map((file) => notes(file, style, width)).join('') + loaded(files, style);
}

/** What the load changed; nothing where files were only looked at. */
function loaded(files: readonly FileView[], style: Style): string {
  const sum = (of: (file: FileView) => number) => files.reduce((total, file) => total + of(file), 0);
  const created = sum((file) => file.created);
  const updated = sum((file) => file.updated);
  const unchanged = sum((file) => file.unchanged);
  if (created + updated + unchanged === 0) return '';
  const counts = `${formatNumber(created)} new, ${formatNumber(updated)} restated, ${formatNumber(unchanged)} unchanged`;
  return `${style.dim('·')} Campaign days: ${counts}.\n`;
}

function fileRow(file: FileView, style: Style): Cell[] {
  return [
    { text: basename(file.file), paint: style.bold },
    file.format === null ? 'not recognised' : (FORMAT[file.format] ?? file.format),
    file.firstDay === null || file.lastDay === null
      ? NO_FIGURE
      : `${formatDay(file.firstDay)} – ${formatDay(file.lastDay)}`,
    formatNumber(file.rows),
    formatNumber(file.spend, 2),
    file.currencyCode ?? '',
    file.fileTotal === null ? 'states none' : formatNumber(file.fileTotal, 2),
    tie(file, style),
  ];
}

function tie(file: FileView, style: Style): Cell {
  if (file.refusals.length > 0) return { text: '✗', paint: style.bad };
  if (file.fileTotal === null) return '';
  const isTied = Math.abs(file.spend - file.fileTotal) < MINOR_UNIT;
  return isTied ? { text: '✓', paint: style.good } : { text: '✗', paint: style.bad };
}

function channelRows(file: FileView, style: Style): Cell[][] {
  return file.spendByChannel.map(({ channel, spend }): Cell[] => {
    const dim = (text: string): Cell => ({ text, paint: style.dim });
    return [dim(`  ${channel}`), '', '', '', dim(formatNumber(spend, 2)), '', '', ''];
  });
}

function notes(file: FileView, style: Style, width: number): string {
  const note = (mark: string, text: string) => bullet(mark, printable(`${file.file}: ${text}`), width);
  return [
    ...file.refusals.map((refusal) => note(style.bad('✗'), sentenceOf(refusal))),
    ...file.warnings.map((warning) => note(style.warn('!'), warning)),
  ].join('');
}

function sentenceOf({ code, line, value, hint }: RefusalView): string {
  const place = line === null ? '' : ` on line ${line}`;
  const seen = value === null ? '' : ` (${JSON.stringify(value)})`;
  return `${code}${place}${seen}. ${hint}`;
}
