/** What differs from stage to stage, and nothing else. */
export interface StageConfig {
  readonly name: StageName;
  /** A mistake here loses data or locks users out: keep the table, forbid its deletion, protect the stack. */
  readonly isProduction: boolean;
  /** The issuer whose tokens the API takes: any OIDC provider. */
  readonly jwt: { readonly issuer: string; readonly audience: string };
  /** Requests a second, steady and in a burst, that the API lets through. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Requests a second of one workspace, steady and in a burst, that each instance of the function takes. */
  readonly workspaceThrottle: { readonly rate: number; readonly burst: number };
  /** Pages of other origins that may read answers in a browser. */
  readonly corsOrigins: readonly string[];
  /** Ceilings of the on-demand table, in request units a second: a fuse for the bill. */
  readonly tableCaps: { readonly reads: number; readonly writes: number };
  readonly backupDays: number;
  readonly logDays: LogDays;
}

export type StageName = 'dev' | 'prod';

/** Retention periods that CloudWatch Logs offers, among those we use. */
export type LogDays = 14 | 90 | 365;

export const stages: Readonly<Record<StageName, StageConfig>> = {
  dev: {
    name: 'dev',
    isProduction: false,
    jwt: { issuer: 'https://id.dev.equimarginal.example/', audience: 'equimarginal-api-dev' },
    throttle: { rate: 50, burst: 100 },
    workspaceThrottle: { rate: 10, burst: 50 },
    corsOrigins: [],
    tableCaps: { reads: 1_000, writes: 500 },
    backupDays: 7,
    logDays: 14,
  },
  prod: {
    name: 'prod',
    isProduction: true,
    jwt: { issuer: 'https://id.equimarginal.example/', audience: 'equimarginal-api' },
    throttle: { rate: 500, burst: 1_000 },
    workspaceThrottle: { rate: 20, burst: 100 },
    corsOrigins: [],
    tableCaps: { reads: 20_000, writes: 5_000 },
    backupDays: 35,
    logDays: 365,
  },
};
