import type { ComponentChildren } from 'preact';
import { type ApiError, isOnline, isOutdated } from '../api/client.ts';
import { signOut } from '../api/sign-in.ts';
import type { QueryState } from '../api/use-query.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Said } from './said.tsx';
import { SignIn } from './sign-in.tsx';

interface LoadedProps<Data> {
  readonly of: QueryState<Data>;
  /** Lines of the placeholder. */
  readonly lines?: number;
  readonly children: (data: Data) => ComponentChildren;
}

/** What the API answered; until then a placeholder, and in its stead an error that says what can be done. */
export function Loaded<Data>({ of, lines = 4, children }: LoadedProps<Data>) {
  if (of.data !== null) {
    return (
      <>
        {of.error && <Failure error={of.error} retry={of.reload} />}
        {children(of.data)}
      </>
    );
  }
  if (of.error) return <Failure error={of.error} retry={of.reload} />;
  return <Skeleton lines={lines} />;
}

export function Skeleton({ lines }: { lines: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={String(i)} class="bone" aria-hidden="true" />
      ))}
    </div>
  );
}

export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  if (error.code === 'UNAUTHENTICATED' || error.code === 'HTTP_401') return <SignIn />;
  const isForbidden = error.code === 'FORBIDDEN';
  const isUnreachable = error.code === 'UNREACHABLE';
  return (
    <div class="notice bad" role="alert">
      <h2>{t(isForbidden ? 'state.forbidden' : isUnreachable ? 'state.unreachable' : 'state.error')}</h2>
      <p>
        {isUnreachable ? (
          t('state.unreachable.hint')
        ) : (
          <Said own={wordsFor('error', error.code)}>{error.message}</Said>
        )}
      </p>
      {isForbidden && <p>{t('state.forbidden.hint')}</p>}
      {error.requestId && (
        <p class="quiet">
          {t('state.request')} <code>{error.requestId}</code>
        </p>
      )}
      {retry && (
        <button type="button" onClick={retry}>
          {t('state.retry')}
        </button>
      )}
      {isForbidden && (
        <button type="button" onClick={() => void signOut()}>
          {t('state.otherToken')}
        </button>
      )}
    </div>
  );
}

export function Offline() {
  if (isOnline.value) return null;
  return (
    <p class="banner" role="status">
      {t('state.offline')}
    </p>
  );
}

/** Documents are known to the release that they were written for, and no other. */
export function Outdated() {
  if (!isOutdated.value) return null;
  return (
    <div class="banner" role="alert">
      <p>{t('error.PERSISTED_QUERY_NOT_FOUND')}</p>
      <button type="button" onClick={() => location.reload()}>
        {t('state.reload')}
      </button>
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  /** It is all there is to the view, so its title is the view's heading. */
  readonly isWhole?: boolean;
  readonly children?: ComponentChildren;
}

export function Empty({ title, isWhole, children }: EmptyProps) {
  return (
    <div class="notice">
      {isWhole ? <h1 tabIndex={-1}>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
