import { money, significant, units } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
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
                <span class="small">
                  <Said own={ownWords(scenario, constraint)}>{sentence}</Said>
                </span>
                {typeof cost === 'number' && cost > 0 && (
                  <span class="small quiet">{t('prices.cost', { cost: significant(cost) })}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {wider?.gain && wider.gain > 0 ? (
        <p class="hint">{t('prices.wider', { times: wider.times, gain: significant(wider.gain) })}</p>
      ) : null}
    </Card>
  );
}

/** A shadow price holds at the margin: it is told for a round amount near a fiftieth of the total, as the API does. */
function ownWords(
  { after, objective, currencyCode }: Scenario,
  { kind, shadowPrice }: Scenario['bindingConstraints'][number],
): string | null {
  if (!/^(BUDGET|UNIT|GROUP|TOTAL)/.test(kind) || /SHARE|MOVED/.test(kind) || !after || shadowPrice <= 0)
    return null;
  const step = 10 ** Math.max(0, Math.round(Math.log10(Math.max(1, units(after.spend) / 50))));
  const gain = `${significant(shadowPrice * step)} (${wordsFor('measure', objective)})`;
  return t('said.price', { amount: money(step, currencyCode), gain });
}
