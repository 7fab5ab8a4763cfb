import { useEffect } from 'preact/hooks';
import { percent } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import type { Scenario } from '../documents.ts';

const ASK_AGAIN_MS = 1000;

/** A scenario that is not answered yet: how far it is, or why it will not be. */
export function Waiting({ scenario, ask }: { scenario: Scenario; ask: () => void }) {
  const { name, status, progress, failure } = scenario;
  const isUnderWay = status === 'QUEUED' || status === 'RUNNING';
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setTimeout(ask, ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  });
  return (
    <Page title={name} lead={wordsFor('status', status) ?? status}>
      {isUnderWay ? (
        <p role="status">
          <progress value={progress} max={1} aria-label={t('result.progress')} /> {percent(progress)}
        </p>
      ) : (
        <p class="notice bad">
          {failure && <Said own={wordsFor('error', failure.code)}>{failure.message}</Said>}
        </p>
      )}
    </Page>
  );
}
