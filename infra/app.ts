import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { bundleFunctions } from './constructs/function-code.ts';
import { GithubAccessStack } from './stacks/github-access-stack.ts';
import { EquimarginalStage } from './stage.ts';
import { stages } from './stages.ts';

await bundleFunctions();

const app = new App();
for (const stage of Object.values(stages)) {
  new EquimarginalStage(app, stage);
  const { name, github } = stage;
  if (github) new GithubAccessStack(app, `equimarginal-${name}-github`, { stageName: name, github });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
