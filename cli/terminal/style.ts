/** Colours and weights, or nothing at all where they are not wanted. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly accent: Paint;
}

type Paint = (text: string) => string;

const asItIs: Paint = (text) => text;

export const PLAIN: Style = {
  bold: asItIs,
  dim: asItIs,
  good: asItIs,
  bad: asItIs,
  warn: asItIs,
  accent: asItIs,
};

/** Select Graphic Rendition codes, ECMA-48. */
const ANSI: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  accent: sgr(36, 39),
};

function sgr(on: number, off: number): Paint {
  return (text) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`);
}

/** Colour on a terminal alone, and never against https://no-color.org. */
export function styleFor(
  output: { readonly isTerminal: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const isUnwanted = Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return output.isTerminal && !isUnwanted ? ANSI : PLAIN;
}
