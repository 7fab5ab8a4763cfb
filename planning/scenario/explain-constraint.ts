import type { BindingConstraint } from '../../optimizer/problem/result.ts';
import { coinsToUnits } from '../coin.ts';
import type { ScenarioConstraint } from './outcome.ts';
import { OUTCOME_WORDS } from './outcome-words.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

/** A binding constraint with its shadow price told as what a little more room would bring. */
export function explainConstraint(
  scenario: ScenarioProblem,
  constraint: BindingConstraint,
  plan: { readonly totalCoins: number; readonly budgetBinds: boolean },
): ScenarioConstraint {
  const { kind, unit, group, shadowPrice } = constraint;
  const campaign = scenario.campaigns.find(({ label }) => label === unit);
  return {
    kind,
    name: unit ?? group ?? null,
    campaignId: campaign?.fitted.campaign.id ?? null,
    shadowPrice,
    sentence: constraintSentence(scenario, constraint, plan),
  };
}

function constraintSentence(
  { coin, request }: ScenarioProblem,
  { kind, unit, group, shadowPrice }: BindingConstraint,
  { totalCoins, budgetBinds }: { readonly totalCoins: number; readonly budgetBinds: boolean },
): string {
  const step = roundAmountNear(coinsToUnits(totalCoins, coin) / 50);
  const amount = `${step.toLocaleString('en')} ${coin.currencyCode}`;
  const gain = gainWords(Math.abs(shadowPrice) * step);
  switch (kind) {
    case 'BUDGET':
      return shadowPrice >= 0
        ? `The next ${amount} a day bring about ${gain}.`
        : `${amount} a day less would gain about ${gain}: the last of the budget costs more than it brings.`;
    case 'UNIT_MAX':
      return `${unit} is at its maximum: ${amount} a day more for it${budgetBinds ? ', taken from the others,' : ''} would bring about ${gain}.`;
    case 'UNIT_MIN':
      return `${unit} is at its minimum: ${amount} a day less for it${budgetBinds ? ', given to the others,' : ''} would bring about ${gain}.`;
    case 'GROUP_MAX':
      return `The group ${group} is at its maximum: ${amount} a day more for it would bring about ${gain}.`;
    case 'GROUP_MIN':
      return `The group ${group} is at its minimum: ${amount} a day less for it would bring about ${gain}.`;
    case 'GROUP_MAX_SHARE':
    case 'GROUP_MIN_SHARE': {
      const bound = kind === 'GROUP_MAX_SHARE' ? 'largest' : 'smallest';
      return `The group ${group} is at its ${bound} share of the total.`;
    }
    case 'TOTAL_MOVED':
      return `As much is moved as may be: ${amount} a day more to move would bring about ${gain}.`;
    case 'UNITS_MOVED':
      return 'As many campaigns are moved as may be.';
    case 'CPA':
      return `The CPA is at its target: 1 ${coin.currencyCode} more would bring about ${gainWords(Math.abs(shadowPrice))}.`;
    case 'ROAS':
      return `The ROAS is at its target: 0.1 less would bring about ${gainWords(Math.abs(shadowPrice) * 0.1)}.`;
    case 'OUTCOME_FLOOR':
      return `The outcome is the least that was asked for: 1 less of it would bring about ${gainWords(Math.abs(shadowPrice))}.`;
  }

  function gainWords(value: number): string {
    const figure = value.toLocaleString('en', { maximumSignificantDigits: 2 });
    switch (request.objective) {
      case 'MAX_CONVERSIONS':
        return `${figure} ${OUTCOME_WORDS[request.outcome ?? 'CONVERSIONS'][1]}`;
      case 'MAX_REVENUE':
        return `${figure} ${coin.currencyCode} of revenue`;
      case 'MAX_PROFIT':
        return `${figure} ${coin.currencyCode} of profit`;
      case 'MAX_ROI':
        return `${figure} of ROI`;
      case 'MIN_SPEND':
        return `${figure} ${coin.currencyCode} of savings`;
    }
  }
}

/** 1, 10, 100, …: the shadow price holds at the margin only, so the step is about 2 % of the total. */
const roundAmountNear = (units: number) => 10 ** Math.max(0, Math.round(Math.log10(Math.max(units, 1))));
