import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../planning/errors.ts';
import { checkRequest } from '../../../planning/scenario/check-request.ts';
import type { ScenarioRequest } from '../../../planning/scenario/request.ts';
import { campaignId } from '../../../store/model/ids.ts';

const a = campaignId('a');

describe('a scenario request', () => {
  it('needs no more than a name and an objective', () => {
    expect(() => checkRequest({ name: 'May', objective: 'MAX_CONVERSIONS' })).not.toThrow();
  });

  it.each<[string, Partial<ScenarioRequest>, string]>([
    ['an empty name', { name: '  ' }, 'name'],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, 'name'],
    ['a negative budget', { budget: { equalMicros: -1n } }, 'budget.equal'],
    ['a margin in per cent', { margin: 35 }, 'margin'],
    ['a fall below zero', { defaultLimits: { minChange: -1.5 } }, 'defaultLimits.minChange'],
    [
      'a change that is not a number',
      { defaultLimits: { maxChange: Number.NaN } },
      'defaultLimits.maxChange',
    ],
    ['crossed changes', { defaultLimits: { minChange: 0.2, maxChange: 0.1 } }, 'defaultLimits.minChange'],
    ['a negative limit', { campaigns: [{ campaignId: a, maxMicros: -5n }] }, 'campaigns.0.max'],
    ['a campaign twice', { campaigns: [{ campaignId: a }, { campaignId: a }] }, 'campaigns.1.campaignId'],
    ['a group without a name', { groups: [{ name: '' }] }, 'groups.0.name'],
    ['a share in per cent', { groups: [{ name: 'g', maxShare: 40 }] }, 'groups.0.maxShare'],
    ['a group twice', { groups: [{ name: 'g' }, { name: 'g' }] }, 'groups.1.name'],
  ])('with %s is refused by its path', (_what, part, path) => {
    let refusal: unknown;
    try {
      checkRequest({ name: 'May', objective: 'MAX_CONVERSIONS', ...part });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect((refusal as InvalidInputError).path.join('.')).toBe(path);
  });
});
