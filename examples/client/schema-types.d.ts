/** Written by `npx tsx examples/client/print-types.ts`. */
/* eslint-disable */
/* prettier-ignore */

export type introspection_types = {
    'BigInt': unknown;
    'Boolean': unknown;
    'Campaign': { kind: 'OBJECT'; name: 'Campaign'; fields: { 'channel': { name: 'channel'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Channel'; ofType: null; }; } }; 'currencyCode': { name: 'currencyCode'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'CurrencyCode'; ofType: null; }; } }; 'id': { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null; }; } }; 'name': { name: 'name'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null; }; } }; }; };
    'CampaignConnection': { kind: 'OBJECT'; name: 'CampaignConnection'; fields: { 'nodes': { name: 'nodes'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'LIST'; name: never; ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Campaign'; ofType: null; }; }; }; } }; 'pageInfo': { name: 'pageInfo'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null; }; } }; }; };
    'Channel': { kind: 'OBJECT'; name: 'Channel'; fields: { 'name': { name: 'name'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null; }; } }; }; };
    'CreateScenarioResult': { kind: 'UNION'; name: 'CreateScenarioResult'; fields: {}; possibleTypes: 'CreateScenarioSuccess' | 'InsufficientDataError' | 'InvalidInputError' | 'MixedCurrencyError'; };
    'CreateScenarioSuccess': { kind: 'OBJECT'; name: 'CreateScenarioSuccess'; fields: { 'scenario': { name: 'scenario'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Scenario'; ofType: null; }; } }; }; };
    'CurrencyCode': unknown;
    'Date': unknown;
    'DateTime': unknown;
    'Decimal': unknown;
    'Error': { kind: 'INTERFACE'; name: 'Error'; fields: { 'code': { name: 'code'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null; }; } }; 'message': { name: 'message'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null; }; } }; }; possibleTypes: 'BusyError' | 'GuardRailError' | 'IdempotencyConflictError' | 'InsufficientDataError' | 'InvalidInputError' | 'MixedCurrencyError' | 'PlanHashMismatchError' | 'StaleChangeSetError' | 'VersionConflictError' | 'WrongStateError'; };
    'Float': unknown;
    'ID': unknown;
    'Int': unknown;
    'Money': { kind: 'OBJECT'; name: 'Money'; fields: { 'amount': { name: 'amount'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Decimal'; ofType: null; }; } }; }; };
    'Month': unknown;
    'Mutation': { kind: 'OBJECT'; name: 'Mutation'; fields: { 'createScenario': { name: 'createScenario'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'UNION'; name: 'CreateScenarioResult'; ofType: null; }; } }; }; };
    'PageInfo': { kind: 'OBJECT'; name: 'PageInfo'; fields: { 'endCursor': { name: 'endCursor'; type: { kind: 'SCALAR'; name: 'String'; ofType: null; } }; 'hasNextPage': { name: 'hasNextPage'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null; }; } }; }; };
    'Query': { kind: 'OBJECT'; name: 'Query'; fields: { 'campaigns': { name: 'campaigns'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'CampaignConnection'; ofType: null; }; } }; }; };
    'Scenario': { kind: 'OBJECT'; name: 'Scenario'; fields: { 'id': { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null; }; } }; 'rows': { name: 'rows'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'LIST'; name: never; ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'ScenarioRow'; ofType: null; }; }; }; } }; 'status': { name: 'status'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'ScenarioStatus'; ofType: null; }; } }; }; };
    'ScenarioRow': { kind: 'OBJECT'; name: 'ScenarioRow'; fields: { 'campaignName': { name: 'campaignName'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null; }; } }; 'current': { name: 'current'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Money'; ofType: null; }; } }; 'proposed': { name: 'proposed'; type: { kind: 'OBJECT'; name: 'Money'; ofType: null; } }; }; };
    'ScenarioStatus': { name: 'ScenarioStatus'; enumValues: 'CANCELLED' | 'FAILED' | 'FEASIBLE' | 'INFEASIBLE' | 'OPTIMAL' | 'QUEUED' | 'RUNNING' | 'TIME_LIMIT' | 'UNBOUNDED'; };
    'String': unknown;
};

/** An IntrospectionQuery representation of your schema.
 *
 * @remarks
 * This is an introspection of your schema saved as a file by GraphQLSP.
 * It will automatically be used by `gql.tada` to infer the types of your GraphQL documents.
 * If you need to reuse this data or update your `scalars`, update `tadaOutputLocation` to
 * instead save to a .ts instead of a .d.ts file.
 */
export type introspection = {
  name: never;
  query: 'Query';
  mutation: 'Mutation';
  subscription: never;
  types: introspection_types;
};

import * as gqlTada from 'gql.tada';

declare module 'gql.tada' {
  interface setupSchema {
    introspection: introspection
  }
}