import { chartSvg } from './charts.ts';
import type { Block, ReportDocument, TableBlock } from './document.ts';
import { html, type Markup, Markup as Verbatim } from './markup.ts';

/** The report as one HTML file that needs nothing else: no script, no font, no image. */
export function htmlOf({ title, subtitle, blocks }: ReportDocument): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Verbatim(STYLE)}</style>
</head>
<body>
<main>
<header><h1>${title}</h1><p>${subtitle}</p></header>
${blocks.map((block) => html`${blockMarkup(block)}\n`)}</main>
</body>
</html>
`.text;
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'HEADING':
      return html`<h2>${block.text}</h2>`;
    case 'PARAGRAPH':
      return html`<p>${block.text}</p>`;
    case 'LIST':
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
    case 'TABLE':
      return tableMarkup(block);
    case 'CHART':
      return html`<figure>${chartSvg(block.chart)}<figcaption>${block.chart.title}. ${block.chart.description}</figcaption></figure>`;
  }
}

function tableMarkup({ caption, columns, rows }: TableBlock): Markup {
  const cell = (text: string, i: number) =>
    i === 0
      ? html`<th scope="row">${text}</th>`
      : html`<td class="${columns[i]?.align ?? 'left'}">${unbroken(text)}</td>`;
  return html`<div class="wide"><table><caption>${caption}</caption><thead><tr>${columns.map(
    ({ title, align }) => html`<th scope="col" class="${align}">${title}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}

/** A number stays on a line with its unit. */
const unbroken = (text: string): string => text.replace(/(\d) (?=[A-Z%])/g, '$1\u00a0');

const STYLE = `
:root { color-scheme: light; --ink: #1b1f24; --soft: #57606a; --rule: #d8dee4; --one: #1f5fa8; --two: #b45309; --up: #18794e; --down: #b42318; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem; border-bottom: 1px solid var(--rule); padding-bottom: .25rem; }
header p, figcaption, caption { color: var(--soft); }
figure { margin: 1.2rem 0; }
figcaption { font-size: .85rem; }
svg { display: block; width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 600; }
.right { text-align: right; padding: .3rem 0 .3rem .6rem; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .soft { fill: var(--soft); }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  figure, table, li { break-inside: avoid; }
  .wide { overflow: visible; }
}
`;
