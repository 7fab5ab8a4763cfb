import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { says } from '../../../optimizer/statement.ts';
import { refuse } from '../refusal.ts';

/** Packed archives are held in memory: their directory stands at the end. */
const MAX_ARCHIVE_BYTES = 256 * 2 ** 20;

const BROKEN = says('ARCHIVE_DAMAGED', 'The archive is damaged or cut short. Download or export it again.');

/** The files of a zip archive (an .xlsx is one too), by name. */
export interface Archive {
  readonly names: readonly string[];
  /** The unpacked content of a file, checked against the archive's checksum at its end. */
  open(name: string): AsyncIterable<Uint8Array>;
}

export async function readArchive(chunks: AsyncIterable<Uint8Array>): Promise<Archive> {
  const zip = await directoryOf(await collected(chunks));
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch {
    throw refuse('UNSUPPORTED', BROKEN);
  }
  return {
    names: [...entries.keys()],
    open(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new RangeError(`The archive holds no ${name}.`);
      return contentOf(zip, entry);
    },
  };
}

async function directoryOf(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
  } catch {
    throw refuse('UNSUPPORTED', BROKEN);
  }
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) {
    throw refuse(
      'UNSUPPORTED',
      says('ARCHIVE_LOCKED', 'The archive is protected by a password. Unpack it and load what is inside.'),
      {
        value: entry.fileName,
      },
    );
  }
  let checksum = 0;
  let stream: Readable | null = null;
  try {
    stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch {
    throw refuse('UNSUPPORTED', BROKEN, { value: entry.fileName });
  } finally {
    stream?.destroy();
  }
  if (checksum !== entry.crc32) throw refuse('UNSUPPORTED', BROKEN, { value: entry.fileName });
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size > MAX_ARCHIVE_BYTES) {
      throw refuse(
        'TOO_MANY_ROWS',
        says(
          'ARCHIVE_TOO_LARGE',
          'The archive is larger than 256 MB. Export a shorter period, or CSV with gzip.',
        ),
      );
    }
  }
  return Buffer.concat(held, size);
}
