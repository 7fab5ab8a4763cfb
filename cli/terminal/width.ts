/** How many columns of a terminal a text takes: colours take none, CJK and emoji take two. */
export function displayWidth(text: string): number {
  const plain = withoutColour(text);
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemes.segment(plain)) width += graphemeWidth(segment);
  return width;
}

/** The beginning of an uncoloured text, `…` at its end where something is missing. */
export function truncated(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let room = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    room -= graphemeWidth(segment);
    if (room < 0) break;
    kept += segment;
  }
  return width < 1 ? '' : `${kept.trimEnd()}…`;
}

/** Broken at spaces into lines of at most `width`; a longer word is truncated. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const isFitting = last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width;
    if (isFitting) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(displayWidth(word) > width ? truncated(word, width) : word);
  }
  return lines;
}

/** Names come from files of others: what would steer the terminal is made visible instead. */
export const printable = (text: string) => text.replace(/\p{Cc}/gu, '\ufffd');

/** A paragraph behind a mark, its further lines indented under the first. May be coloured. */
export function bullet(mark: string, text: string, width: number): string {
  const indent = displayWidth(mark) + 1;
  return `${mark} ${wrapped(text, width - indent).join(`\n${' '.repeat(indent)}`)}\n`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what starts a colour.
const withoutColour = (text: string) => text.replace(/\x1b\[[0-9;]*m/g, '');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** East Asian Wide and Fullwidth blocks (Unicode TR 11), and what is drawn as an emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
