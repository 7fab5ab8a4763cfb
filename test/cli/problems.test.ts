import { expect, test } from 'vitest';
import { recogniseProblems } from '../../cli/input/problems.ts';
import { readLines } from '../../cli/input/read-input.ts';
import { fakeIo } from './fake-io.ts';

const recognise = async (stdin: string) => {
  const input = await recogniseProblems(readLines('-', fakeIo({ stdin })));
  if (input.kind === 'SINGLE') return { single: JSON.parse(input.problem.text) as unknown };
  const lines: [number, string][] = [];
  for await (const { line, text } of input.problems) lines.push([line, text]);
  return { lines };
};

const a = '{"name":"ä","objective":{}}';
const b = '{"name":"b","objective":{}}';

test.each([
  ['one object on one line', `${a}\n`, { single: JSON.parse(a) }],
  [
    'one object on many lines',
    `\n{\n"objective": {},\n"units": [\n{"id":"x"}\n]\n}\n`,
    { single: { objective: {}, units: [{ id: 'x' }] } },
  ],
  [
    'one a line',
    `${a}\n\n${b}`,
    {
      lines: [
        [1, a],
        [3, b],
      ],
    },
  ],
  [
    'one a line with a byte order mark and CRLF',
    `\ufeff${a}\r\n${b}\r\n`,
    {
      lines: [
        [1, a],
        [2, b],
      ],
    },
  ],
  [
    'a first line that is broken',
    `{"name":\n${b}\n${a}\n`,
    {
      lines: [
        [1, '{"name":'],
        [2, b],
        [3, a],
      ],
    },
  ],
  [
    'a later line that is broken',
    `${a}\nnonsense\n${b}\n`,
    {
      lines: [
        [1, a],
        [2, 'nonsense'],
        [3, b],
      ],
    },
  ],
])('recognises %s', async (_, text, wanted) => expect(await recognise(text)).toEqual(wanted));

test('an empty input is refused', async () => {
  await expect(recognise(' \n\n')).rejects.toThrow('The input is empty');
});

test('JSON Lines are read as they come: the second answer does not wait for the third line', async () => {
  const read: string[] = [];
  async function* slowly() {
    for (const [index, text] of [a, b, a, b].entries()) {
      read.push(text);
      yield { text, number: index + 1 };
    }
  }
  const input = await recogniseProblems(slowly());
  if (input.kind !== 'LINES') throw new Error('expected lines');
  const iterator = input.problems[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  expect(read).toHaveLength(2);
});

test('bytes that are not UTF-8 are refused', async () => {
  const stdin = (async function* () {
    yield new Uint8Array([0x7b, 0xff, 0x7d]);
  })();
  await expect(readLines('-', { ...fakeIo(), stdin }).next()).rejects.toThrow('not UTF-8');
});
