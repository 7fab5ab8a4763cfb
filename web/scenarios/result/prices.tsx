import { significant } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Card } from '../../parts/page.tsx';
import type { AnsweredScenario as Scenario } from '../documents.ts';

/** The limits that hold the plan back, the dearest first, and what more room would bring. */
export function Prices({ scenario }: { scenario: Scenario }) {
  const { bindingConstraints, answers } = scenario;
  const costs = new Map(
    (answers?.constraintCosts ?? []).map((cost) => [`${cost.kind} ${cost.name}`, cost.cost]),
  );
  const sorted = [...bindingConstraints].sort(
    (a, b) => Number(b.kind === 'BUDGET') - Number(a.kind === 'BUDGET') || b.shadowPrice - a.shadowPrice,
  );
  const wider = answers?.widerRoom;
  return (
    <Card title={t('prices.title')}>
      {sorted.length === 0 ? (
        <p>{t('prices.none')}</p>
      ) : (
        <ul class="prices">
          {sorted.map((constraint) => {
            const { kind, name, sentence } = constraint;
            const cost = costs.get(`${kind} ${name}`);
            return (
              <li key={`${kind} ${name}`}>
                <span>
                  <strong>{wordsFor('constraint', kind) ?? kind}</strong>
                  {name && ` · ${name}`}
                </span>
                <span class="small" lang="en">
                  {sentence}
                </span>
                {typeof cost === 'number' && cost > 0 && (
                  <span class="small quiet">{t('prices.cost', { cost: significant(cost) })}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {typeof wider?.gain === 'number' && (
        <p class="hint">{t('prices.wider', { times: wider.times, gain: significant(wider.gain) })}</p>
      )}
    </Card>
  );
}
