import type { RequestListener, Server } from 'node:http';

/** The server cannot listen where it was told to. The message says what to do. */
export class PortUnavailableError extends Error {
  override readonly name = 'PortUnavailableError';
  readonly code = 'PORT_UNAVAILABLE';
}

const HOST = '127.0.0.1';
const CLOSE_WITHIN_MS = 2_000;

/** Listens on this machine alone and returns the port, which the system chooses when 0 is asked for. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'is already in use by another program'
          : `cannot be used (${error.code})`;
      reject(
        new PortUnavailableError(
          `Port ${port} ${why}. Stop that, or choose another: PORT=${port + 1} npm start`,
          {
            cause: error,
          },
        ),
      );
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

/** Lets running requests finish, but not for long. */
export async function close(server: Server): Promise<void> {
  const isClosed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const lastResort = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await isClosed;
  clearTimeout(lastResort);
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Answers only who asked for this machine by its own name. A page elsewhere that lets its name point here would
 * else read the development token (DNS rebinding).
 */
export function onlyForThisMachine(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (LOCAL_HOST.test(request.headers.host ?? '')) return listener(request, response);
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('This development server answers to the host name localhost alone.\n');
  };
}
