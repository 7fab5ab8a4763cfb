import { useState } from 'preact/hooks';
import { request } from '../../api/client.ts';
import { may } from '../../api/session.ts';
import { forgetAnswers } from '../../api/use-query.ts';
import { PROPOSE } from '../../changes/documents.ts';
import { t } from '../../i18n/i18n.ts';
import { navigate } from '../../shell/router.ts';

/** Turns the plan into a change set, which is then approved and applied. */
export function Propose({ id }: { id: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const propose = async () => {
    try {
      const { proposeChangeSet } = await request(PROPOSE, { scenarioId: id });
      if (proposeChangeSet.__typename !== 'ProposeChangeSetSuccess')
        return setRefusal(proposeChangeSet.message);
      forgetAnswers();
      navigate(`/changes/${encodeURIComponent(proposeChangeSet.changeSet.id)}`);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  if (!may('plan')) return null;
  return (
    <>
      <button type="button" class="primary" onClick={() => void propose()}>
        {t('changes.propose')}
      </button>
      {refusal && (
        <p role="alert" class="bad" lang="en">
          {refusal}
        </p>
      )}
    </>
  );
}
