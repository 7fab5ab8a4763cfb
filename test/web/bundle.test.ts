import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { committedOperations } from '../../api/persisted/operations.ts';
import { documentsOfThePage } from '../../web/api/print-types.ts';
import { buildPage } from '../../web/build.ts';

const files = await buildPage();
const scripts = files.filter(({ path }) => path.endsWith('.js'));
const gzipped = (which: typeof files) => which.reduce((sum, { body }) => sum + gzipSync(body).length, 0);
const html = new TextDecoder().decode(files.find(({ path }) => path === '/index.html')?.body);

describe('the bundle', () => {
  test('is under 50 kB of JavaScript with gzip, all views together', () => {
    expect(scripts.length).toBe(1);
    expect(gzipped(scripts)).toBeLessThan(50_000);
  });

  test('carries no document, but the ids of documents that the API knows', async () => {
    const script = new TextDecoder().decode(scripts[0]?.body);
    const ids = [...script.matchAll(/sha256:([0-9a-f]{64})/g)].map(([, id = '']) => id);
    const known = await committedOperations();
    expect(ids.length).toBe(documentsOfThePage().length);
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
    expect(script).not.toMatch(/\b(query|mutation) [A-Z]\w*[({]/);
  });

  test('has no script or style within its HTML, and names nothing of another host', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|style=|\son\w+=/);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test('loads only files that are there, under names that change with their content', () => {
    const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(named.length).toBe(3);
    for (const path of named) {
      expect(path).toMatch(/-[A-Za-z0-9]{8}\.(js|css|svg)$/);
      expect(files.find((file) => file.path === path)?.isImmutable).toBe(true);
    }
  });
});
