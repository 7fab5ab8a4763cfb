import { hashText, normalQuantile, uniformSource } from './random.ts';

/**
 * As many equally likely multipliers of mean 1 as there are draws, lognormal with this standard deviation of their
 * logarithm. The same name gives the same multipliers in the same order, so that what bears it errs together, draw by
 * draw; another name errs on its own.
 */
export function levelNoise(draws: number, spread: number, name: string): readonly number[] {
  const scores = Array.from({ length: draws }, (_, i) => normalQuantile((i + 0.5) / draws));
  const uniform = uniformSource(hashText(name));
  for (let i = draws - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [scores[i], scores[j]] = [scores[j]!, scores[i]!];
  }
  const levels = scores.map((score) => Math.exp(spread * score));
  const mean = levels.reduce((sum, level) => sum + level, 0) / draws;
  return levels.map((level) => level / mean);
}
