import type { Economics, ExtraCost } from '../../../store/model/economics.ts';
import type { Goal, GoalScope } from '../../../store/model/goal.ts';
import type { WorkspaceId } from '../../../store/model/ids.ts';

type Changes<T> = Partial<Omit<T, 'version' | 'workspaceId'>>;

export const aGoal = (
  workspaceId: WorkspaceId,
  scope: GoalScope,
  changes: Changes<Goal> = {},
): Omit<Goal, 'version'> => ({
  workspaceId,
  month: '2026-10',
  scope,
  currencyCode: 'EUR',
  revenueBasis: 'PLATFORM',
  spendMicros: 12_345_678_901_234_567n,
  conversions: 310.5,
  revenueMicros: null,
  cpaMicros: null,
  cpcMicros: 1_250_000n,
  roas: null,
  romi: null,
  ...changes,
});

export const anEconomics = (
  workspaceId: WorkspaceId,
  from: string,
  changes: Changes<Economics> = {},
): Omit<Economics, 'version'> => ({
  workspaceId,
  from,
  currencyCode: 'EUR',
  grossMargin: 0.4,
  monthlyMarginMicros: 12_000_000n,
  monthlyRetention: 0.8,
  monthlyDiscount: null,
  ltvMicros: null,
  ...changes,
});

export const aCost = (
  workspaceId: WorkspaceId,
  name: string,
  changes: Changes<ExtraCost> = {},
): Omit<ExtraCost, 'version'> => ({
  workspaceId,
  month: '2026-10',
  name,
  currencyCode: 'EUR',
  amountMicros: 2_000_000_000n,
  channel: null,
  ...changes,
});
