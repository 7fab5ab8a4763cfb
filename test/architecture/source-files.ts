import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The rooms that make up the product; `bench`, `examples` and `test` look into all of them. */
export const ROOMS = ['api', 'schema', 'planning', 'optimizer', 'store', 'infra', 'web', 'cli'] as const;

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** The file that imports. */
  readonly from: string;
  /** A path from the project's root, or the name of a package as it is written. */
  readonly to: string;
  /** Gone when the types are stripped. */
  readonly typeOnly: boolean;
}

/** Every file below the folders. A folder that is not there yet has none. */
export const filesBelow = (folders: readonly string[]): readonly Dirent[] =>
  folders
    .map((folder) => join(ROOT, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile());

/** Every TypeScript, JavaScript and CSS file below the folders, ordered by path. */
export function sourceFiles(folders: readonly string[]): readonly SourceFile[] {
  return filesBelow(folders)
    .filter(({ name }) => /\.(ts|tsx|mjs|js|css)$/.test(name))
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

const STATEMENT = /^(?:import|export)\s+(type\s)?[\w\s{},*$]*?from\s+'([^']+)'/gm;
const SIDE_EFFECT = /^import\s+'([^']+)'/gm;
const STYLES = /^@import\s+"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const found = (target: string | undefined, typeOnly = false): Import => ({
    from: path,
    to: resolve(path, target ?? ''),
    typeOnly,
  });
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, target]) => found(target, type !== undefined)),
    ...[...text.matchAll(SIDE_EFFECT)].map(([, target]) => found(target)),
    ...[...text.matchAll(STYLES)].map(([, target]) => found(target)),
    ...[...text.matchAll(DYNAMIC)].map(([, target]) => found(target)),
  ];
}

const resolve = (from: string, target: string): string =>
  target.startsWith('.') ? posix.join(dirname(from), target) : target;

/** Every file and package that is loaded when `entry` is, types left out. */
export function loadedWith(entry: string, files: readonly SourceFile[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const file = byPath.get(path);
    if (file === undefined) continue;
    for (const { to, typeOnly } of importsOf(file)) if (!typeOnly) loaded.add(to);
  }
  return loaded;
}
