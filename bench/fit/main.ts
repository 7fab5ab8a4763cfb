/**
 * One part of the fit's benchmark, printed and not kept; `npm run bench fit` runs and keeps them all.
 *
 *   npx tsx bench/fit/main.ts cells [--only "90 days"] [--accounts 4]
 */
import { parseArgs } from 'node:util';
import { PARTS } from './parts.ts';
import { startScipy } from './peers/scipy.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, accounts: { type: 'string' } },
});
const part = PARTS[positionals[0] ?? ''];
if (!part) {
  console.error(`No part ${positionals[0] ?? ''}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
const scipy = await startScipy();
try {
  const accounts = values.accounts === undefined ? undefined : Number(values.accounts);
  const { markdown, goals } = await part({ only: values.only, accounts, scipy });
  const missed = goals.filter(({ isReached }) => !isReached);
  console.log(markdown);
  console.log(`${goals.length - missed.length} of ${goals.length} goals reached. Missed:\n`);
  for (const { row, wanted, seen } of missed) console.log(`- ${row}: ${wanted}; seen: ${seen}`);
} finally {
  scipy.close();
}
