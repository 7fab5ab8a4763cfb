import { signal } from '@preact/signals';
import { session, takeToken } from '../api/session.ts';
import { startSignIn } from '../api/sign-in.ts';
import { t } from '../i18n/i18n.ts';

/** Why signing in did not work, in the provider's words. */
export const signInRefusal = signal<string | null>(null);

/** Leads to where one signs in; where there is no such place, it asks for a token. */
export function SignIn() {
  const { signIn } = session.value;
  return (
    <form
      class="notice"
      onSubmit={(event) => {
        event.preventDefault();
        const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
        if (signIn) startSignIn(signIn).catch(() => (signInRefusal.value = t('state.unreachable')));
        else if (token !== '') takeToken(token);
      }}
    >
      <h1>{t('state.signIn')}</h1>
      {signInRefusal.value !== null && (
        <p class="bad" role="alert">
          {t('signIn.refused')} <span lang="en">{signInRefusal.value}</span>
        </p>
      )}
      {signIn ? (
        <p>{t('signIn.hint', { host: new URL(signIn.issuer).host })}</p>
      ) : (
        <>
          <p>{t('state.signIn.hint')}</p>
          <label>
            {t('state.token')}
            <input name="token" type="password" autocomplete="off" required />
          </label>
        </>
      )}
      <button type="submit" class="primary">
        {t('state.signIn')}
      </button>
    </form>
  );
}
