import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { numberFigure, says } from '../../../optimizer/statement.ts';
import { refuse } from '../refusal.ts';
import { type Archive, readArchive } from './zip.ts';

/** What is left of a file once it is unpacked. */
export type Content =
  | { readonly kind: 'TEXT'; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly kind: 'WORKBOOK'; readonly archive: Archive };

/** A zip in a gzip in a zip; deeper than that nobody packs an export. */
const MAX_DEPTH = 3;

const UNREADABLE: readonly {
  readonly signature: readonly number[];
  readonly code: string;
  readonly what: string;
}[] = [
  {
    signature: [0xd0, 0xcf, 0x11, 0xe0],
    code: 'OLD_WORKBOOK',
    what: 'an old or password-protected Excel workbook',
  },
  { signature: [0x25, 0x50, 0x44, 0x46], code: 'PDF', what: 'a PDF' },
  { signature: [0x50, 0x41, 0x52, 0x31], code: 'PARQUET', what: 'a Parquet file' },
  { signature: [0x37, 0x7a, 0xbc, 0xaf], code: 'OTHER_ARCHIVE', what: 'a 7z archive' },
  { signature: [0x52, 0x61, 0x72, 0x21], code: 'OTHER_ARCHIVE', what: 'a RAR archive' },
];

/** Takes zip and gzip off. What the bytes are decides, never the file's name. */
export async function unpack(chunks: AsyncIterable<Uint8Array>, depth = 0): Promise<Content> {
  const { head, all } = await withHead(chunks, 4);
  const unreadable = UNREADABLE.find(({ signature }) => startsWith(head, signature));
  if (unreadable !== undefined) {
    const { code, what } = unreadable;
    const hint = `This is ${what}. Export the report as CSV or XLSX and load that file.`;
    throw refuse('UNSUPPORTED', says(code, hint));
  }
  const isGzip = startsWith(head, [0x1f, 0x8b]);
  const isZip = startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06]);
  if (!isGzip && !isZip) return { kind: 'TEXT', bytes: all };
  if (depth === MAX_DEPTH) {
    throw refuse(
      'UNSUPPORTED',
      says(
        'NESTED_ARCHIVES',
        'Archives are packed into archives here. Unpack the file and load what is inside.',
      ),
    );
  }
  return isGzip ? unpack(gunzipped(all), depth + 1) : unpackArchive(await readArchive(all), depth);
}

async function unpackArchive(archive: Archive, depth: number): Promise<Content> {
  if (archive.names.includes('xl/workbook.xml')) return { kind: 'WORKBOOK', archive };
  const files = archive.names.filter((name) => !/(^|\/)(__MACOSX\/|\.)|\/$/.test(name));
  const [only, ...others] = files;
  if (only === undefined) {
    throw refuse(
      'EMPTY_FILE',
      says('ARCHIVE_EMPTY', 'The archive holds no file. Export the report again and check that it has rows.'),
    );
  }
  if (others.length > 0) {
    const hint = says(
      'SEVERAL_FILES',
      `The archive holds ${files.length} files. Unpack it and load each of them, so that each is checked by itself.`,
      numberFigure('n', files.length),
    );
    throw refuse('UNSUPPORTED', hint, { value: files.slice(0, 5).join(', ').slice(0, 200) });
  }
  return unpack(archive.open(only), depth + 1);
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // Errors of either side arrive at the loop below, as the stream is destroyed with them.
  pipeline(Readable.from(chunks), gunzip, () => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') {
      throw refuse(
        'TRUNCATED_EXPORT_SUSPECTED',
        says('GZIP_CUT', 'The gzip file ends too early. Download or export it again.'),
      );
    }
    if (!code.startsWith('Z_')) throw error;
    throw refuse(
      'UNSUPPORTED',
      says('GZIP_DAMAGED', 'The gzip file is damaged. Download or export it again.'),
    );
  }
}

/** The first bytes, and the whole from its beginning. */
async function withHead(chunks: AsyncIterable<Uint8Array>, size: number) {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
  }
  const begin = Buffer.concat(taken);
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield begin;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: begin.subarray(0, size), all: all() };
}

const startsWith = (bytes: Uint8Array, prefix: readonly number[]) =>
  bytes.length >= prefix.length && prefix.every((byte, index) => bytes[index] === byte);
