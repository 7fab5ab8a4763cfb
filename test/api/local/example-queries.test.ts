import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readExampleQueries } from '../../../api/local/example-queries.ts';
import { landingPage } from '../../../api/local/landing-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'equimarginal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MONTHLY = '# What each channel did,\n# month by month.\n\n# Not a part of the heading.\n{ a }\n';

it('example queries are named by their file and described by the comment at their top', () => {
  writeFileSync(join(folder, '02-performance-by-month.graphql'), MONTHLY);
  writeFileSync(join(folder, '01-campaigns.graphql'), '{ b }\n');
  writeFileSync(join(folder, 'notes.txt'), 'not a query');
  expect(readExampleQueries(folder)).toEqual([
    { name: 'Campaigns', description: '', document: '{ b }\n' },
    {
      name: 'Performance by month',
      description: 'What each channel did, month by month.',
      document: MONTHLY,
    },
  ]);
});

it('the landing page shows text as text', () => {
  const query = { name: '<b>', description: '"a" & \'b\'', document: '"><script>' };
  const page = landingPage([query], 'http://localhost:4000', 'token');
  expect(page).toContain('&lt;b&gt;');
  expect(page).toContain('&quot;a&quot; &amp; &#39;b&#39;');
  expect(page).not.toContain('<script>');
});
