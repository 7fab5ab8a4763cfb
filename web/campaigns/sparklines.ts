import { useCallback, useRef, useState } from 'preact/hooks';
import { ask } from '../api/use-query.ts';
import { dayPlus } from '../i18n/format.ts';
import { CAMPAIGN_WEEKS } from './documents.ts';

const WEEKS = 12;
const WAIT_MS = 120;

/** Weekly conversions of the campaigns in sight, read as they come into sight. */
export function useSparklines(completeThrough: string) {
  const [series, setSeries] = useState<ReadonlyMap<string, readonly (number | null)[]>>(new Map());
  const asked = useRef(new Set<string>());
  const timer = useRef(0);
  const show = useCallback(
    (ids: readonly string[]) => {
      clearTimeout(timer.current);
      timer.current = window.setTimeout(async () => {
        const missing = ids.filter((id) => !asked.current.has(id));
        if (missing.length === 0) return;
        for (const id of missing) asked.current.add(id);
        const from = dayPlus(completeThrough, 1 - 7 * WEEKS);
        const answer = await ask(CAMPAIGN_WEEKS, {
          from,
          to: completeThrough,
          campaignIds: [...missing],
        }).catch(() => null);
        const found = new Map<string, (number | null)[]>();
        for (const { campaign, conversions } of answer?.performance.rows ?? []) {
          if (campaign) found.set(campaign.id, [...(found.get(campaign.id) ?? []), conversions]);
        }
        setSeries((known) => new Map([...known, ...found]));
      }, WAIT_MS);
    },
    [completeThrough],
  );
  return { series, show };
}
