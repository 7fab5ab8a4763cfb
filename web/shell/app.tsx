import type { ComponentType } from 'preact';
import { claimsOf, session } from '../api/session.ts';
import { signOut } from '../api/sign-in.ts';
import { CampaignDetail } from '../campaigns/campaign-detail.tsx';
import { Campaigns } from '../campaigns/campaigns.tsx';
import { ChangeSetView } from '../changes/change-set.tsx';
import { Changes } from '../changes/changes.tsx';
import { Curves } from '../curves/curves.tsx';
import { Health } from '../health/health.tsx';
import { type Key, LANGUAGES, language, setLanguage, t } from '../i18n/i18n.ts';
import { Import } from '../import/import.tsx';
import { Overview } from '../overview/overview.tsx';
import { SignIn } from '../parts/sign-in.tsx';
import { Empty, Offline, Outdated } from '../parts/states.tsx';
import { Report } from '../report/report.tsx';
import { Builder } from '../scenarios/builder/builder.tsx';
import { Compare } from '../scenarios/compare/compare.tsx';
import { ScenarioResult } from '../scenarios/result/result.tsx';
import { Scenarios } from '../scenarios/scenarios.tsx';
import { setTheme, type Theme, theme } from './preferences.ts';
import { followLinks, path } from './router.ts';

interface Route {
  readonly pattern: RegExp;
  readonly view: ComponentType<{ readonly id: string }>;
}

const ROUTES: readonly Route[] = [
  { pattern: /^\/$/, view: Overview },
  {
    pattern: /^\/campaigns$/,
    view: Campaigns,
  },
  {
    pattern: /^\/campaigns\/(.+)$/,
    view: CampaignDetail,
  },
  { pattern: /^\/curves$/, view: Curves },
  {
    pattern: /^\/scenarios$/,
    view: Scenarios,
  },
  {
    pattern: /^\/scenarios\/new$/,
    view: Builder,
  },
  {
    pattern: /^\/scenarios\/([^/]+)$/,
    view: ScenarioResult,
  },
  {
    pattern: /^\/compare$/,
    view: Compare,
  },
  { pattern: /^\/changes$/, view: Changes },
  {
    pattern: /^\/changes\/([^/]+)$/,
    view: ChangeSetView,
  },
  { pattern: /^\/report$/, view: Report },
  { pattern: /^\/data$/, view: Health },
  { pattern: /^\/import$/, view: Import },
];

const LINKS: readonly { readonly href: string; readonly key: Key; readonly icon: string }[] = [
  { href: '/', key: 'nav.overview', icon: 'M3 12l9-8 9 8M6 10v10h12V10' },
  { href: '/campaigns', key: 'nav.campaigns', icon: 'M4 6h16M4 12h16M4 18h10' },
  { href: '/curves', key: 'nav.curves', icon: 'M4 4v16h16M7 17c2-8 6-11 13-11' },
  { href: '/scenarios', key: 'nav.scenarios', icon: 'M4 20V10M10 20V4M16 20v-8M22 20H2' },
  { href: '/changes', key: 'nav.changes', icon: 'M4 12l5 5L20 6' },
  { href: '/report', key: 'nav.report', icon: 'M6 3h9l4 4v14H6zM9 12h7M9 16h7' },
  { href: '/data', key: 'nav.health', icon: 'M3 12h4l3-7 4 14 3-7h4' },
  { href: '/import', key: 'nav.import', icon: 'M12 3v12M7 10l5 5 5-5M4 20h16' },
];

export function App() {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: links inside send their own clicks
    <div class="app" onClick={followLinks}>
      <a class="skip" href="#main">
        {t('nav.skip')}
      </a>
      <header class="top">
        <a class="brand" href="/">
          <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
            <path class="line curve" d="M3 22C5 11 11 6 23 5" />
            <path class="line before" d="M3 17L21 3" />
            <circle class="mark current" cx="10" cy="11" r="3" />
          </svg>
          Equimarginal
        </a>
        <Navigation />
        <Preferences />
      </header>
      <main id="main" tabIndex={-1}>
        <Offline />
        <Outdated />
        {session.value.token === null ? <SignIn /> : <View />}
      </main>
    </div>
  );
}

function View() {
  for (const { pattern, view: Matching } of ROUTES) {
    const match = pattern.exec(path.value);
    if (match) return <Matching key={path.value} id={decodeURIComponent(match[1] ?? '')} />;
  }
  return (
    <Empty isWhole title={t('state.notFound')}>
      <p>
        <a href="/">{t('nav.overview')}</a>
      </p>
    </Empty>
  );
}

function Navigation() {
  const isHere = (href: string) => (href === '/' ? path.value === '/' : path.value.startsWith(href));
  return (
    <nav aria-label={t('nav.label')}>
      {LINKS.map(({ href, key, icon }) => (
        <a key={href} href={href} aria-current={isHere(href) ? 'page' : undefined}>
          <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
            <path class="icon" d={icon} />
          </svg>
          <span>{t(key)}</span>
        </a>
      ))}
    </nav>
  );
}

function Preferences() {
  const claims = claimsOf(session.value.token);
  const themes: readonly Theme[] = ['auto', 'light', 'dark'];
  return (
    <div class="preferences">
      <label>
        <span class="visually-hidden">{t('nav.language')}</span>
        <select
          value={language.value}
          onChange={(event) => void setLanguage(event.currentTarget.value === 'ru' ? 'ru' : 'en')}
        >
          {LANGUAGES.map(({ code, name }) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{t('nav.theme')}</span>
        <select value={theme.value} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
          {themes.map((name) => (
            <option key={name} value={name}>
              {t(`theme.${name}` as Key)}
            </option>
          ))}
        </select>
      </label>
      {claims && <p class="who">{`${claims.workspace} · ${claims.subject}`}</p>}
      {claims && session.value.signIn && (
        <button type="button" onClick={() => void signOut()}>
          {t('signIn.out')}
        </button>
      )}
      <p class="who">
        <a href="/graphql">GraphiQL</a> · <a href="/developers">{t('nav.developers')}</a>
      </p>
    </div>
  );
}
