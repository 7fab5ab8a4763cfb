import { MalformedItemError } from '../../store/errors.ts';
import type { Scenario } from '../../store/model/entities.ts';
import { outcomeSchema, type ScenarioOutcome } from './outcome.ts';
import type { ScenarioRequest } from './request.ts';

/** The answer that a stored scenario holds; only one that is DONE has it. Throws `MalformedItemError` when another version of the code wrote it. */
export function outcomeOf(scenario: Scenario): ScenarioOutcome {
  const parsed = outcomeSchema.safeParse(scenario.result);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MalformedItemError(
    `The result of scenario ${scenario.id} cannot be read: ${issue?.message ?? 'invalid'} at ${issue?.path.join('.') ?? 'its root'}.`,
  );
}

/** Nothing changes its answer any more. */
export const isFinal = ({ state }: Scenario): boolean => state !== 'QUEUED' && state !== 'RUNNING';

/** The question that a stored scenario holds: amounts are decimal text there and numbers of micros here. */
export function requestIn({ request }: Scenario): ScenarioRequest {
  // Written by `createScenario` from a checked request.
  return withMicros(request) as ScenarioRequest;
}

function withMicros(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((part) => withMicros(part));
  if (typeof value === 'string' && key.endsWith('Micros')) return BigInt(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withMicros(part, name)]));
}
