import sax from 'sax';
import { says } from '../../../optimizer/statement.ts';
import { refuse } from '../refusal.ts';

export interface XmlHandlers {
  /** Names come without their namespace's prefix. */
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  /** May come in several pieces. */
  readonly text?: (text: string) => void;
}

/** An XML part of a workbook, handled as its bytes come. Yields after each piece, so that a reader can stop. */
export async function* parsedXml(
  chunks: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const parser = sax.parser(true, { trim: false, normalize: false });
  parser.onopentag = ({ name, attributes }) =>
    // Without `xmlns`, sax gives every attribute as a string.
    handlers.open?.(localName(name), attributes as Readonly<Record<string, string>>);
  parser.onclosetag = (name) => handlers.close?.(localName(name));
  parser.ontext = (text) => handlers.text?.(text);
  parser.oncdata = (text) => handlers.text?.(text);
  parser.onerror = () => {
    throw damagedWorkbook();
  };
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** As `parsedXml`, to its end. */
export async function parseXml(chunks: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parsedXml(chunks, handlers));
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

export const damagedWorkbook = () =>
  refuse(
    'UNSUPPORTED',
    says('WORKBOOK_DAMAGED', 'The workbook is damaged. Open it in a spreadsheet program and save it again.'),
  );
