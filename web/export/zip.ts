/** A zip archive of the files as they are, uncompressed (APPNOTE.TXT 6.3.10). Names are plain ASCII. */
export function zipOf(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = encoded(text);
    // Version 2.0, no flags, stored, 1 January 1980: the same content makes the same archive.
    const common = fields([2, 20], [2, 0], [2, 0], [2, 0], [2, 0x21], [4, crc32(content)]);
    const sizes = fields([4, content.length], [4, content.length], [2, name.length], [2, 0]);
    const local = joined([fields([4, 0x04034b50]), common, sizes, encoded(name), content]);
    const place = fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    directory.push(joined([fields([4, 0x02014b50], [2, 20]), common, sizes, place, encoded(name)]));
    parts.push(local);
    offset += local.length;
  }
  const listed = joined(directory);
  const count = directory.length;
  const sums = fields([2, 0], [2, 0], [2, count], [2, count], [4, listed.length], [4, offset], [2, 0]);
  return joined([...parts, listed, fields([4, 0x06054b50]), sums]);
}

const encoder = new TextEncoder();
const encoded = (text: string) => encoder.encode(text);

/** Little-endian numbers of two or four bytes. */
function fields(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([bytes, value]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)),
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Of ISO 3309, bit by bit: an export is small. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
