import type { Scenario } from './model/entities.ts';
import type { ScenarioFilter } from './ports.ts';

/** The filter as a predicate, the same for every store. */
export function matchesScenario({ states, nameContains, createdBy, withArchived = false }: ScenarioFilter) {
  const needle = nameContains?.toLocaleLowerCase('en');
  return (scenario: Pick<Scenario, 'name' | 'createdBy' | 'isArchived' | 'state'>): boolean =>
    (withArchived || !scenario.isArchived) &&
    (states === undefined || states.includes(scenario.state)) &&
    (createdBy === undefined || scenario.createdBy === createdBy) &&
    (needle === undefined || scenario.name.toLocaleLowerCase('en').includes(needle));
}
