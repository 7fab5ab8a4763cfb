/** A GraphQL document together with the types of its variables and its answer, which exist for the compiler alone. */
export interface TypedDocument<Data, Variables> {
  readonly source: string;
  readonly _types?: (variables: Variables) => Data;
}

export const typedDocument = <Data, Variables = Record<string, never>>(
  source: string,
): TypedDocument<Data, Variables> => ({ source });

export interface Client {
  /** Rejects with an `ApiError` for every answer that is not data. */
  request<Data, Variables extends object>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
}

export interface ClientOptions {
  /** Of the GraphQL endpoint, such as `http://localhost:4000/graphql`. */
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
}

/** The API answered with an error, or not at all. `code` is the API's own, such as `FORBIDDEN`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly requestId: string | null;
  constructor(code: string, message: string, requestId: string | null = null, options?: ErrorOptions) {
    super(requestId === null ? message : `${message} (request ${requestId})`, options);
    this.code = code;
    this.requestId = requestId;
  }
}

export function createClient({ url, token, fetch: send = fetch }: ClientOptions): Client {
  return {
    async request(document, variables) {
      const response = await send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query: document.source, variables }),
      }).catch((cause: unknown) => {
        throw new ApiError('UNREACHABLE', `${url} does not answer. Is the server running?`, null, { cause });
      });
      return dataOf(await bodyOf(response), response);
    },
  };
}

interface ResponseBody {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown; readonly requestId?: unknown };
  }[];
}

async function bodyOf(response: Response): Promise<ResponseBody> {
  const text = await response.text();
  try {
    return JSON.parse(text) as ResponseBody;
  } catch (cause) {
    throw new ApiError(
      `HTTP_${response.status}`,
      `The server answered ${response.status} ${response.statusText} with something that is not JSON.`,
      response.headers.get('x-request-id'),
      { cause },
    );
  }
}

/** The document's own types are trusted here: the schema of the server is checked against them by a test. */
function dataOf<Data>(body: ResponseBody, response: Response): Data {
  const [error] = body.errors ?? [];
  if (!error && response.ok && body.data) return body.data as Data;
  const { code, requestId } = error?.extensions ?? {};
  throw new ApiError(
    typeof code === 'string' ? code : `HTTP_${response.status}`,
    error?.message ?? `The server answered ${response.status} without data.`,
    typeof requestId === 'string' ? requestId : response.headers.get('x-request-id'),
  );
}
