/** As graphql-yoga takes it, for one request. */
type CorsAnswer =
  | false
  | {
      readonly origin: string;
      readonly methods: string[];
      readonly allowedHeaders: string[];
      readonly exposedHeaders: string[];
      readonly credentials: false;
      readonly maxAge: number;
    };

const A_DAY_SECONDS = 86_400;

/**
 * Lets pages of these origins read answers, and of no other. Cookies play no part: a page needs a token of its own.
 * With no origin, nothing about CORS is ever said.
 */
export const corsFor =
  (origins: readonly string[]) =>
  (request: Request): CorsAnswer => {
    const origin = request.headers.get('origin');
    if (origin === null || !origins.includes(origin)) return false;
    return {
      origin,
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type', 'x-request-id'],
      exposedHeaders: ['x-request-id', 'retry-after'],
      credentials: false,
      maxAge: A_DAY_SECONDS,
    };
  };

/** Origins as an environment variable holds them, separated by spaces. */
export const originsIn = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/\s+/).filter((origin) => origin !== '');
