import { describe, expect, it } from 'vitest';
import { workspaceId } from '../../store/model/ids.ts';
import { presignedUrl } from '../../store/s3/presign.ts';
import { createS3Uploads } from '../../store/s3/s3-uploads.ts';

const AWS_EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

describe('an address signed for S3', () => {
  it('is that of the example in the documentation of Signature Version 4', () => {
    const url = presignedUrl({
      method: 'GET',
      host: 'examplebucket.s3.amazonaws.com',
      key: 'test.txt',
      region: 'us-east-1',
      credentials: AWS_EXAMPLE,
      expiresInSeconds: 86_400,
      now: new Date('2013-05-24T00:00:00Z'),
    });
    expect(url).toBe(
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });
});

describe('uploads in a bucket', () => {
  const objects = new Map<string, Uint8Array>();
  const bucket: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    if (init?.method === 'PUT')
      objects.set(pathname, new Uint8Array(await new Response(init.body).arrayBuffer()));
    if (init?.method === 'DELETE')
      return new Response(null, { status: objects.delete(pathname) ? 204 : 404 });
    const bytes = objects.get(pathname);
    return bytes === undefined ? new Response('', { status: 404 }) : new Response(Uint8Array.from(bytes));
  };
  const uploads = createS3Uploads({
    bucket: 'exports',
    region: 'eu-central-1',
    credentials: () => AWS_EXAMPLE,
    fetch: bucket,
  });
  const acme = workspaceId('acme/../other');
  const read = async (id: string) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of uploads.open(acme, id)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  it('are read back as they were put, until they are removed, each in its workspace', async () => {
    await uploads.write(acme, 'U 1', new TextEncoder().encode('date,spend'));
    expect([...objects.keys()].map(decodeURIComponent)).toEqual(['/acme%2F..%2Fother/U%201']);
    expect(await read('U 1')).toBe('date,spend');
    await uploads.remove(acme, 'U 1');
    await uploads.remove(acme, 'U 1');
    await expect(read('U 1')).rejects.toMatchObject({ code: 'UPLOAD_MISSING' });
  });

  it('are put to an address that is good for a quarter of an hour', async () => {
    const { url, method } = await uploads.target(acme, 'U1');
    expect([method, new URL(url).searchParams.get('X-Amz-Expires')]).toEqual(['PUT', '900']);
  });
});
