import { useState } from 'preact/hooks';
import { type ApiError, asApiError, refusalIn, request } from '../../api/client.ts';
import { may } from '../../api/session.ts';
import { forgetAnswers } from '../../api/use-query.ts';
import { PROPOSE } from '../../changes/documents.ts';
import { t } from '../../i18n/i18n.ts';
import { Refused } from '../../parts/refused.tsx';
import { navigate } from '../../shell/router.ts';

/** Guard rails allow a budget only so large a step; a ramp takes several, a week apart. */
const RAMPS = [1, 3, 5, 10] as const;
const DAYS_BETWEEN = 7;

/** Turns the plan into a change set, which is then approved and applied. */
export function Propose({ id }: { id: string }) {
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [steps, setSteps] = useState(1);
  const propose = async () => {
    try {
      const { proposeChangeSet } = await request(PROPOSE, {
        input: { scenarioId: id, ...(steps > 1 && { ramp: { steps, daysBetween: DAYS_BETWEEN } }) },
      });
      if (proposeChangeSet.__typename !== 'ProposeChangeSetSuccess')
        return setRefusal(refusalIn(proposeChangeSet));
      forgetAnswers();
      navigate(`/changes/${encodeURIComponent(proposeChangeSet.changeSet.id)}`);
    } catch (error) {
      setRefusal(asApiError(error));
    }
  };
  if (!may('plan')) return null;
  return (
    <>
      <label>
        <span class="visually-hidden">{t('changes.ramp')}</span>
        <select value={steps} onChange={(event) => setSteps(Number(event.currentTarget.value))}>
          {RAMPS.map((count) => (
            <option key={count} value={count}>
              {count === 1 ? t('changes.atOnce') : t('changes.inSteps', { n: count })}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="primary" onClick={() => void propose()}>
        {t('changes.propose')}
      </button>
      <Refused error={refusal} />
    </>
  );
}
