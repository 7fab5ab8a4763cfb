/** What `cdk` says when it fails, and what helps. */
const HINTS: readonly (readonly [said: RegExp, hint: string])[] = [
  [
    /bootstrap(ped)?\b.*(version|stack|run)|has the environment been bootstrapped/i,
    'The account has not been prepared for the CDK in this region. Once: npx cdk bootstrap',
  ],
  [
    /Unable to resolve AWS account|Could not load credentials|no credentials have been configured/i,
    'AWS does not know who you are. Look whether "aws sts get-caller-identity" answers, with the same AWS_PROFILE.',
  ],
  [
    /ExpiredToken|token.*(has )?expired|SSO session/i,
    'The credentials have run out. Sign in anew: aws sso login',
  ],
  [
    /could not be used to assume|AccessDenied|not authorized to perform/i,
    'These credentials may not deploy. They need to assume the roles of "cdk bootstrap" in this account.',
  ],
  [
    /Invalid issuer/i,
    'API Gateway cannot read the issuer’s openid-configuration: see jwt.issuer in infra/stages.ts.',
  ],
  [
    /ROLLBACK_COMPLETE|ROLLBACK_FAILED/,
    'A stack could not be made. The first error above says why; a stack in ROLLBACK_COMPLETE has to be deleted before it is made again.',
  ],
];

/** Null where there is nothing better to say than what was said. */
export const hintFor = (said: string): string | null =>
  HINTS.find(([pattern]) => pattern.test(said))?.[1] ?? null;
