import { useState } from 'preact/hooks';
import { type ApiError, asApiError, refusalIn, request } from '../api/client.ts';
import { may } from '../api/session.ts';
import { forgetAnswers } from '../api/use-query.ts';
import { t } from '../i18n/i18n.ts';
import { Reasons, Refused } from '../parts/refused.tsx';
import { navigate } from '../shell/router.ts';
import { APPLY, APPROVE, CANCEL, type ChangeSet, type DryRun, REJECT, ROLL_BACK } from './documents.ts';

const APPLIED = ['APPLIED', 'PARTIALLY_APPLIED', 'MEASURING', 'EVALUATED'];

/** What may be done with a change set in its state, by whom the token speaks for. */
export function Actions({ changeSet }: { changeSet: ChangeSet }) {
  const { id, planHash, state, currencyCode } = changeSet;
  const [rehearsed, setRehearsed] = useState<DryRun | null>(null);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [isWorking, setWorking] = useState(false);
  const [reason, setReason] = useState('');

  const run = async (work: () => Promise<ApiError | null>) => {
    setWorking(true);
    setRehearsed(null);
    try {
      const refused = await work();
      setRefusal(refused);
      if (refused === null) forgetAnswers();
    } catch (error) {
      setRefusal(asApiError(error));
    } finally {
      setWorking(false);
    }
  };
  const dryRun = () =>
    run(async () => {
      const { applyChangeSet } = await request(APPLY, { input: { id, planHash, dryRun: true } });
      if (applyChangeSet.__typename !== 'ApplyChangeSetSuccess') return refusalIn(applyChangeSet);
      setRehearsed(applyChangeSet.outcome.dryRun);
      return null;
    });
  const apply = () =>
    run(async () => {
      const input = {
        id,
        planHash,
        dryRun: false,
        idempotencyKey: `${planHash.slice(0, 24)}-${changeSet.nextStage}`,
      };
      return refusalIn((await request(APPLY, { input })).applyChangeSet);
    });
  const rollBack = () =>
    run(async () => {
      const { rollBackChangeSet } = await request(ROLL_BACK, { id, reason: reason || t('changes.rollBack') });
      if (rollBackChangeSet.__typename !== 'RollBackChangeSetSuccess') return refusalIn(rollBackChangeSet);
      navigate(`/changes/${encodeURIComponent(rollBackChangeSet.changeSet.id)}`);
      return null;
    });
  const approve = () =>
    run(async () => refusalIn((await request(APPROVE, { id, planHash })).approveChangeSet));
  const reject = () =>
    run(async () =>
      refusalIn((await request(REJECT, { id, planHash, reason: reason || '–' })).rejectChangeSet),
    );
  const cancel = () =>
    run(async () => refusalIn((await request(CANCEL, { id, reason: reason || '–' })).cancelChangeSet));

  const canApprove = state === 'PROPOSED' && may('approve');
  const canApply = ['APPROVED', 'SCHEDULED'].includes(state) && may('apply');
  const canRollBack = APPLIED.includes(state) && may('apply');
  const canCancel = ['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED'].includes(state) && may('plan');
  return (
    <div class="toolbar">
      {(canApprove || canRollBack || canCancel) && (
        <label>
          {t('changes.reason')}
          <input type="text" value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
      )}
      {canApprove && <Action name={t('changes.approve')} isPrimary isOff={isWorking} onClick={approve} />}
      {canApprove && <Action name={t('changes.reject')} isOff={isWorking} onClick={reject} />}
      {canApply && <Action name={t('changes.dryRun')} isOff={isWorking} onClick={dryRun} />}
      {canApply && <Action name={t('changes.apply')} isPrimary isOff={isWorking} onClick={apply} />}
      {canRollBack && <Action name={t('changes.rollBack')} isOff={isWorking} onClick={rollBack} />}
      {canCancel && <Action name={t('changes.cancel')} isOff={isWorking} onClick={cancel} />}
      {isWorking && <span role="status">{t('changes.working')}</span>}
      <Refused error={refusal} currency={currencyCode} />
      {rehearsed && (
        <div role="status">
          <p class="good">
            {t('changes.dryResult', {
              written: rehearsed.budgetsToChange,
              left: rehearsed.drifted.length,
            })}
          </p>
          <Reasons of={rehearsed.violations} currency={currencyCode} />
        </div>
      )}
    </div>
  );
}

interface ActionProps {
  readonly name: string;
  readonly isOff: boolean;
  readonly isPrimary?: boolean;
  readonly onClick: () => void;
}

const Action = ({ name, isOff, isPrimary, onClick }: ActionProps) => (
  <button type="button" class={isPrimary ? 'primary' : undefined} disabled={isOff} onClick={onClick}>
    {name}
  </button>
);
