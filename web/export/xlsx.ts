import type { Cell, Rows } from './cell.ts';
import { zipOf } from './zip.ts';

export interface Sheet {
  readonly name: string;
  /** The first row is the head. */
  readonly rows: Rows;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const OPEN_XML = 'http://schemas.openxmlformats.org';
const MAIN = `xmlns="${OPEN_XML}/spreadsheetml/2006/main"`;
const PACKAGE = `${OPEN_XML}/package/2006`;
const DOCUMENT = `${OPEN_XML}/officeDocument/2006/relationships`;
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Of `cellXfs` in the styles: as it comes, bold, a date. */
const STYLE = { plain: 0, head: 1, date: 2 } as const;

/**
 * An Office Open XML workbook (ECMA-376): numbers are numbers, days are dates, and text is text: no cell holds a
 * formula, whatever it begins with.
 */
export function xlsxOf(sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> {
  const parts = sheets.map(({ rows }, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(rows)] as const);
  const overrides = [
    ['/xl/workbook.xml', 'sheet.main'],
    ['/xl/styles.xml', 'styles'],
    ...parts.map(([path]) => [`/${path}`, 'worksheet'] as const),
  ] as const;
  return zipOf({
    '[Content_Types].xml': `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides
      .map(([path, type]) => `<Override PartName="${path}" ContentType="${CONTENT}.${type}+xml"/>`)
      .join('')}</Types>`,
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${DECLARATION}<workbook ${MAIN} xmlns:r="${DOCUMENT}"><sheets>${sheets
      .map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...parts.map(([path]) => ['worksheet', path.slice(3)] as const),
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `${DECLARATION}<styleSheet ${MAIN}><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(parts),
  });
}

const relationships = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(
      ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${DOCUMENT}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

/** The head stays in sight. */
const sheetXml = (rows: Rows): string =>
  `${DECLARATION}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>${rows
    .map(
      (cells, i) =>
        `<row r="${i + 1}">${cells
          .map((cell, column) => cellXml(cell, `${columnName(column)}${i + 1}`, i === 0))
          .join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`;

function cellXml(cell: Cell, at: string, isHead: boolean): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return `<c r="${at}" s="${STYLE.date}"><v>${serialOf(cell.day)}</v></c>`;
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${at}"><v>${cell}</v></c>` : '';
  const style = isHead ? STYLE.head : STYLE.plain;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** Spreadsheets count days from a day 0 on 30 December 1899. */
const serialOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;

/** 27 → `AB`. */
const columnName = (index: number): string =>
  (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot hold is left out. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
