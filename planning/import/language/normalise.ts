/** As words are compared: case, accents, byte-order marks and the width of spaces do not matter, `ё` is `е`. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{Mn}\ufeff]/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
