import type { Scenario } from '../../store/model/entities.ts';
import { requestIn } from './read-scenario.ts';
import type { ScenarioRequest } from './request.ts';

/** A scenario's question with some parts replaced: a part that is given takes the place of the whole old one. */
export function revisedRequest(base: Scenario, changes: Partial<ScenarioRequest>): ScenarioRequest {
  const given = Object.entries(changes).filter(([, part]) => part !== undefined);
  return { ...requestIn(base), ...Object.fromEntries(given) };
}
