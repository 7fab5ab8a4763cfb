import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandIn {
  readonly url: string;
  close(): void;
}

async function listening(listener: RequestListener): Promise<StandIn> {
  const server: Server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const bodyOf = async (request: Parameters<RequestListener>[0]): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

export interface QueueStandIn extends StandIn {
  readonly queueUrl: string;
  /** Takes what was sent since the last time. */
  received(): readonly string[];
  /** Takes which messages were asked to come again when, since the last time. */
  postponed(): readonly (readonly [receiptHandle: string, seconds: number])[];
  /** Refuses messages that hold this text, as a throttled queue would. */
  refuse(text: string | null): void;
}

/** SQS, as far as `SendMessageBatch` and `ChangeMessageVisibility` go. */
export async function startQueue(): Promise<QueueStandIn> {
  let messages: string[] = [];
  let postponed: (readonly [string, number])[] = [];
  let refused: string | null = null;
  const standIn = await listening(async (request, response) => {
    const asked = JSON.parse(await bodyOf(request)) as {
      readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string }[];
      readonly ReceiptHandle: string;
      readonly VisibilityTimeout: number;
    };
    const { Entries } = asked;
    if (Entries === undefined) {
      postponed.push([asked.ReceiptHandle, asked.VisibilityTimeout]);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{}');
      return;
    }
    const isRefused = ({ MessageBody }: { readonly MessageBody: string }) =>
      refused !== null && MessageBody.includes(refused);
    const taken = Entries.filter((entry) => !isRefused(entry));
    messages.push(...taken.map(({ MessageBody }) => MessageBody));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(
      JSON.stringify({
        Successful: taken.map(({ Id, MessageBody }) => ({
          Id,
          MessageId: `message-${Id}`,
          MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
        })),
        Failed: Entries.filter(isRefused).map(({ Id }) => ({
          Id,
          Code: 'InternalError',
          SenderFault: false,
        })),
      }),
    );
  });
  return {
    ...standIn,
    queueUrl: `${standIn.url}/123456789012/jobs`,
    received() {
      const taken = messages;
      messages = [];
      return taken;
    },
    postponed() {
      const taken = postponed;
      postponed = [];
      return taken;
    },
    refuse(text) {
      refused = text;
    },
  };
}

export interface BucketStandIn extends StandIn {
  /** By path: `/bucket/key`. */
  readonly objects: ReadonlyMap<string, string>;
}

/** S3, as far as putting an object goes. */
export async function startBucket(): Promise<BucketStandIn> {
  const objects = new Map<string, string>();
  const standIn = await listening(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bucket');
    if (request.method !== 'PUT' || !searchParams.has('X-Amz-Signature')) {
      response.writeHead(403).end();
      return;
    }
    objects.set(pathname, await bodyOf(request));
    response.writeHead(200).end();
  });
  return { ...standIn, objects };
}

/** Secrets Manager with one secret, as far as reading it goes. */
export async function startSecrets(arn: string, secret: string): Promise<StandIn> {
  return listening(async (request, response) => {
    const { SecretId } = JSON.parse(await bodyOf(request)) as { readonly SecretId: string };
    const isSigned = /^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '');
    const isFound = isSigned && SecretId === arn;
    response.writeHead(isFound ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(isFound ? { ARN: arn, SecretString: secret } : { __type: 'NotFound' }));
  });
}
