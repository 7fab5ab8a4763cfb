import { fork } from 'node:child_process';

/**
 * Runs a module of this folder in a process of its own, hands it one message and waits for one back. Work that never
 * returns is killed at the limit: null.
 */
export function askChild<T>(module: string, message: object, limitMs: number): Promise<T | null> {
  const child = fork(new URL(module, import.meta.url).pathname, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve) => {
    const finish = (answer: T | null) => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(() => finish(null), limitMs);
    // Whoever asks a module knows what it sends.
    child.on('message', (answer) => finish(answer as T));
    child.on('exit', () => finish(null));
    child.send(message);
  });
}

/** The other end: answers the first message and leaves the rest to the parent. */
export function answerParent<Q extends object, A extends object>(work: (message: Q) => A): void {
  process.once('message', (message) => {
    process.send?.(work(message as Q));
  });
}
