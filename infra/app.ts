import { App } from 'aws-cdk-lib';
import { EquimarginalStage } from './stage.ts';
import { stages } from './stages.ts';

const app = new App();
for (const config of Object.values(stages)) new EquimarginalStage(app, config);
