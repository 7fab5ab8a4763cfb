import { UsageError } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type Client, createClient } from './create-client.ts';

export const DEFAULT_URL = 'http://localhost:4000/graphql';

/** The options of every command that speaks to the API. */
export const CONNECTION_OPTIONS = { url: { type: 'string' }, token: { type: 'string' } } as const;

export const CONNECTION_HELP = `  --url URL          of the API; default: EQUIMARGINAL_URL, else ${DEFAULT_URL}
  --token TOKEN      default: EQUIMARGINAL_TOKEN. The local server prints one when it starts`;

/** Throws `UsageError` where no token is given or the URL is none. */
export function connect(
  { url, token }: { readonly url?: string | undefined; readonly token?: string | undefined },
  { env }: Pick<Io, 'env'>,
): Client {
  const given = token ?? env.EQUIMARGINAL_TOKEN;
  if (!given) {
    throw new UsageError(
      'There is no token. Give --token or set EQUIMARGINAL_TOKEN; npm start prints one for the local server.',
    );
  }
  const address = url ?? env.EQUIMARGINAL_URL ?? DEFAULT_URL;
  if (!URL.canParse(address)) throw new UsageError(`--url ${JSON.stringify(address)} is not a URL.`);
  return createClient({ url: endpointOf(address), token: given });
}

/** The server's own address stands for its endpoint. */
function endpointOf(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/graphql';
  return url.href;
}
