import type { GraphiQLOptions } from 'graphql-yoga';
import type { ExampleQuery } from './example-queries.ts';

/** GraphiQL from our own package, not from a CDN: it works offline. With a tab for each ready-made query. */
export function graphiqlWith(queries: readonly ExampleQuery[], token: string) {
  const headers = JSON.stringify({ authorization: `Bearer ${token}` }, null, 2);
  const options: GraphiQLOptions = {
    title: 'Equimarginal · GraphiQL',
    headers,
    defaultTabs: queries.map(({ document }) => ({ query: document, headers })),
    // A browser that kept the token would go on sending it after a restart has made a new one.
    shouldPersistHeaders: false,
  };
  // The page is 9 MB of script, so it is loaded when the first browser asks for it.
  const render = async (given: GraphiQLOptions) =>
    (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(given);
  return { options, render };
}
