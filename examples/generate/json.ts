const LINE_WIDTH = 110;

/** JSON as the formatter of this repository leaves it: numbers fill their lines, everything else opens. */
export function formatJson(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'number')) return numbers(value, indent);
    return `[\n${value.map((item) => inner + formatJson(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${inner}${JSON.stringify(key)}: ${formatJson(member, inner)}`,
    );
    return `{\n${members.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

function numbers(values: readonly number[], indent: string): string {
  const onOneLine = `[${values.join(', ')}]`;
  if (values.length <= 7) return onOneLine;
  const lines: string[] = [];
  let line = '';
  for (const [index, value] of values.entries()) {
    const item = index === values.length - 1 ? String(value) : `${value},`;
    const extended = line === '' ? `${indent}  ${item}` : `${line} ${item}`;
    if (line !== '' && extended.length > LINE_WIDTH) {
      lines.push(line);
      line = `${indent}  ${item}`;
    } else {
      line = extended;
    }
  }
  return `[\n${[...lines, line].join('\n')}\n${indent}]`;
}
