import { signal } from '@preact/signals';
import type { TadaDocumentNode } from 'gql.tada';
import { useEffect, useState } from 'preact/hooks';
import { type ApiError, asApiError, request } from './client.ts';
import { session } from './session.ts';

export interface QueryState<Data> {
  /** The newest answer; while another one is on its way, the one before. */
  readonly data: Data | null;
  readonly error: ApiError | null;
  readonly isLoading: boolean;
  reload(): void;
}

/** Grows when what the API holds was changed from this page: every answer is then read again. */
const generation = signal(0);
const answers = new Map<string, Promise<unknown>>();

export function forgetAnswers(): void {
  answers.clear();
  generation.value += 1;
}

/** One answer for one question, shared by all who ask it. A failure is not kept. */
export function ask<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const key = JSON.stringify([document, variables, session.value.token]);
  const known = answers.get(key) as Promise<Data> | undefined;
  if (known) return known;
  const answer = request(document, variables);
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}

/** Asks again whenever the key changes. `load` is null while there is nothing to ask yet. */
export function useLoad<Data>(key: string, load: (() => Promise<Data>) | null): QueryState<Data> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ data: Data | null; error: ApiError | null; key: string | null }>({
    data: null,
    error: null,
    key: null,
  });
  const wanted = `${generation.value}|${attempt}|${key}`;
  useEffect(() => {
    if (load === null) return;
    let isCurrent = true;
    load().then(
      (data) => isCurrent && setState({ data, error: null, key: wanted }),
      (error: unknown) => {
        if (!isCurrent) return;
        setState((before) => ({ data: before.data, error: asApiError(error), key: wanted }));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted, load === null]);
  return {
    data: state.data,
    error: state.key === wanted ? state.error : null,
    isLoading: state.key !== wanted,
    reload: () => {
      answers.clear();
      setAttempt((n) => n + 1);
    },
  };
}

export function useQuery<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables | null,
): QueryState<Data> {
  const key = variables === null ? '' : JSON.stringify([document, variables]);
  return useLoad(key, variables === null ? null : () => ask(document, variables));
}
