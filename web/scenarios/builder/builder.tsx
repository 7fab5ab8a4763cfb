import { useState } from 'preact/hooks';
import { type ApiError, asApiError, refusalIn, request } from '../../api/client.ts';
import { may } from '../../api/session.ts';
import { forgetAnswers } from '../../api/use-query.ts';
import { type Anchored, WithAnchor } from '../../data/with-anchor.tsx';
import { day } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { Page } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Said } from '../../parts/said.tsx';
import { Failure, Loaded } from '../../parts/states.tsx';
import { navigate, parameter, setParameters } from '../../shell/router.ts';
import { Controls } from './controls.tsx';
import { SAVE } from './documents.ts';
import { type PlannedUnit, useDraft } from './draft.ts';
import { clashOf, rangeOf } from './feasibility.ts';
import { Outcome } from './outcome.tsx';
import { hasFloor, type Plan, planOf, planText, withPart } from './plan.ts';
import { PlanTable } from './plan-table.tsx';
import { ownSplitProblem, problemOf, scenarioInputOf } from './problem.ts';
import { useFrontier, useSolution } from './use-solution.ts';

/** Where a plan is drawn up: every change is solved at once, and nothing is stored until it is saved. */
export function Builder() {
  return <WithAnchor>{(anchor) => <BuilderOf {...anchor} />}</WithAnchor>;
}

function BuilderOf({ completeThrough, currency }: Anchored) {
  const plan = planOf(parameter('plan'));
  const draft = useDraft(plan, currency);
  return (
    <Page title={t('builder.title')} lead={t('builder.lead', { day: day(completeThrough) })}>
      <Loaded of={draft} lines={12}>
        {(planned) => (
          <Board plan={plan} planned={planned} isOutdated={draft.isLoading} currency={currency} />
        )}
      </Loaded>
      {draft.data === null && draft.error && (
        <button type="button" onClick={() => setParameters({ plan: null })}>
          {t('builder.reset')}
        </button>
      )}
    </Page>
  );
}

interface BoardProps {
  readonly plan: Plan;
  readonly planned: readonly PlannedUnit[];
  /** What the campaigns may do is being asked anew. */
  readonly isOutdated: boolean;
  readonly currency: string;
}

function Board({ plan, planned, isOutdated, currency }: BoardProps) {
  const change = (next: Plan) => setParameters({ plan: planText(next) });
  const clash = clashOf(plan, planned, currency);
  const isPending = plan.objective === 'MIN_SPEND' && !hasFloor(plan);
  const best = clash === null && !isPending ? problemOf(withPart(plan, 'split', undefined), planned) : null;
  const problem = plan.split === undefined ? best : ownSplitProblem(plan, planned);
  const solving = useSolution(problem);
  const { least, most } = rangeOf(planned);
  const frontier = useFrontier(best, least, most);
  return (
    <div class="board">
      <Controls plan={plan} planned={planned} currency={currency} change={change} />
      <div class="board-answer">
        {clash !== null && (
          <div class="notice bad" role="alert">
            <h2>{t('clash.title')}</h2>
            <p>{clash}</p>
          </div>
        )}
        {clash === null && solving.refusal !== null && (
          <div class="notice bad" role="alert">
            <h2>{t('clash.title')}</h2>
            <p>
              <Said own={null}>{solving.refusal.message}</Said>
            </p>
          </div>
        )}
        {solving.error && <Failure error={solving.error} />}
        <Outcome
          plan={plan}
          planned={planned}
          solving={solving}
          isStale={problem === null || isOutdated}
          frontier={frontier}
          currency={currency}
        />
        <Save
          plan={plan}
          currency={currency}
          isReady={problem !== null && !isOutdated && solving.solution?.status !== 'INFEASIBLE'}
        />
      </div>
      <PlanTable
        plan={plan}
        planned={planned}
        solution={solving.solution}
        currency={currency}
        change={change}
      />
    </div>
  );
}

interface SaveProps {
  readonly plan: Plan;
  readonly currency: string;
  readonly isReady: boolean;
}

/** Hands the plan to the API, which solves it on its own data, proves the answer and keeps it for good. */
function Save({ plan, currency, isReady }: SaveProps) {
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const save = async (form: HTMLFormElement) => {
    const name = String(new FormData(form).get('name') ?? '').trim() || t('builder.untitled');
    setSaving(true);
    setRefusal(null);
    try {
      const { createScenario } = await request(SAVE, { input: scenarioInputOf(plan, name, currency) });
      if (createScenario.__typename === 'CreateScenarioSuccess') {
        forgetAnswers();
        return navigate(`/scenarios/${encodeURIComponent(createScenario.scenario.id)}`);
      }
      setRefusal(refusalIn(createScenario));
    } catch (error) {
      setRefusal(asApiError(error));
    } finally {
      setSaving(false);
    }
  };
  if (!may('plan')) return <p class="hint">{t('builder.mayNot')}</p>;
  return (
    <form
      class="save"
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
    >
      <label>
        {t('builder.name')}
        <input name="name" type="text" maxLength={200} placeholder={t('builder.untitled')} />
      </label>
      <button type="submit" class="primary" disabled={isSaving || !isReady}>
        {t(isSaving ? 'builder.saving' : 'builder.save')}
      </button>
      <Refused error={refusal} />
    </form>
  );
}
