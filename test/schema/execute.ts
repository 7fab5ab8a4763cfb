import { type ExecutionResult, graphql } from 'graphql';
import type { PlanningDeps, Scope } from '../../planning/deps.ts';
import type { RequestContext } from '../../schema/context.ts';
import { schema } from '../../schema/schema.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { workspaceId } from '../../store/model/ids.ts';
import type { Store } from '../../store/ports.ts';

export const WORKSPACE = workspaceId('acme');

/** Ids that count up, and a clock that stands still. */
export function testDeps(store: Store = createMemoryStore()): PlanningDeps {
  let ids = 0;
  return {
    store,
    now: () => new Date('2026-11-01T09:00:00Z'),
    newId: () => `ID${String(++ids).padStart(6, '0')}`,
  };
}

export const contextOf = (
  deps: PlanningDeps,
  { scopes = ['read', 'plan'], workspace = 'acme' }: { scopes?: readonly Scope[]; workspace?: string } = {},
): RequestContext => ({
  viewer: { workspaceId: workspaceId(workspace), subject: 'ada', scopes: new Set(scopes) },
  deps,
  requestId: 'request-1',
});

// biome-ignore lint/suspicious/noExplicitAny: what a document answers is known to the test that wrote it
export type Answer = ExecutionResult<Record<string, any>>;

export async function execute(
  deps: PlanningDeps,
  source: string,
  variableValues: Record<string, unknown> = {},
  who?: Parameters<typeof contextOf>[1],
): Promise<Answer> {
  const contextValue = contextOf(deps, who);
  return (await graphql({ schema, source, variableValues, contextValue })) as Answer;
}
