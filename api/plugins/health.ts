import type { Plugin } from 'graphql-yoga';
import { VERSION } from '../version.ts';

export const HEALTH_PATH = '/health';

/** `GET /health`: the server is up, and which version it is. */
export function useHealth(): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname !== HEALTH_PATH) return;
      endResponse(fetchAPI.Response.json({ status: 'ok', version: VERSION }));
    },
  };
}
