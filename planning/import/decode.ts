import { type Refusal, refusal } from './refusal.ts';

const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel workbook or a zip archive' },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF' },
];

/** Bytes of a text file as text, without its byte-order mark; what the bytes are decides, not the file's name. */
export function decodeText(bytes: Uint8Array): string | Refusal {
  const binary = SIGNATURES.find((signature) => startsWith(bytes, signature.bytes));
  if (binary !== undefined) {
    return refusal('UNSUPPORTED', `This is ${binary.what}. Export the report as CSV and load that file.`);
  }
  const text = decodeWith(encodingOf(bytes), bytes);
  if (text.trim() === '') {
    return refusal(
      'EMPTY_FILE',
      'The file holds no text. Export the report again and check that it has rows.',
    );
  }
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  // ASCII in UTF-16 has a zero in every second byte.
  if (bytes[1] === 0 && bytes[3] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[2] === 0) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** `TextDecoder` takes the byte-order mark off. */
const decodeWith = (encoding: string, bytes: Uint8Array) => new TextDecoder(encoding).decode(bytes);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const startsWith = (bytes: Uint8Array, prefix: readonly number[]) =>
  bytes.length >= prefix.length && prefix.every((byte, index) => bytes[index] === byte);
