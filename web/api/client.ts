import { signal } from '@preact/signals';
import type { TadaDocumentNode } from 'gql.tada';
import { t } from '../i18n/i18n.ts';
import type { Statement } from '../parts/told.tsx';
import { session } from './session.ts';

type Reasons = readonly { readonly statement: Statement }[];

/** The API answered with an error, or not at all. `code` is the API's own, such as `FORBIDDEN`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly requestId: string | null;
  /** In single sentences, where there are several. */
  readonly reasons: Reasons;
  constructor(code: string, message: string, requestId: string | null = null, reasons: Reasons = []) {
    super(message);
    this.code = code;
    this.requestId = requestId;
    this.reasons = reasons;
  }
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError('UNEXPECTED', error instanceof Error ? error.message : String(error));

/** An expected failure of a mutation, where the answer is one. */
export const refusalIn = (
  answer:
    | { readonly __typename: string }
    | { readonly code: string; readonly message: string; readonly violations?: Reasons },
): ApiError | null =>
  'message' in answer ? new ApiError(answer.code, answer.message, null, answer.violations) : null;

/** False while the API could not be reached at the last try, or the browser says that there is no network. */
export const isOnline = signal(navigator.onLine);
addEventListener('online', () => {
  isOnline.value = true;
});
addEventListener('offline', () => {
  isOnline.value = false;
});

/** True once the API did not know a document of this page: page and API are of different releases. */
export const isOutdated = signal(false);

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown; readonly requestId?: unknown };
  }[];
}

/** One operation of the GraphQL API. Rejects with an `ApiError` for every answer that is not data. */
export async function request<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const { endpoint, token } = session.value;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ documentId: document, variables }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    isOnline.value = false;
    throw new ApiError('UNREACHABLE', `${endpoint} does not answer.`);
  });
  isOnline.value = true;
  const body = (await response.json().catch(() => null)) as Body | null;
  const [first] = body?.errors ?? [];
  if (first) {
    const { code, requestId } = first.extensions ?? {};
    const isUnknown = code === 'PERSISTED_QUERY_NOT_FOUND';
    if (isUnknown) isOutdated.value = true;
    throw new ApiError(
      typeof code === 'string' ? code : `HTTP_${response.status}`,
      isUnknown ? t('error.PERSISTED_QUERY_NOT_FOUND') : first.message,
      typeof requestId === 'string' ? requestId : response.headers.get('x-request-id'),
    );
  }
  if (body?.data) return body.data as Data;
  throw new ApiError(`HTTP_${response.status}`, response.statusText, response.headers.get('x-request-id'));
}
