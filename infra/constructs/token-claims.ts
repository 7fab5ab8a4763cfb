/**
 * Cognito's trigger before a token is made: what the API asks of a token, from attributes that only an administrator
 * may write. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 * Stands in the template as it is, so it is plain JavaScript, without imports.
 */
export const TOKEN_CLAIMS = `const SCOPES = ['read', 'plan', 'approve', 'apply', 'admin'];

exports.handler = async (event) => {
  const { 'custom:workspace': workspace, 'custom:scope': scope = '' } = event.request.userAttributes;
  event.response = {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: {
        // The audience may be no other than the client that the token is for.
        claimsToAddOrOverride: { aud: event.callerContext.clientId, ...(workspace && { workspace }) },
        scopesToAdd: scope.split(' ').filter((name) => SCOPES.includes(name)),
        // What a token for the API can do, it can do to the API alone.
        scopesToSuppress: ['aws.cognito.signin.user.admin'],
      },
    },
  };
  return event;
};
`;
