import { type Output, outputOf } from '../io.ts';

/** One line that says what is being done, rewritten in place. Writes nothing where nobody watches. */
export interface Progress {
  /** `done` of `total`, when that can be told. */
  step(what: string, done?: number, total?: number): void;
  /** Wipes the line. */
  clear(): void;
}

const BAR_CELLS = 20;
const ERASE_LINE = '\r\x1b[2K';

export function createProgress(target: Output = outputOf(process.stderr)): Progress {
  if (!target.isTerminal) return { step() {}, clear() {} };
  let shown = '';
  const show = (line: string) => {
    if (line === shown) return;
    shown = line;
    void target.write(ERASE_LINE + line);
  };
  return {
    step(what, done, total) {
      const bar = done !== undefined && total ? `${barOf(done / total)} ${done}/${total}  ` : '';
      show(`${bar}${what}…`.slice(0, target.columns - 1));
    },
    clear: () => show(''),
  };
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}
