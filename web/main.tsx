import { render } from 'preact';
import { openSession } from './api/session.ts';
import { openLanguage } from './i18n/i18n.ts';
import { App } from './shell/app.tsx';
import { openTheme } from './shell/preferences.ts';

openTheme();
await Promise.all([openSession(), openLanguage()]);
const root = document.getElementById('root');
if (root) render(<App />, root);
