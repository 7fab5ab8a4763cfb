import { CELL_ACCOUNT } from '../cells/cell-list.ts';
import type { AccountSettings } from '../simulate.ts';

/** Fifty campaigns of one year in six channels, with everything in them. */
export const SPEED_ACCOUNT: AccountSettings = {
  ...CELL_ACCOUNT,
  seed: 3,
  campaigns: 50,
  channels: 6,
  days: 365,
  spendVariation: 0.3,
  outliers: 0.01,
  paused: 0.3,
};
