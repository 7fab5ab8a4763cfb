import { navigate, place } from '../shell/router.ts';
import { dropToken, session, takeToken } from './session.ts';

/** An OpenID Connect provider, as `/config.json` names it. */
export interface SignInConfig {
  /** Its endpoints are read from `<issuer>/.well-known/openid-configuration`, where they are not given here. */
  readonly issuer: string;
  readonly provider?: Provider;
  readonly clientId: string;
  /** Default `openid`. */
  readonly scope?: string;
  /** The API that the token is for, where the provider wants to be told. */
  readonly audience?: string;
  /** Which token the API takes. Default `access_token`. */
  readonly use?: 'access_token' | 'id_token';
}

/** By the names of OpenID Connect Discovery. */
interface Provider {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint?: string;
}

/** What is remembered from leaving for the provider until coming back. */
interface Attempt {
  readonly state: string;
  readonly verifier: string;
  /** Where on the page it was. */
  readonly back: string;
}

const KEPT_ATTEMPT = 'equimarginal.sign-in';
/** Registered with the provider: the page's own root. */
const redirectUri = () => `${location.origin}/`;

/** Leaves for the provider: authorization code with PKCE (RFC 7636), as for any client that can keep no secret. */
export async function startSignIn(config: SignInConfig): Promise<void> {
  const { authorization_endpoint } = await providerOf(config);
  const attempt: Attempt = {
    state: random(),
    verifier: random(),
    back: place.value.pathname + place.value.search,
  };
  sessionStorage.setItem(KEPT_ATTEMPT, JSON.stringify(attempt));
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(attempt.verifier));
  const url = new URL(authorization_endpoint);
  const asked = {
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    scope: config.scope ?? 'openid',
    state: attempt.state,
    code_challenge: base64Url(new Uint8Array(challenge)),
    code_challenge_method: 'S256',
    ...(config.audience && { audience: config.audience }),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  location.assign(url);
}

/** When the provider has sent the browser back: takes the token and goes on where one was. Null, or what went wrong. */
export async function finishSignIn(config: SignInConfig): Promise<string | null> {
  const { searchParams } = place.value;
  const kept = sessionStorage.getItem(KEPT_ATTEMPT);
  if (kept === null || !(searchParams.has('code') || searchParams.has('error'))) return null;
  sessionStorage.removeItem(KEPT_ATTEMPT);
  const attempt = JSON.parse(kept) as Attempt;
  navigate(attempt.back, { replace: true });
  const refused = searchParams.get('error_description') ?? searchParams.get('error');
  if (refused !== null) return refused;
  if (searchParams.get('state') !== attempt.state) return 'state';
  const { token_endpoint } = await providerOf(config);
  const response = await fetch(token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: config.clientId,
      redirect_uri: redirectUri(),
      code: searchParams.get('code') ?? '',
      code_verifier: attempt.verifier,
    }),
  });
  const answer = await response.json();
  const token = answer[config.use ?? 'access_token'];
  if (typeof token !== 'string') return String(answer.error_description ?? answer.error ?? response.status);
  takeToken(token);
  return null;
}

/** Out of this tab, and out of the provider where it has a place for that. */
export async function signOut(): Promise<void> {
  const { signIn } = session.value;
  dropToken();
  if (signIn === null) return;
  const { end_session_endpoint } = await providerOf(signIn);
  if (!end_session_endpoint) return;
  const url = new URL(end_session_endpoint);
  url.searchParams.set('client_id', signIn.clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  location.assign(url);
}

async function providerOf({ issuer, provider }: SignInConfig): Promise<Provider> {
  if (provider) return provider;
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return response.json();
}

const random = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
