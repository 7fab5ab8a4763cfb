import type { Plugin } from 'graphql-yoga';
import type { Viewer } from '../../planning/deps.ts';
import { AuthenticationUnavailableError, UnauthenticatedError } from '../auth.ts';
import { requestIdOf } from './request-id.ts';

const viewers = new WeakMap<Request, Viewer>();

/** Who sent the request. Throws when nobody was authenticated, so a request that slipped past cannot execute. */
export function viewerOf(request: Request): Viewer {
  const viewer = viewers.get(request);
  if (!viewer) throw new Error('The request was not authenticated.');
  return viewer;
}

/** As `viewerOf`, where nobody may have been authenticated. */
export const knownViewerOf = (request: Request): Viewer | undefined => viewers.get(request);

/** Authenticates a request before its body is read: without a valid token nothing is parsed or executed. */
export function useAuthentication(authenticate: (request: Request) => Promise<Viewer>): Plugin {
  return {
    async onRequestParse({ request, fetchAPI, endResponse }) {
      try {
        viewers.set(request, await authenticate(request));
      } catch (error) {
        const isExpected =
          error instanceof UnauthenticatedError || error instanceof AuthenticationUnavailableError;
        if (!isExpected) throw error;
        const extensions = { code: error.code, requestId: requestIdOf(request) };
        endResponse(
          fetchAPI.Response.json(
            { errors: [{ message: error.message, extensions }] },
            { status: error.httpStatus, headers: { 'www-authenticate': 'Bearer' } },
          ),
        );
      }
    },
  };
}
