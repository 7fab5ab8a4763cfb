import { says } from '../../../optimizer/statement.ts';
import { refuse } from '../refusal.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'windows-1252';

/** The bytes are no UTF-8 after all; `legacyEncodingOf` says what they are. */
export class NotUtf8Error extends Error {
  override readonly name = 'NotUtf8Error';
}

/**
 * Text without its byte-order mark. `encoding` is for files that carry neither a mark nor the zeros of UTF-16. Throws
 * `NotUtf8Error` where it is `utf-8` and the bytes are not.
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    decoder ??= new TextDecoder(markedEncoding(chunk) ?? encoding, { fatal: true });
    yield decode(decoder, chunk);
  }
  if (decoder === null) return;
  try {
    yield decoder.decode();
  } catch {
    const hint = says('TEXT_CUT', 'The file ends in the middle of a character. Download or export it again.');
    throw refuse('TRUNCATED_EXPORT_SUSPECTED', hint);
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    if (decoder.encoding === 'utf-8') throw new NotUtf8Error();
    const hint = says(
      'BYTES_NO_TEXT',
      'The file is damaged: its bytes are no text. Download or export it again.',
    );
    throw refuse('UNSUPPORTED', hint);
  }
}

function markedEncoding(head: Uint8Array): Encoding | null {
  const [a, b, , d] = head;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // ASCII in UTF-16 has a zero in every second byte.
  if (b === 0 && d === 0) return 'utf-16le';
  if (a === 0 && head[2] === 0) return 'utf-16be';
  return null;
}

/**
 * Which of the two encodings of old spreadsheets a file without valid UTF-8 is in. In Windows-1251 whole words are of
 * high bytes; in Windows-1252 they are single letters among ASCII. A file that is mostly valid UTF-8 is damaged, and
 * reading it as something else would garble every name.
 */
export async function legacyEncodingOf(chunks: AsyncIterable<Uint8Array>): Promise<Encoding> {
  let letters = 0;
  let neighbours = 0;
  let utf8Pairs = 0;
  let previous = 0;
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (byte >= 0xc0) letters += 1;
      if (byte >= 0xc0 && previous >= 0xc0) neighbours += 1;
      if (byte >= 0x80 && byte < 0xc0 && previous >= 0xc2) utf8Pairs += 1;
      previous = byte;
    }
  }
  if (utf8Pairs > letters / 2) {
    const hint = says(
      'UTF8_DAMAGED',
      'The file is UTF-8 with damaged bytes in it, so its names cannot be trusted. Export it again.',
    );
    throw refuse('UNSUPPORTED', hint);
  }
  return neighbours > letters / 2 ? 'windows-1251' : 'windows-1252';
}
