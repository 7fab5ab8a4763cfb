import type { ChildProcess } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Kills the child when this process ends, by itself or by a signal that nobody else handles. Returns how to call
 * that off.
 */
export function endWithParent(child: ChildProcess): () => void {
  const kill = () => child.kill('SIGKILL');
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever handles the signal closes the database in its own order; `exit` still follows.
    if (process.listenerCount(signal) > 1) return;
    kill();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', kill);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on('exit', kill);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return forget;
}
