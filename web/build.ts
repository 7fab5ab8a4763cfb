import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { documentId } from './api/document-id.ts';
import { en } from './i18n/en.ts';
import { ru } from './i18n/ru.ts';

export type { SignInConfig } from './api/sign-in.ts';

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
 * Nothing but what this origin serves: no inline script or style, no frame, no form that leaves. Where else the page
 * may connect to is named: the provider that people sign in at, where uploads go, an API of another origin.
 */
export const contentSecurityPolicy = (...origins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ['connect-src', "'self'", ...origins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The page asks for documents that the API knows, by their ids; the sources keep the texts, which the types come from. */
const documentsById: Plugin = {
  name: 'documents-by-id',
  setup({ onLoad }) {
    onLoad({ filter: /documents\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        /graphql\(`([^`]+)`\)/g,
        (_, source: string) => `graphql('${documentId(source)}')`,
      ),
      loader: 'ts',
    }));
  },
};

/** Bundles the page: `/index.html` and what it loads. `/config.json` is for the one who serves it. */
export async function buildPage(): Promise<readonly PageFile[]> {
  const words = { en: wordsFile('en', en), ru: wordsFile('ru', ru) };
  const { outputFiles } = await build({
    entryPoints: [pathOf('main.tsx'), pathOf('style/style.css')],
    outbase: pathOf('.'),
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    // Not the automatic runtime of tsconfig.json: plain calls of `h` are half a kilobyte less.
    tsconfigRaw: {},
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    inject: [pathOf('jsx.ts')],
    legalComments: 'none',
    charset: 'utf8',
    define: { WORDS: JSON.stringify({ en: words.en.path, ru: words.ru.path }) },
    plugins: [documentsById],
  });
  const assets = outputFiles.map(({ path, contents }): PageFile => {
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return { path: `/assets/${basename(path)}`, type, body: contents, isImmutable: true };
  });
  const icon = hashedFile('icon', 'svg', 'image/svg+xml', readFileSync(pathOf('icon.svg')));
  const named = (pattern: RegExp) => assets.find(({ path }) => pattern.test(path))?.path ?? '';
  const html = readFileSync(pathOf('page.html'), 'utf8')
    .replace('/assets/main.js', named(/\/main-.*\.js$/))
    .replace('/assets/main.css', named(/\/style-.*\.css$/))
    .replace('/assets/icon.svg', icon.path);
  return [
    { path: '/index.html', type: 'text/html; charset=utf-8', body: Buffer.from(html), isImmutable: false },
    icon,
    words.en,
    words.ru,
    ...assets,
  ];
}

const wordsFile = (language: string, words: object): PageFile =>
  hashedFile(`words-${language}`, 'json', 'application/json', Buffer.from(JSON.stringify(words)));

function hashedFile(name: string, extension: string, type: string, body: Uint8Array): PageFile {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body, isImmutable: true };
}
