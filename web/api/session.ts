import { signal } from '@preact/signals';
import type { SignInConfig } from './sign-in.ts';

export interface Session {
  /** Of the GraphQL API. */
  readonly endpoint: string;
  /** Sent as a bearer token; null: nobody has signed in. */
  readonly token: string | null;
  /** Where people sign in; null: they bring a token. */
  readonly signIn: SignInConfig | null;
}

/** `/config.json`, which stands beside the page. */
interface Config {
  readonly endpoint?: string;
  /** On a development server. */
  readonly token?: string;
  readonly signIn?: SignInConfig;
}

const KEPT_TOKEN = 'equimarginal.token';

export const session = signal<Session>({ endpoint: '/graphql', token: null, signIn: null });

/**
 * Reads where the API is and how one signs in; on a development server there is a token instead. A token that was
 * given on this page goes before that one, until the tab is closed.
 */
export async function openSession(): Promise<void> {
  const config = await readConfig();
  session.value = {
    endpoint: config.endpoint ?? '/graphql',
    token: sessionStorage.getItem(KEPT_TOKEN) ?? config.token ?? null,
    signIn: config.signIn ?? null,
  };
}

/** The token is kept in the tab alone. */
export function takeToken(token: string): void {
  sessionStorage.setItem(KEPT_TOKEN, token);
  session.value = { ...session.value, token };
}

export function dropToken(): void {
  sessionStorage.removeItem(KEPT_TOKEN);
  session.value = { ...session.value, token: null };
}

async function readConfig(): Promise<Config> {
  try {
    const response = await fetch('/config.json', { cache: 'no-store' });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** Whom the token speaks for; the API checks it, this only reads it. */
export function claimsOf(
  token: string | null,
): { subject: string; workspace: string; scopes: string[] } | null {
  try {
    const payload = (token ?? '').split('.')[1] ?? '';
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return {
      subject: String(claims.email ?? claims.sub ?? ''),
      workspace: String(claims.workspace ?? ''),
      scopes: String(claims.scope ?? '').split(' '),
    };
  } catch {
    return null;
  }
}

export const may = (scope: string): boolean => claimsOf(session.value.token)?.scopes.includes(scope) ?? false;
