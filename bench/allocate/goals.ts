import { BELIEVED_BREACH, median, type Race } from './race.ts';
import type { Row } from './rows.ts';

/** What `allocate` takes when a problem names none. */
const TIME_LIMIT_MS = 10_000;

export interface Goal {
  readonly row: string;
  readonly wanted: string;
  readonly seen: string;
  readonly isReached: boolean;
}

/** Holds a row's figures against what it has to reach. */
export function goalsOf(row: Row, race: Race, races: ReadonlyMap<string, Race>): Goal[] {
  const { aim } = row;
  const goals: Goal[] = [];
  const add = (wanted: string, seen: string, isReached: boolean) =>
    goals.push({ row: row.title, wanted, seen, isReached });

  const gaps = race.ours.map(({ gap }) => gap ?? Number.POSITIVE_INFINITY);
  const worst = Math.max(...gaps);
  add(`proven gap ≤ ${aim.gap.toExponential()}`, `worst ${worst.toExponential(1)}`, worst <= aim.gap);
  const breach = Math.max(...race.ours.map((lap) => lap.breach ?? Number.POSITIVE_INFINITY));
  const allowed = aim.breach ?? 1e-9;
  add(`no limit broken by more than ${allowed.toExponential()}`, breach.toExponential(1), breach <= allowed);
  const slowest = Math.max(...race.ours.map(({ firstMs, milliseconds }) => Math.max(firstMs, milliseconds)));
  const isInTime = slowest <= 1.1 * TIME_LIMIT_MS;
  if (!isInTime)
    add(`the time limit of ${TIME_LIMIT_MS} ms kept within 10 %`, `${slowest.toFixed(0)} ms`, false);
  if (aim.linearPrograms !== undefined) {
    const most = Math.max(...race.ours.map(({ linearPrograms }) => linearPrograms));
    add(`at most ${aim.linearPrograms} linear programs`, `${most}`, most <= aim.linearPrograms);
  }
  for (const [name, wanted] of Object.entries(aim.faster ?? {})) {
    const ratios = lapsOf(race, name).map(({ ratio }) => ratio);
    if (ratios.length === 0) continue;
    const seen = median(ratios);
    add(`≥ ${wanted} times faster than ${name}`, `${seen.toPrecision(3)} times`, seen >= wanted);
  }
  for (const name of aim.neverWorseThan ?? []) {
    const laps = lapsOf(race, name);
    if (laps.length === 0) continue;
    const better = laps.filter((lap) => {
      const ours = race.ours.find(({ problem }) => problem === lap.problem)!;
      const ourGap = (ours.bound - ours.value) / Math.abs(ours.bound);
      // A plan that breaks a limit by as much as it gains is not better.
      return (
        lap.gap !== null &&
        lap.breach! <= BELIEVED_BREACH &&
        lap.gap < ourGap - Math.max(1e-12, 10 * lap.breach!)
      );
    });
    add(`never worse than ${name}`, `worse ${better.length} of ${laps.length} times`, better.length === 0);
  }
  const other = aim.timesRow && races.get(aim.timesRow.row);
  if (aim.timesRow && other) {
    const times = ourMedian(race) / ourMedian(other);
    const { row: id, atMost } = aim.timesRow;
    add(`≤ ${atMost} times our time of ${id}`, `${times.toPrecision(3)} times`, times <= atMost);
  }
  return goals;
}

export const ourMedian = ({ ours }: Race): number => median(ours.map(({ milliseconds }) => milliseconds));

const lapsOf = ({ peers }: Race, wanted: string) => peers.find(({ name }) => name === wanted)?.laps ?? [];
