/** What a deployment would put in the place of what a template refers to. */
export const DEPLOYED = {
  pageHost: 'd1.cloudfront.net',
  clientId: 'page-client',
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_1',
  signInOrigin: 'https://sign-in-of-stage.auth.eu-central-1.amazoncognito.com',
} as const;

/** By the reference as the template writes it, without its hash. */
const BY_REFERENCE: readonly (readonly [RegExp, string])[] = [
  [/^\{"Ref":"AWS::Region"\}$/, 'eu-central-1'],
  [/^\{"Ref":"SignInDomain[0-9A-F]{8}"\}$/, 'sign-in-of-stage'],
  [/^\{"Ref":"SignInClient[0-9A-F]{8}"\}$/, DEPLOYED.clientId],
  [/^\{"Fn::GetAtt":\["Distribution[0-9A-F]{8}","DomainName"\]\}$/, DEPLOYED.pageHost],
  [
    /^\{"Fn::GetStackOutput":.*"PublishOutputFnGetAttUploads\w+RegionalDomainName[0-9A-F]{8}"\}\}$/,
    'uploads.example',
  ],
  [
    /^\{"Fn::GetStackOutput":.*"PublishOutputFnGetAttUsersPool\w+ProviderURL[0-9A-F]{8}"\}\}$/,
    DEPLOYED.issuer,
  ],
];

/** A text of a template, as it is once deployed. Fails on a reference that is not listed above. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join'];
  if (join) return join[1].map(textOf).join(join[0]);
  const reference = JSON.stringify(value);
  const known = BY_REFERENCE.find(([pattern]) => pattern.test(reference));
  if (!known) throw new Error(`What ${reference} will be is not known.`);
  return known[1];
}
