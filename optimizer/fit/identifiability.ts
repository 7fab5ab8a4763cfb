import type { FitDiagnostics, Identifiability } from './fitted-curve.ts';
import { designFor } from './suggested-experiment.ts';

export interface Evidence {
  /** Days with a known outcome. */
  readonly observations: number;
  readonly daysWithSpend: number;
  readonly totalOutcome: number;
  /** Standard deviation ÷ mean of spend. */
  readonly variation: number;
  /** Spends more than 5 % apart. */
  readonly distinctLevels: number;
  /** Posterior standard deviation of the log of the marginal return at the current spend. */
  readonly marginalLogSd: number;
  /** The same uncertainty as a share of the average return (what spend brings ÷ spend). */
  readonly marginalShareSd: number;
  /** Marginal ÷ average return at the current spend. */
  readonly marginalShare: number;
  readonly currentSpend: number;
  readonly correlatedSpend: FitDiagnostics['correlatedSpend'];
}

/** Above: the marginal return is not known to within a factor of about 1.5 either way. */
const UNIDENTIFIED_SD = 0.4;
const WEAK_SD = 0.22;
const LEAST_VARIATION = 0.05;
const GOOD_VARIATION = 0.15;
const GOOD_LEVELS = 6;
const LEAST_DAYS = 14;
/** Above: two spends moved as one. */
const MOVED_AS_ONE = 0.9;

/**
 * The verdict on what is known of the next unit of money. A saturated campaign whose marginal return is sure to be
 * small beside its average return counts as known, however wide that small figure's interval is in relation to itself.
 */
export function judge(evidence: Evidence): Identifiability {
  const { observations, daysWithSpend, totalOutcome, variation, distinctLevels } = evidence;
  const marginalLogSd = Math.min(evidence.marginalLogSd, 3 * evidence.marginalShareSd);
  const isSurelySmall = marginalLogSd < evidence.marginalLogSd;
  const spread = `${Math.round(100 * variation)} %`;
  const uncertain = `±${Math.round(100 * (Math.exp(1.28 * marginalLogSd) - 1))} %`;
  const borrowed = 'The curve is mostly that of its neighbours.';
  if (daysWithSpend === 0) {
    return unidentified('No day with spend has been observed, so nothing can be said of what spend brings.', {
      ...evidence,
      suggestion: 'Spend a small steady amount for two weeks to see what it brings.',
    });
  }
  if (totalOutcome <= 0) {
    return unidentified(
      'No outcome has been observed, so nothing can be said of what spend brings.',
      evidence,
    );
  }
  if (observations < LEAST_DAYS) {
    return unidentified(`Only ${observations} days have been observed. ${borrowed}`, {
      ...evidence,
      suggestion: 'Wait until four weeks of data are there; change the budget once on the way.',
    });
  }
  if (variation < LEAST_VARIATION || distinctLevels < 2) {
    return unidentified(
      `Spend varied by only ${spread} of its mean, so the effect of spending more or less cannot be seen. ${borrowed}`,
      evidence,
    );
  }
  if (marginalLogSd > UNIDENTIFIED_SD) {
    return unidentified(
      `The return of the next unit of money is known only to about ${uncertain}: too uncertain to move budget on.`,
      evidence,
    );
  }
  const reasons: string[] = [];
  if (marginalLogSd > WEAK_SD)
    reasons.push(`the return of the next unit of money is known to about ${uncertain}`);
  if (variation < GOOD_VARIATION) reasons.push(`spend varied by only ${spread} of its mean`);
  if (distinctLevels < GOOD_LEVELS)
    reasons.push(`only ${distinctLevels} clearly different spends were tried`);
  const { correlatedSpend } = evidence;
  if (correlatedSpend && correlatedSpend.correlation > MOVED_AS_ONE) {
    reasons.push(
      `its spend moved together with that of ${correlatedSpend.campaign} (correlation ${correlatedSpend.correlation.toFixed(2)}), so that what one brings may be credited to the other`,
    );
  }
  if (reasons.length > 0) {
    const sentence = reasons.join(' and ');
    return {
      verdict: 'WEAK',
      reason: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}: move in small steps.`,
      suggestion: experiment(evidence),
    };
  }
  const known = isSurelySmall
    ? `is sure to be small, about ${Math.round(100 * evidence.marginalShare)} % of the average return`
    : `is known to about ${uncertain}`;
  return {
    verdict: 'WELL_IDENTIFIED',
    reason: `Spend varied by ${spread} of its mean over ${observations} days; the return of the next unit of money ${known}.`,
    suggestion: null,
  };
}

function unidentified(reason: string, evidence: Evidence & { suggestion?: string }): Identifiability {
  return { verdict: 'UNIDENTIFIED', reason, suggestion: evidence.suggestion ?? experiment(evidence) };
}

/** Two weeks up and two weeks down, by more than the spend has moved of itself. */
function experiment({ variation, marginalLogSd, currentSpend }: Evidence): string {
  const { change, weeks } = designFor(variation, marginalLogSd);
  const base =
    currentSpend > 0
      ? ` (about ${money(currentSpend * (1 + change))} and ${money(currentSpend * (1 - change))} a day)`
      : '';
  return `Run it at +${Math.round(100 * change)} % for ${weeks} weeks, then at −${Math.round(100 * change)} % for ${weeks} weeks${base}, and fit again.`;
}

function money(amount: number): string {
  return amount >= 100 ? String(Math.round(amount)) : amount.toPrecision(3);
}
