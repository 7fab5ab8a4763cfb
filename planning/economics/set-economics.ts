import type { Economics, EconomicsKey, ExtraCost, ExtraCostKey } from '../../store/model/economics.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { checkChannels, checkNumber, checkText } from '../evidence/checks.ts';
import { putEvidence } from '../evidence/put-evidence.ts';

export interface EconomicsRequest extends Omit<Economics, 'workspaceId' | 'version'> {
  /** The version that was read; null for a new one. */
  readonly version: number | null;
}

export interface ExtraCostRequest extends Omit<ExtraCost, 'workspaceId' | 'version'> {
  readonly version: number | null;
}

const LONGEST_NAME = 100;

/** Keeps what is known of customers and margin from a month on. Throws `InvalidInputError` and `VersionConflictError`. */
export async function setEconomics(
  { store }: PlanningDeps,
  workspaceId: WorkspaceId,
  { version, ...request }: EconomicsRequest,
): Promise<Economics> {
  const { grossMargin, monthlyRetention, monthlyDiscount, monthlyMarginMicros, ltvMicros } = request;
  const share = (value: number | null, field: string, isBelowOne = false) => {
    if (value === null) return;
    const holds = value >= 0 && (isBelowOne ? value < 1 : value <= 1);
    checkNumber(value, field, isBelowOne ? 'a share from 0 to below 1' : 'a share from 0 to 1', holds);
  };
  share(grossMargin, 'grossMargin');
  share(monthlyRetention, 'monthlyRetention', true);
  if (monthlyDiscount !== null) {
    checkNumber(monthlyDiscount, 'monthlyDiscount', 'a share from 0 on', monthlyDiscount >= 0);
  }
  for (const [field, micros] of Object.entries({ monthlyMargin: monthlyMarginMicros, ltv: ltvMicros })) {
    if (micros !== null && micros <= 0n) {
      throw new InvalidInputError([field], `${field} is ${micros} micros; wanted an amount above 0.`);
    }
  }
  return putEvidence(store.economics, workspaceId, { workspaceId, ...request }, version);
}

/** Throws `VersionConflictError` when it is another version or not there. */
export const removeEconomics = (
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  { from }: EconomicsKey,
  version: number,
): Promise<Economics> => store.economics.remove(workspace, { from }, version);

/** Keeps a cost beside media. Throws `InvalidInputError` and `VersionConflictError`. */
export async function setExtraCost(
  deps: PlanningDeps,
  workspaceId: WorkspaceId,
  { version, ...request }: ExtraCostRequest,
): Promise<ExtraCost> {
  checkText(request.name, 'name', LONGEST_NAME);
  if (/\p{Cc}|\p{Cs}/u.test(request.name)) {
    throw new InvalidInputError(['name'], 'The name holds control characters; wanted plain text.');
  }
  if (request.amountMicros <= 0n) {
    throw new InvalidInputError(['amount'], `amount is ${request.amountMicros} micros; wanted one above 0.`);
  }
  if (request.channel !== null) await checkChannels(deps, workspaceId, [request.channel], () => ['channel']);
  return putEvidence(deps.store.extraCosts, workspaceId, { workspaceId, ...request }, version);
}

export const removeExtraCost = (
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  { month, name }: ExtraCostKey,
  version: number,
): Promise<ExtraCost> => store.extraCosts.remove(workspace, { month, name }, version);
