import { isDeepStrictEqual } from 'node:util';
import { isInterfaceType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../schema/schema.ts';
import { createDocumentClient } from '../../../store/dynamo/client.ts';
import { createDynamoStore } from '../../../store/dynamo/dynamo-store.ts';
import { ensureTable } from '../../../store/dynamo/ensure-table.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import type { Store } from '../../../store/ports.ts';
import { reasonToSkip, startTestEmulator } from '../../store/support/database.ts';
import { type Cases, mutationCases, needsNoCase, queryCases, READ_NOTHING, TELL_NOTHING } from './cases.ts';
import { type Operation, ROOT_FIELDS } from './documents.ts';
import { inputsOf, pathsIn } from './inputs.ts';
import { done, type Secrets, seedBoth, seedOwner } from './seed.ts';
import { type Answer, type Ask, createWorld, type Variables } from './world.ts';

/** One name begins with the other, so that a key that is only a prefix would show. */
const OWNER = 'acme';
const RIVAL = 'acme2';

const fieldsOf = (wanted: Operation) => ROOT_FIELDS.filter(({ operation }) => operation === wanted);

/** The rival alone with itself, and the rival beside the owner, each on a store of its own. */
interface Worlds {
  readonly owner: Ask;
  readonly secrets: Secrets;
  readonly rival: Ask;
  readonly rivalAlone: Ask;
}

async function createWorlds(store: Store, emptyStore: Store): Promise<Worlds> {
  const [world, emptyWorld] = [createWorld(store), createWorld(emptyStore)];
  const [owner, rival] = [world.client(OWNER), world.client(RIVAL)];
  const rivalAlone = emptyWorld.client(RIVAL);
  const secrets = await seedOwner(owner, () => {
    for (const { clock } of [world, emptyWorld]) clock.now = new Date('2026-11-02T09:00:00Z');
  });
  for (const ask of [rival, rivalAlone]) await seedBoth(ask, ['Shared', 'Zebra'], 3);
  return { owner, secrets, rival, rivalAlone };
}

/** Of a query: what its case says, and every page of its list, from the owner's cursors. */
async function questions(field: string, inputs: readonly string[], cases: Cases, owner: Ask) {
  const asked: Variables[] = [...(cases[field] ?? [{}])];
  if (!inputs.includes('after')) return asked;
  const { answer } = await done<{ readonly edges: readonly { readonly cursor: string }[] }>(owner, field, {
    first: 100,
  });
  const cursors = answer.edges.map(({ cursor }) => cursor);
  expect(cursors, `the owner's ${field}`).not.toEqual([]);
  return [...asked, { first: 1 }, ...cursors.slice(0, 3).map((after) => ({ first: 2, after }))];
}

async function everythingOf(owner: Ask, secrets: Secrets): Promise<Readonly<Record<string, Answer[]>>> {
  const cases = queryCases(secrets);
  const seen: Record<string, Answer[]> = {};
  for (const root of fieldsOf('query')) {
    const { name } = root.field;
    seen[name] = [];
    for (const variables of await questions(name, inputsOf(root), cases, owner)) {
      seen[name].push(await owner(name, variables));
    }
  }
  return seen;
}

/** The rival has every scope, and knows every id and cursor of the owner. */
describe('a workspace', () => {
  let worlds: Worlds;
  let before: Readonly<Record<string, Answer[]>>;
  beforeAll(async () => {
    worlds = await createWorlds(await openStore(), createMemoryStore());
    before = await everythingOf(worlds.owner, worlds.secrets);
  });

  it.each(fieldsOf('query').map((root) => [root.field.name, root] as const))(
    'answers the query %s as if there were no other workspace',
    async (name, root) => {
      const { owner, rival, rivalAlone, secrets } = worlds;
      const asked = await questions(name, inputsOf(root), queryCases(secrets), owner);
      const answers: Answer[] = [];
      for (const variables of asked) answers.push(await rival(name, variables));
      for (const [i, variables] of asked.entries()) {
        expect(answers[i]).toEqual(await rivalAlone(name, variables));
      }
      // The owner was told something, so the question was one.
      expect(before[name]?.flatMap(({ errors }) => errors)).toEqual([]);
      const toldTheOwner = before[name]?.map(({ answer }) => answer) ?? [];
      const toldOtherwise = answers.filter(({ answer }, i) => !isDeepStrictEqual(answer, toldTheOwner[i]));
      if (READ_NOTHING.includes(name)) expect(toldOtherwise).toEqual([]);
      else expect(toldOtherwise).not.toEqual([]);
    },
  );

  const written: Record<string, Answer[]> = {};

  it.each(fieldsOf('mutation').map(({ field }) => field.name))(
    'obeys the mutation %s as if there were no other workspace',
    async (name) => {
      const { rival, rivalAlone, secrets } = worlds;
      written[name] = [];
      for (const variables of mutationCases(secrets)[name] ?? []) {
        const answer = await rival(name, variables);
        written[name].push(answer);
        expect(answer).toEqual(await rivalAlone(name, variables));
      }
    },
  );

  it('leaves everything of the owner as it was, whatever the rival wrote', async () => {
    expect(await everythingOf(worlds.owner, worlds.secrets)).toEqual(before);
  });

  it('would have answered the owner otherwise', async () => {
    const cases = mutationCases(worlds.secrets);
    const isTold = new Set<string>([...READ_NOTHING, ...TELL_NOTHING]);
    // What the owner removed could be set again by whoever asks.
    const inOrder = Object.keys(written).sort(
      (a, b) => Number(/^remove/.test(a)) - Number(/^remove/.test(b)),
    );
    for (const name of inOrder) {
      for (const [i, answer] of (written[name] ?? []).entries()) {
        const told = await worlds.owner(name, cases[name]?.[i]);
        if (!isDeepStrictEqual(told, answer)) isTold.add(name);
      }
    }
    expect(Object.keys(written).filter((name) => !isTold.has(name))).toEqual([]);
  });
});

/** The rival's other world is in memory: one conformance suite holds both stores to the same answers. */
async function openStore(): Promise<Store> {
  if (reasonToSkip) return createMemoryStore();
  const tableName = 'equimarginal-isolation';
  const client = createDocumentClient({
    endpoint: await startTestEmulator(),
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await ensureTable({ client, tableName });
  return createDynamoStore({ client, tableName });
}

describe('no way in is forgotten', () => {
  const secrets: Secrets = {
    campaignId: 'c',
    scenarioIds: ['s', 't'],
    importId: 'i',
    contentHash: 'h',
    experimentId: 'e',
    applicationId: 'a',
    changeSets: {
      proposed: { id: 'p', planHash: 'p' },
      approved: { id: 'q', planHash: 'q' },
      applied: { id: 'r', planHash: 'r' },
    },
  };
  const cases: Cases = { ...queryCases(secrets), ...mutationCases(secrets) };

  it.each(ROOT_FIELDS.map((root) => [root.field.name, root] as const))(
    '%s has a case for each of its arguments and each id in them',
    (name, root) => {
      const inputs = inputsOf(root);
      if (root.operation === 'query' && needsNoCase(inputs)) return;
      const used = new Set((cases[name] ?? []).flatMap((variables) => pathsIn(variables)));
      const paged = root.operation === 'query' ? ['first', 'after'] : [];
      expect(cases[name], `cases.ts has a case for ${name}`).toBeDefined();
      expect(inputs.filter((input) => !used.has(input) && !paged.includes(input))).toEqual([]);
    },
  );

  it('every type with a global id is read by it', () => {
    const node = schema.getType('Node');
    if (!isInterfaceType(node)) throw new Error('Node is an interface.');
    const read = queryCases(secrets).node?.length;
    expect(read).toBe(schema.getPossibleTypes(node).length);
  });
});
