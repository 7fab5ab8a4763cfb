import { useState } from 'preact/hooks';
import { request } from '../../api/client.ts';
import { may } from '../../api/session.ts';
import { forgetAnswers } from '../../api/use-query.ts';
import { type Anchored, WithAnchor } from '../../data/with-anchor.tsx';
import { day } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { Page } from '../../parts/page.tsx';
import { Failure, Loaded } from '../../parts/states.tsx';
import { navigate, parameter, setParameters } from '../../shell/router.ts';
import { type Candidate, useCandidates } from './candidates.ts';
import { Controls } from './controls.tsx';
import { SAVE } from './documents.ts';
import { clashOf, rangeOf } from './feasibility.ts';
import { Outcome } from './outcome.tsx';
import { type Plan, planOf, planText } from './plan.ts';
import { PlanTable } from './plan-table.tsx';
import { problemOf, scenarioInputOf, unitsOf } from './problem.ts';
import { useFrontier, useSolution } from './use-solution.ts';

/** Where a plan is drawn up: every change is solved at once, and nothing is stored until it is saved. */
export function Builder() {
  return <WithAnchor>{(anchor) => <BuilderOf {...anchor} />}</WithAnchor>;
}

function BuilderOf({ completeThrough, currency }: Anchored) {
  const candidates = useCandidates(currency, completeThrough);
  return (
    <Page title={t('builder.title')} lead={t('builder.lead', { day: day(completeThrough) })}>
      <Loaded of={candidates} lines={12}>
        {(found) => <Board candidates={found} currency={currency} />}
      </Loaded>
    </Page>
  );
}

function Board({ candidates, currency }: { candidates: readonly Candidate[]; currency: string }) {
  const plan = planOf(parameter('plan'));
  const change = (next: Plan) => setParameters({ plan: planText(next) });
  const planned = unitsOf(plan, candidates);
  const clash = clashOf(plan, planned, currency);
  const isPending = plan.objective === 'MIN_SPEND' && !plan.conversionsAtLeast;
  const problem = clash === null && !isPending ? problemOf(plan, planned) : null;
  const solving = useSolution(problem);
  const { least, most } = rangeOf(planned);
  const frontier = useFrontier(problem, least, most);
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
            <p lang="en">{solving.refusal}</p>
          </div>
        )}
        {solving.error && <Failure error={solving.error} />}
        <Outcome
          plan={plan}
          planned={planned}
          solving={solving}
          isStale={problem === null}
          frontier={frontier}
          currency={currency}
        />
        <Save
          plan={plan}
          currency={currency}
          isReady={problem !== null && solving.solution?.status !== 'INFEASIBLE'}
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
  const [refusal, setRefusal] = useState<string | null>(null);
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
      setRefusal(createScenario.message);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
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
      {refusal && (
        <p class="bad" role="alert" lang="en">
          {refusal}
        </p>
      )}
    </form>
  );
}
