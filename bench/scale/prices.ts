/**
 * What AWS asks in us-east-1, on demand, without free tiers, in US dollars. Taken down from its public price pages;
 * look them up again before a decision hangs on them.
 */
export const PRICES = {
  takenDown: '2026-11',
  region: 'us-east-1',
  /** A write of up to 1 KB; in a transaction two. */
  dynamoWriteUnits: 0.625 / 1e6,
  /** A strongly consistent read of up to 4 KB; an eventually consistent one is half. */
  dynamoReadUnits: 0.125 / 1e6,
  dynamoGbMonths: 0.25,
  /** Continuous backups. */
  dynamoBackupGbMonths: 0.2,
  lambdaRequests: 0.2 / 1e6,
  /** arm64. */
  lambdaGbSeconds: 0.0000133334,
  sqsRequests: 0.4 / 1e6,
  /** Standard workflows; the children of a distributed map are express. */
  stepTransitions: 25 / 1e6,
  stepExpressRequests: 1 / 1e6,
  stepExpressGbSeconds: 0.00001667,
  s3Puts: 5 / 1e6,
  s3Gets: 0.4 / 1e6,
  httpApiRequests: 1 / 1e6,
  logGb: 0.5,
} as const;

/** Limits that AWS does not raise for anybody, in bytes and milliseconds. */
export const LIMITS = {
  sqsMessageBytes: 256 * 1024,
  lambdaPayloadBytes: 6 * 1024 * 1024,
  dynamoItemBytes: 400 * 1024,
  stateBytes: 256 * 1024,
  lambdaMs: 15 * 60_000,
  transactionItems: 100,
} as const;
