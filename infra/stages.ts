/** What differs from stage to stage, and nothing else. */
export interface StageConfig {
  readonly name: StageName;
  /** A mistake here loses data or locks users out: keep the table, forbid its deletion, protect the stack. */
  readonly isProduction: boolean;
  /** Whose tokens the API takes: any OIDC provider. Left out: the stage gets a user pool of its own (Amazon Cognito). */
  readonly jwt?: OwnIssuer;
  /** Requests a second, steady and in a burst, that the API lets through. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Requests a second of one workspace, steady and in a burst, that each instance of the function takes. */
  readonly workspaceThrottle: { readonly rate: number; readonly burst: number };
  /** Pages of other origins that may read answers in a browser. The planner page is of the same origin. */
  readonly corsOrigins: readonly string[];
  /** Addresses of one's own; without them those that AWS gives. */
  readonly domains: { readonly api?: Domain; readonly page?: Domain };
  /** A web ACL of AWS WAF (scope CLOUDFRONT, in us-east-1) in front of the page and what the page asks. */
  readonly webAclArn?: string;
  /** Ceilings of the on-demand table, in request units a second: a fuse for the bill. */
  readonly tableCaps: { readonly reads: number; readonly writes: number };
  readonly backupDays: number;
  readonly logDays: LogDays;
  /** How many messages, and how many channels of a refit, are worked on at once. */
  readonly concurrency: { readonly jobs: number; readonly refits: number };
  readonly schedule: {
    /** Minutes between two looks for change sets that are due. */
    readonly applyDueMinutes: number;
    /** Hours of the day, UTC. */
    readonly refitHour: number;
    readonly pacingHour: number;
  };
  /** Whom alarms and bills concern. */
  readonly alerts: {
    /** Gets every alarm once it has confirmed the subscription. Left out: the topic is there, and nobody hears. */
    readonly email?: string;
    readonly monthlyBudgetUsd: number;
  };
  /** Lets workflows of a repository deploy this stage without a stored key. */
  readonly github?: GithubAccess;
}

export interface Issuer {
  /** As the claim `iss` has it, to the last slash. */
  readonly issuer: string;
  /** As the claim `aud` has it. */
  readonly audience: string;
}

export interface OwnIssuer extends Issuer {
  /** How people sign in on the page. Left out: the page asks for a token. */
  readonly signIn?: PageClient;
}

/**
 * The page as a client of the provider: public, authorization code with PKCE, `https://<page>/` as its only address to
 * come back to, after signing in and out.
 */
export interface PageClient {
  readonly clientId: string;
  /** Default `openid`. */
  readonly scope?: string;
  /** The API that the token is for, where the provider wants to be told. */
  readonly audience?: string;
  /** Which token the API takes. Default `access_token`. */
  readonly use?: 'access_token' | 'id_token';
  /** Left out: the page asks the issuer, which then has to have the token endpoint under its own origin. */
  readonly provider?: ProviderEndpoints;
}

/** By the names of OpenID Connect Discovery. */
export interface ProviderEndpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint?: string;
}

export interface Domain {
  readonly name: string;
  /** Of AWS Certificate Manager; for the page in us-east-1, for the API in the stage's region. */
  readonly certificateArn: string;
}

export interface GithubAccess {
  /** `owner/name`. */
  readonly repository: string;
  /** The environment of the repository whose jobs may deploy; it asks for reviewers. */
  readonly environment: string;
  /** The account's provider for `token.actions.githubusercontent.com`, of which there can be one. Left out: it is made. */
  readonly providerArn?: string;
}

export type StageName = 'dev' | 'prod';

/** Retention periods that CloudWatch Logs offers, among those we use. */
export type LogDays = 14 | 90 | 365;

export const stages: Readonly<Record<StageName, StageConfig>> = {
  dev: {
    name: 'dev',
    isProduction: false,
    throttle: { rate: 50, burst: 100 },
    workspaceThrottle: { rate: 10, burst: 50 },
    corsOrigins: [],
    domains: {},
    tableCaps: { reads: 1_000, writes: 500 },
    backupDays: 7,
    logDays: 14,
    concurrency: { jobs: 2, refits: 5 },
    schedule: { applyDueMinutes: 5, refitHour: 3, pacingHour: 6 },
    alerts: { monthlyBudgetUsd: 50 },
  },
  prod: {
    name: 'prod',
    isProduction: true,
    jwt: { issuer: 'https://id.equimarginal.example/', audience: 'equimarginal-api' },
    throttle: { rate: 500, burst: 1_000 },
    workspaceThrottle: { rate: 20, burst: 100 },
    corsOrigins: [],
    domains: {},
    tableCaps: { reads: 20_000, writes: 5_000 },
    backupDays: 35,
    logDays: 365,
    concurrency: { jobs: 20, refits: 40 },
    schedule: { applyDueMinutes: 1, refitHour: 3, pacingHour: 6 },
    alerts: { monthlyBudgetUsd: 500 },
  },
};
