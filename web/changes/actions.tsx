import { useState } from 'preact/hooks';
import { request } from '../api/client.ts';
import { may } from '../api/session.ts';
import { forgetAnswers } from '../api/use-query.ts';
import { t } from '../i18n/i18n.ts';
import { navigate } from '../shell/router.ts';
import { APPLY, APPROVE, CANCEL, type ChangeSet, REJECT, ROLL_BACK } from './documents.ts';

const APPLIED = ['APPLIED', 'PARTIALLY_APPLIED', 'MEASURING', 'EVALUATED'];

type Failed = { readonly __typename: string; readonly message: string };
const messageOf = (answer: Failed | { readonly __typename: string }): string | null =>
  'message' in answer ? answer.message : null;

/** What may be done with a change set in its state, by whom the token speaks for. */
export function Actions({ changeSet }: { changeSet: ChangeSet }) {
  const { id, planHash, state } = changeSet;
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean } | null>(null);
  const [isWorking, setWorking] = useState(false);
  const [reason, setReason] = useState('');

  const run = async (work: () => Promise<string | null>) => {
    setWorking(true);
    setSaid(null);
    try {
      const refusal = await work();
      if (refusal === null) forgetAnswers();
      else setSaid({ text: refusal, isBad: true });
    } catch (error) {
      setSaid({ text: error instanceof Error ? error.message : String(error), isBad: true });
    } finally {
      setWorking(false);
    }
  };
  const dryRun = () =>
    run(async () => {
      const { applyChangeSet } = await request(APPLY, { input: { id, planHash, dryRun: true } });
      if (applyChangeSet.__typename !== 'ApplyChangeSetSuccess') return applyChangeSet.message;
      const report = applyChangeSet.outcome.dryRun;
      const text = t('changes.dryResult', {
        written: report?.budgetsToChange ?? 0,
        left: report?.drifted.length ?? 0,
      });
      setSaid({
        text: [text, ...(report?.violations ?? []).map(({ sentence }) => sentence)].join(' '),
        isBad: false,
      });
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
      return messageOf((await request(APPLY, { input })).applyChangeSet);
    });
  const rollBack = () =>
    run(async () => {
      const { rollBackChangeSet } = await request(ROLL_BACK, { id, reason: reason || t('changes.rollBack') });
      if (rollBackChangeSet.__typename !== 'RollBackChangeSetSuccess') return rollBackChangeSet.message;
      navigate(`/changes/${encodeURIComponent(rollBackChangeSet.changeSet.id)}`);
      return null;
    });
  const approve = () =>
    run(async () => messageOf((await request(APPROVE, { id, planHash })).approveChangeSet));
  const reject = () =>
    run(async () =>
      messageOf((await request(REJECT, { id, planHash, reason: reason || '–' })).rejectChangeSet),
    );
  const cancel = () =>
    run(async () => messageOf((await request(CANCEL, { id, reason: reason || '–' })).cancelChangeSet));

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
      {said && (
        <p role={said.isBad ? 'alert' : 'status'} class={said.isBad ? 'bad' : 'good'}>
          {said.text}
        </p>
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
