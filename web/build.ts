import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** A file of the page as it is served. */
export interface PageFile {
  /** Such as `/assets/main-ABC123.js`. */
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array;
  /** Its name changes with its content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
}

const HERE = new URL('./', import.meta.url);
const pathOf = (name: string) => fileURLToPath(new URL(name, HERE));

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * Nothing but what this origin serves: no inline script or style, no frame, no form that leaves. A page whose API
 * is elsewhere names that origin as well.
 */
export const contentSecurityPolicy = (apiOrigin = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${`'self' ${apiOrigin}`.trim()}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** GraphQL needs no more than one space between words; the sources keep their lines. */
const shorterDocuments: Plugin = {
  name: 'shorter-documents',
  setup({ onLoad }) {
    onLoad({ filter: /documents\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/graphql\(`[^`]+`\)/g, (call) =>
        call.replaceAll(/\s+/g, ' '),
      ),
      loader: 'ts',
    }));
  },
};

/** Bundles the page: `/index.html` and what it loads. `/config.json` is for the one who serves it. */
export async function buildPage(): Promise<readonly PageFile[]> {
  const { outputFiles } = await build({
    entryPoints: [pathOf('main.tsx')],
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    charset: 'utf8',
    plugins: [shorterDocuments],
  });
  const assets = outputFiles.map(({ path, contents }): PageFile => {
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return { path: `/assets/${basename(path)}`, type, body: contents, isImmutable: true };
  });
  const icon = readFileSync(pathOf('icon.svg'));
  const iconPath = `/assets/icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`;
  const named = (pattern: RegExp) => assets.find(({ path }) => pattern.test(path))?.path ?? '';
  const html = readFileSync(pathOf('page.html'), 'utf8')
    .replace('/assets/main.js', named(/\/main-.*\.js$/))
    .replace('/assets/main.css', named(/\/main-.*\.css$/))
    .replace('/assets/icon.svg', iconPath);
  return [
    { path: '/index.html', type: 'text/html; charset=utf-8', body: Buffer.from(html), isImmutable: false },
    { path: iconPath, type: 'image/svg+xml', body: icon, isImmutable: true },
    ...assets,
  ];
}
