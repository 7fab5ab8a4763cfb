import { GRAPHQL_PATH } from '../server.ts';
import { VERSION } from '../version.ts';
import type { ExampleQuery } from './example-queries.ts';

/** For programmers, at `/developers`: ready-made queries and a token, in one page without script or outside assets. */
export function landingPage(queries: readonly ExampleQuery[], url: string, token: string): string {
  const links = queries.map(
    ({ name, description, document }) =>
      `<li><a href="${GRAPHQL_PATH}?query=${encodeURIComponent(document)}">${escapeHtml(name)}</a>
       <p>${withCode(escapeHtml(description))}</p></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Equimarginal</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Equimarginal</h1>
<p class="lead">Where the next unit of budget earns most: response curves and budget reallocation over GraphQL.</p>
<p><a class="button" href="${GRAPHQL_PATH}">Open GraphiQL</a></p>
${links.length > 0 ? `<h2>Ready-made queries</h2>\n<ul>\n${links.join('\n')}\n</ul>` : ''}
<h2>From a program</h2>
<p>Send the development token of this server as a bearer token:</p>
<pre><code>${escapeHtml(curlExample(url, token))}</code></pre>
<footer>Version ${escapeHtml(VERSION)} · <a href="/health">health</a></footer>
</main>
</body>
</html>
`;
}

const curlExample = (url: string, token: string): string =>
  [
    `curl ${url}${GRAPHQL_PATH} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -H 'authorization: Bearer ${token}' \\`,
    `  -d '{"query":"{ __typename }"}'`,
  ].join('\n');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What stands between backticks, as code. */
const withCode = (html: string): string => html.replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --quiet: #5b6472; --paper: #fff; --line: #dfe3e8; --accent: #0b62c4; --on-accent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --quiet: #9aa4b2; --paper: #14181f; --line: #2b323d; --accent: #7ab8ff; --on-accent: #0d1420; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 4rem 1.25rem; }
h1 { margin: 0; font-size: 2.2rem; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.1rem; }
.lead { margin: 0.5rem 0 1.5rem; color: var(--quiet); font-size: 1.1rem; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.button { display: inline-block; padding: 0.6rem 1.1rem; border-radius: 0.4rem; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 0.75rem 0; border-top: 1px solid var(--line); }
li p { margin: 0.15rem 0 0; color: var(--quiet); font-size: 0.93rem; }
pre { margin: 0; padding: 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 0.4rem; font-size: 0.85rem; }
footer { margin-top: 3rem; color: var(--quiet); font-size: 0.9rem; }
`;
