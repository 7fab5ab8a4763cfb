import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

const EMULATOR_PACKAGE = '@dynoxide/linux-x64';
const BINARY = 'dynoxide';

/** Path of the emulator's binary: from the optional dependency, else from the `PATH`; null where there is none. */
export function findEmulator(env: NodeJS.ProcessEnv = process.env): string | null {
  return fromPackage() ?? findOnPath(env.PATH ?? '');
}

function fromPackage(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${EMULATOR_PACKAGE}/package.json`);
    return executable(join(dirname(manifest), BINARY));
  } catch {
    // Not installed: npm leaves it out on every other platform.
    return null;
  }
}

/** The first `dynoxide` that may be run in the folders of a `PATH`. */
export function findOnPath(path: string): string | null {
  for (const folder of path.split(delimiter)) {
    const found = folder === '' ? null : executable(join(folder, BINARY));
    if (found !== null) return found;
  }
  return null;
}

function executable(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return null;
  }
}
