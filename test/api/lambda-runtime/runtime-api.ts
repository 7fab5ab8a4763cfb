import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url));
const TIMEOUT_MS = 30_000;

/** What a handler threw, or why the function did not start. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;
  constructor({ errorType, errorMessage }: { errorType: string; errorMessage: string }) {
    super(errorMessage);
    this.errorType = errorType;
  }
}

export interface RunningFunction {
  /** Resolves to what the handler answers, as it comes over the wire. Rejects with a `FunctionError`. */
  invoke(event: object): Promise<unknown>;
  /** The lines it wrote to standard output that are JSON. */
  log(): readonly Record<string, unknown>[];
  close(): Promise<void>;
  /** Of its process; undefined where it could not be started. */
  readonly pid: number | undefined;
}

interface Invocation {
  readonly id: string;
  readonly event: object;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One environment of a function in a process of its own, behind a Lambda Runtime API: events wait in a line, the runtime
 * asks for the next one.
 */
export async function startFunction(
  taskRoot: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningFunction> {
  const waiting: Invocation[] = [];
  const pending = new Map<string, Invocation>();
  let isAsking: ServerResponse | null = null;
  let brokenStart: FunctionError | null = null;
  let count = 0;

  const hand = () => {
    const invocation = isAsking && waiting.shift();
    if (!invocation || !isAsking) return;
    pending.set(invocation.id, invocation);
    isAsking.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + TIMEOUT_MS),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:test',
    });
    isAsking.end(JSON.stringify(invocation.event));
    isAsking = null;
  };
  const failAll = (error: Error) => {
    for (const { reject } of [...waiting.splice(0), ...pending.values()]) reject(error);
    pending.clear();
  };

  const server = createServer(async (request, response) => {
    const [, id, what] = /\/runtime\/(?:invocation\/([^/]+)|init)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      isAsking = response;
      hand();
      return;
    }
    const body = JSON.parse(await textOf(request));
    response.writeHead(202).end();
    if (id === undefined) {
      brokenStart = new FunctionError(body);
      failAll(brokenStart);
      return;
    }
    const invocation = pending.get(id);
    pending.delete(id);
    if (what === 'error') invocation?.reject(new FunctionError(body));
    else invocation?.resolve(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const child = spawn(process.execPath, [CLIENT], {
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: 'index.handler',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  child.once('exit', (code) =>
    failAll(brokenStart ?? new Error(`It ended with code ${code}: ${complaints}`)),
  );

  return {
    pid: child.pid,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (brokenStart || child.exitCode !== null) {
          reject(brokenStart ?? new Error(`It is not running: ${complaints}`));
          return;
        }
        count += 1;
        waiting.push({ id: `request-${count}`, event, resolve, reject });
        hand();
      }),
    log: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    async close() {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'exit');
      }
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
