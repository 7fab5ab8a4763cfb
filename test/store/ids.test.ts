import { describe, expect, it } from 'vitest';
import { workspaceId } from '../../store/model/ids.ts';

describe('an id', () => {
  it.each(['a', 'Kampagne „Äpfel“ 2025', '\u{1F600}', 'x'.repeat(200)])('may be %j', (text) => {
    expect(workspaceId(text)).toBe(text);
  });

  it.each([
    ['the separator of keys', 'a#b'],
    ['nothing', ''],
    ['a control character', 'a\nb'],
    ['half a surrogate pair, which UTF-8 cannot tell from another', 'a\uD800'],
    ['more than 200 characters', 'x'.repeat(201)],
  ])('holds no %s', (_, text) => {
    expect(() => workspaceId(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_ID' }));
  });
});
