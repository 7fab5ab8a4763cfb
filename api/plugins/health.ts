import type { Plugin } from 'graphql-yoga';
import { VERSION } from '../version.ts';

/** `GET /health`: the server is up, and which version it is. */
export function useHealth(): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname !== '/health') return;
      endResponse(fetchAPI.Response.json({ status: 'ok', version: VERSION }));
    },
  };
}
