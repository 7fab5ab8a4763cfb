import { posix } from 'node:path';
import { says } from '../../../optimizer/statement.ts';
import type { Archive } from '../bytes/zip.ts';
import { refuse } from '../refusal.ts';
import type { Records } from './record.ts';
import { type MergedCells, type SheetContext, sheetRecords } from './sheet.ts';
import { damagedWorkbook, parseXml } from './xml.ts';

/** Texts of a sheet are kept once for all cells; more of them than this is no report. */
const MAX_TEXT_LENGTH = 64 * 2 ** 20;

export interface Sheet {
  readonly name: string;
  /** The rows that are there, blank cells filled in. Merged cells are told of once the last row has been read. */
  readonly records: (onMerged?: (merged: MergedCells) => void) => Records;
}

/** The visible sheets of an Office Open XML workbook (ECMA-376), in their order. */
export async function readWorkbook(archive: Archive): Promise<readonly Sheet[]> {
  const { sheets, countsFrom1904 } = await readSheetList(archive);
  const targets = await readTargets(archive);
  const context: SheetContext = {
    texts: await readTexts(archive),
    isDateStyle: await readDateStyles(archive),
    countsFrom1904,
  };
  return sheets.flatMap(({ name, relation }) => {
    const part = targets.get(relation);
    if (part === undefined || !archive.names.includes(part)) return [];
    return [{ name, records: (onMerged) => sheetRecords(archive.open(part), context, onMerged) }];
  });
}

async function readSheetList(archive: Archive) {
  const sheets: { readonly name: string; readonly relation: string }[] = [];
  let countsFrom1904 = false;
  await parseXml(archive.open('xl/workbook.xml'), {
    open(element, attributes) {
      if (element === 'workbookPr') countsFrom1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (element === 'sheet' && (attributes.state ?? 'visible') === 'visible') {
        sheets.push({ name: attributes.name ?? '', relation: attributes['r:id'] ?? relationOf(attributes) });
      }
    },
  });
  return { sheets, countsFrom1904 };
}

/** Some writers name the relationships' namespace otherwise than `r`. */
const relationOf = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';

async function readTargets(archive: Archive): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  const part = 'xl/_rels/workbook.xml.rels';
  if (!archive.names.includes(part)) {
    throw damagedWorkbook();
  }
  await parseXml(archive.open(part), {
    open(element, { Id = '', Target = '' }) {
      if (element === 'Relationship') targets.set(Id, posix.join('/xl', Target).slice(1));
      if (element === 'Relationship' && Target.startsWith('/')) targets.set(Id, Target.slice(1));
    },
  });
  return targets;
}

async function readTexts(archive: Archive): Promise<readonly string[]> {
  const part = 'xl/sharedStrings.xml';
  if (!archive.names.includes(part)) return [];
  const texts: string[] = [];
  let length = 0;
  let text = '';
  let isText = false;
  // Phonetic readings stand beside the text they are of.
  let isPhonetic = false;
  await parseXml(archive.open(part), {
    open(element) {
      if (element === 'si') text = '';
      if (element === 't') isText = true;
      if (element === 'rPh') isPhonetic = true;
    },
    close(element) {
      if (element === 't') isText = false;
      if (element === 'rPh') isPhonetic = false;
      if (element === 'si') texts.push(text);
    },
    text(piece) {
      if (!isText || isPhonetic) return;
      text += piece;
      length += piece.length;
      if (length > MAX_TEXT_LENGTH) {
        const hint = says(
          'WORKBOOK_TOO_LONG',
          'The workbook holds too much text for a report. Export it as CSV.',
        );
        throw refuse('TOO_MANY_ROWS', hint);
      }
    },
  });
  return texts;
}

/** Numbers of the formats that are built into spreadsheets and show a date (ECMA-376 part 1, 18.8.30). */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 31) ||
  (id >= 34 && id <= 36) ||
  (id >= 50 && id <= 58);

async function readDateStyles(archive: Archive): Promise<(style: number) => boolean> {
  const part = 'xl/styles.xml';
  if (!archive.names.includes(part)) return () => false;
  const dateFormats = new Set<number>();
  const formatOfStyle: number[] = [];
  let isInCellFormats = false;
  await parseXml(archive.open(part), {
    open(element, attributes) {
      const id = Number(attributes.numFmtId);
      if (element === 'numFmt' && showsDate(attributes.formatCode ?? '')) dateFormats.add(id);
      if (element === 'cellXfs') isInCellFormats = true;
      if (element === 'xf' && isInCellFormats) formatOfStyle.push(id);
    },
    close(element) {
      if (element === 'cellXfs') isInCellFormats = false;
    },
  });
  return (style) => {
    const format = formatOfStyle[style] ?? 0;
    return isBuiltInDate(format) || dateFormats.has(format);
  };
}

/** `yyyy\-mm\-dd` and `[$-407]d. mmmm yyyy` do; `0.00 "days"` and `[Red]0` do not. */
const showsDate = (formatCode: string) =>
  /[yd]/i.test(formatCode.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')) && !/general/i.test(formatCode);
