import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Backoff } from '../../../store/dynamo/backoff.ts';

/** A client that answers each command's input by `answer`: for what no emulator does, such as throttling. */
export function fakeClient(answer: (input: unknown) => unknown): DynamoDBDocumentClient {
  const client = { send: async (command: { input: unknown }) => answer(command.input) };
  // The store sends commands and does nothing else with a client.
  return client as unknown as DynamoDBDocumentClient;
}

/** Waits in no time, and remembers for how long it would have. */
export function recordedBackoff(random = 1): { backoff: Backoff; waits: number[] } {
  const waits: number[] = [];
  return { backoff: { sleep: async (ms) => void waits.push(ms), random: () => random }, waits };
}

export function throttled(name = 'ThrottlingException'): Error {
  const error = new Error('Rate exceeded');
  error.name = name;
  return error;
}
