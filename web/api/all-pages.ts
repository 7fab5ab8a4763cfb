interface PageOf<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The nodes of a connection, a page at a time, up to so many pages. */
export async function allPages<Node>(
  read: (after: string | null) => Promise<PageOf<Node>>,
  mostPages = Number.POSITIVE_INFINITY,
): Promise<readonly Node[]> {
  const found: Node[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { nodes, pageInfo }: PageOf<Node> = await read(after);
    found.push(...nodes);
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage || after === null) break;
  }
  return found;
}
