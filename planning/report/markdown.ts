import type { Block, ReportDocument, TableBlock } from './document.ts';

/** The report as Markdown with tables (GitHub's flavour). Of a chart, what it shows is said in words. */
export function markdownOf({ title, subtitle, blocks }: ReportDocument): string {
  return `${[`# ${plain(title)}`, plain(subtitle), ...blocks.map(blockText)].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'HEADING':
      return `## ${plain(block.text)}`;
    case 'PARAGRAPH':
      return plain(block.text);
    case 'LIST':
      return block.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'TABLE':
      return tableText(block);
    case 'CHART':
      return `*${plain(block.chart.title)}.* ${plain(block.chart.description)}`;
  }
}

function tableText({ caption, columns, rows }: TableBlock): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
  const rule = `| ${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`;
  return [`**${plain(caption)}**`, '', line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join(
    '\n',
  );
}

/** Text that no Markdown reader takes for anything else: a campaign may be called `<b>` or `a|b`. */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\\`*_[\]|#~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
