import { MalformedItemError } from '../../store/errors.ts';
import type { Scenario } from '../../store/model/entities.ts';
import { outcomeSchema, type ScenarioOutcome } from './outcome.ts';

/** The answer that a stored scenario holds. Throws `MalformedItemError` when another version of the code wrote it. */
export function outcomeOf(scenario: Scenario): ScenarioOutcome {
  const parsed = outcomeSchema.safeParse(scenario.result);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MalformedItemError(
    `The result of scenario ${scenario.id} cannot be read: ${issue?.message ?? 'invalid'} at ${issue?.path.join('.') ?? 'its root'}.`,
  );
}
