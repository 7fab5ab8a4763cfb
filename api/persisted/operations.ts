/** Documents by the hash that `hashOf` gives them. */
export type PersistedOperations = ReadonlyMap<string, string>;

/** The documents of our own clients, as they were when this was built. Read when one is first asked for. */
export async function committedOperations(): Promise<PersistedOperations> {
  const { default: operations } = await import('./operations.json', { with: { type: 'json' } });
  return new Map(Object.entries(operations));
}
