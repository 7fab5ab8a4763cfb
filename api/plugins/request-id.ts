import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';

const HEADER = 'x-request-id';
/** What an id that came with the request may look like: it goes into a header and into logs. */
const WELL_FORMED = /^[\w.:=-]{1,128}$/;

const ids = new WeakMap<Request, string>();

/** The id that a caller quotes and that the log line of the same request carries. */
export function requestIdOf(request: Request): string {
  let id = ids.get(request);
  if (id === undefined) {
    const given = request.headers.get(HEADER);
    id = given !== null && WELL_FORMED.test(given) ? given : randomUUID();
    ids.set(request, id);
  }
  return id;
}

/** Every response says its request id; none is kept by a cache or read as anything but its content type. */
export function useRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set(HEADER, requestIdOf(request));
      response.headers.set('cache-control', 'no-store');
      response.headers.set('x-content-type-options', 'nosniff');
    },
  };
}
