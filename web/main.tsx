import { render } from 'preact';
import { openSession, session } from './api/session.ts';
import { finishSignIn } from './api/sign-in.ts';
import { openLanguage } from './i18n/i18n.ts';
import { signInRefusal } from './parts/sign-in.tsx';
import { App } from './shell/app.tsx';
import { openTheme } from './shell/preferences.ts';

openTheme();
await Promise.all([openSession(), openLanguage()]);
const { signIn } = session.value;
if (signIn) signInRefusal.value = await finishSignIn(signIn).catch(String);
const root = document.getElementById('root');
if (root) render(<App />, root);
