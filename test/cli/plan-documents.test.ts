import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import * as documents from '../../cli/client/plan-documents.ts';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { schema } from '../../schema/schema.ts';
import { fakeIo } from './fake-io.ts';

test.each(Object.entries(documents))('%s is valid against the schema', (_, document) => {
  expect(validate(schema, parse(document.source))).toEqual([]);
});

describe('equimarginal plan', () => {
  const env = { EQUIMARGINAL_TOKEN: 'token', EQUIMARGINAL_URL: 'http://localhost:1/graphql' };

  test.each([
    ['nothing', [], /Nothing is asked of plan/],
    ['an unknown verb', ['destroy', 'ID'], /"destroy" is asked of plan. Wanted create, show, diff/],
    ['no plan', ['show'], /No plan was named/],
    ['two plans', ['show', 'a', 'b'], /One plan at a time; saw also b/],
    ['approval without a hash', ['approve', 'ID'], /Name the revision .* --plan-hash/],
    ['application without a hash', ['apply', 'ID'], /Name the revision/],
    ['a schedule without a hash', ['schedule', 'ID', '--at', '2026-12-01'], /Name the revision/],
    ['a schedule without a time', ['schedule', 'ID', '--plan-hash', 'H'], /--at is missing/],
    ['a time that is none', ['schedule', 'ID', '--plan-hash', 'H', '--at', 'soon'], /--at is "soon"/],
    ['a rollback without a reason', ['rollback', 'ID'], /--reason/],
    ['a ramp that is none', ['create', '--scenario', 'S', '--ramp', 'slowly'], /STEPS\/DAYS/],
    ['a change that is none', ['create', '--max-change', 'little'], /is not a ratio/],
  ])('%s is a wrong call', async (_what, argv, message) => {
    const io = fakeIo({ env });
    expect(await dispatch(['plan', ...argv], io)).toBe(EXIT.badInput);
    expect(io.err()).toMatch(message);
    expect(io.out()).toBe('');
  });

  test('without a token says where to get one', async () => {
    const io = fakeIo({ env: {} });
    expect(await dispatch(['plan', 'show', 'ID'], io)).toBe(EXIT.badInput);
    expect(io.err()).toContain('EQUIMARGINAL_TOKEN');
  });

  test('says so when the server does not answer', async () => {
    const io = fakeIo({ env });
    expect(await dispatch(['plan', 'show', 'ID'], io)).toBe(EXIT.error);
    expect(io.err()).toContain('does not answer');
  });
});
