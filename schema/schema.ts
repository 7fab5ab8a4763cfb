import { builder } from './builder.ts';
import './scalars.ts';
import './money.ts';
import './errors.ts';
import './channel.ts';
import './campaign.ts';
import './performance.ts';
import './response-curve.ts';
import './scenario.ts';
import './create-scenario.ts';
import './allocate.ts';
import './import-exports.ts';

/** The public API. Its text is kept in schema.graphql, written by print.ts. */
export const schema = builder.toSchema();
