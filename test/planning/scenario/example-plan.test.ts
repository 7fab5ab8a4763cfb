import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import { importExports } from '../../../planning/import/import-exports.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import type { ScenarioOutcome, ScenarioRow } from '../../../planning/scenario/outcome.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import { readExample, readTruth, type TrueCampaign, trueResponse } from '../../examples/truth.ts';
import { testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const units = (micros: string | null) => Number(micros) / 1e6;

describe('the plan for the example company', () => {
  let outcome: ScenarioOutcome;
  let truthOf: (row: ScenarioRow) => TrueCampaign;

  beforeAll(async () => {
    const deps = testDeps();
    const names = readdirSync(new URL('../../../examples/exports/', import.meta.url)).sort();
    await importExports(
      deps,
      WORKSPACE,
      names.map((name) => ({ name, bytes: readExample(`exports/${name}`) })),
    );
    outcome = outcomeOf(
      await createScenario(deps, VIEWER, { name: 'Same budget, best split', objective: 'MAX_CONVERSIONS' }),
    );
    const { campaigns } = readTruth();
    truthOf = (row) => {
      const truth = campaigns.find(({ externalId }) => row.campaignId.endsWith(`:${externalId}`));
      if (!truth) throw new Error(`${row.campaignName} has no truth.`);
      return truth;
    };
  });

  const trueConversions = (spendOf: (row: ScenarioRow) => number) =>
    outcome.rows.reduce((total, row) => total + trueResponse(truthOf(row), spendOf(row)), 0);

  it('is proven optimal on the fitted curves, to the cent', () => {
    expect(outcome.status).toBe('OPTIMAL');
    expect(outcome.relativeGap).toBeLessThan(2e-6);
    expect(outcome.after?.spendMicros).toBe(outcome.before.spendMicros);
    expect(outcome.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });
  });

  it('gains on the true curves at least 80 % of what the best possible plan would', () => {
    const current = trueConversions(({ currentMicros }) => units(currentMicros));
    const proposed = trueConversions(({ proposedMicros }) => units(proposedMicros));
    const best = allocate({
      objective: { maximize: 'CONVERSIONS' },
      budget: { equal: units(outcome.before.spendMicros) },
      units: outcome.rows.map((row) => ({
        id: row.campaignId,
        current: units(row.currentMicros),
        curve: truthOf(row).curve,
        minChange: -0.5,
        maxChange: 1,
      })),
    });
    const bestGain = (best.objectiveValue ?? 0) - best.currentValue;
    expect((proposed - current) / bestGain).toBeGreaterThan(0.8);
  });

  it('promises about what it keeps', () => {
    const before = trueConversions(({ currentMicros }) => units(currentMicros));
    const after = trueConversions(({ proposedMicros }) => units(proposedMicros));
    expect(outcome.before.expectedConversions / before).toBeCloseTo(1, 1);
    expect(outcome.after?.expectedConversions).toBeGreaterThan(0.9 * after);
    expect(outcome.after?.expectedConversions).toBeLessThan(1.1 * after);
  });
});
