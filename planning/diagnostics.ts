import { channel } from 'node:diagnostics_channel';
import type { TerminationStatus } from '../optimizer/problem/result.ts';

/** A problem was solved, or shown to have no solution. */
export interface Solved {
  readonly status: TerminationStatus;
  readonly milliseconds: number;
}

/** A caller was answered with an error that was foreseen. */
export interface Refused {
  readonly code: string;
}

/** A thing worth counting. Who counts subscribes; where nobody does, nothing happens. */
interface Signal<Message> {
  publish(message: Message): void;
  /** Returns how to stop. */
  subscribe(listener: (message: Message) => void): () => void;
}

export const solved: Signal<Solved> = signal('equimarginal:solved');
export const refused: Signal<Refused> = signal('equimarginal:refused');

/** Node's own mechanism: who publishes need not know who listens, so no use case carries a counter along. */
function signal<Message>(name: string): Signal<Message> {
  const messages = channel(name);
  return {
    publish: (message) => messages.publish(message),
    subscribe(listener) {
      // The channel's messages are what `publish` was given.
      const heard = (message: unknown) => listener(message as Message);
      messages.subscribe(heard);
      return () => messages.unsubscribe(heard);
    },
  };
}
