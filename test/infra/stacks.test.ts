import { describe, expect, it } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { describeApi } from './stacks/api.ts';
import { describeEverywhere } from './stacks/everywhere.ts';
import { describeObservability } from './stacks/observability.ts';
import { STACKS, StageTemplates } from './stacks/stage-templates.ts';
import { describeStateful } from './stacks/stateful.ts';
import { describeUsers } from './stacks/users.ts';
import { describeWeb } from './stacks/web.ts';
import { describeWork } from './stacks/work.ts';

describe.each(Object.values(stages))('the stage $name', (config) => {
  const stage = new StageTemplates(config);
  describe('what outlives a deployment', () => describeStateful(stage));
  describe('users', () => describeUsers(stage));
  describe('the API', () => describeApi(stage));
  describe('the work', () => describeWork(stage));
  describe('the page', () => describeWeb(stage));
  describe('what is watched', () => describeObservability(stage));
  describe('everywhere', () => describeEverywhere(stage));

  it.each(STACKS)('changes its template of %s only when somebody means to (vitest -u)', async (stack) => {
    // Hashes of code and of page files change with every change of these.
    const template = JSON.stringify(stage.templates[stack].toJSON(), null, 1).replaceAll(
      /[0-9a-f]{64}/g,
      '<hash>',
    );
    await expect(`${template}\n`).toMatchFileSnapshot(`./templates/${config.name}.${stack}.snap`);
  });
});
