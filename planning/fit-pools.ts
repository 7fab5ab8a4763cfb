import type { Channel } from '../store/model/ids.ts';
import type { CurveInputs } from './curve-inputs.ts';

/** With more campaigns than this, reading and fitting all of them together is more than one function on AWS can do. */
export const MOST_POOLED = 1_000;

/** Which campaigns are fitted together: all of them, or in a large workspace those of each channel, ordered by its slug. */
export function poolsOf<Inputs extends Pick<CurveInputs, 'campaigns'>>(inputs: Inputs): readonly Inputs[] {
  if (inputs.campaigns.length <= MOST_POOLED) return [inputs];
  const pools = new Map<Channel, CurveInputs['campaigns'][number][]>();
  for (const one of inputs.campaigns) {
    const pool = pools.get(one.campaign.channel) ?? [];
    pool.push(one);
    pools.set(one.campaign.channel, pool);
  }
  return [...pools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, campaigns]) => ({ ...inputs, campaigns }));
}
