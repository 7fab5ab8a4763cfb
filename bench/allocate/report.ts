import type { Environment } from '../environment.ts';
import type { Goal } from './goals.ts';
import { ourMedian } from './goals.ts';
import type { ManyAnswer } from './many-campaigns.ts';
import { type Lap, median, type Race } from './race.ts';
import type { Row } from './rows.ts';

export interface Report {
  readonly environment: Environment;
  readonly peerVersions: Readonly<Record<string, string>> | null;
  readonly rows: readonly {
    readonly row: Row;
    readonly race: Race;
    readonly gridBehind: readonly number[];
  }[];
  readonly many: readonly (ManyAnswer | null)[];
  readonly goals: readonly Goal[];
  readonly isQuick: boolean;
}

/** The result as a page to read. Times are medians; a ratio is the median of the ratios problem by problem. */
export function markdown({ environment, peerVersions, rows, many, goals, isQuick }: Report): string {
  const { date, node, platform, cpu, cores, memoryGb } = environment;
  const versions = peerVersions
    ? Object.entries(peerVersions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')
    : 'Python or a package is missing: no peers in Python';
  const missed = goals.filter(({ isReached }) => !isReached);
  return `# allocate against its peers

${date}${isQuick ? ', quick run: few problems, short limits' : ''}. ${cores} cores (${cpu}, ${memoryGb} GB, ${platform}), Node ${node.slice(1)}, ${versions}.

Made by \`npm run bench allocate\`. Read times as ratios: each problem was solved by all of them one after the other in
this run. The gap is to the bound proven here on the true curves, so it is an upper limit of the true gap, ours and a
peer's. Times are warm medians over the problems of a row; a gap shows its median and, in brackets, the worst. A plan
that breaks a limit by more than 1e-9 says by how much, as a share of that limit. Peers in Python run on one BLAS thread,
as the optimizer does, which is their best: with the default of one thread per core their small matrices cost many times
as much, and more so on a busy machine.

| problem | our gap, proven | our time | peer | peer's gap | peer's time | ratio |
|---|---|---|---|---|---|---|
${rows.flatMap(({ row, race }) => lines(row, race)).join('\n')}

Plans over time and the frontier have benchmarks of their own: \`npm run bench over-time\` and \`npm run bench frontier\`.

${notes(rows)}

## Many campaigns, one budget

| campaigns | status | gap, proven | time | time per n log n, against the first | memory before, peak |
|---|---|---|---|---|---|
${manyLines(many).join('\n')}

## Goals missed

${missed.length === 0 ? 'None.' : missed.map(goalLine).join('\n')}

## Goals reached

${goals
  .filter(({ isReached }) => isReached)
  .map(goalLine)
  .join('\n')}
`;
}

function lines(row: Row, race: Race): string[] {
  const gaps = race.ours.map(({ gap }) => gap);
  const detail = [...new Set(race.ours.map(({ route }) => route))].join(', ');
  const programs = race.ours.map(({ linearPrograms }) => linearPrograms);
  const counted =
    Math.max(...programs) > 0 ? `, ${Math.min(...programs)} to ${Math.max(...programs)} LPs` : '';
  const ours = `${row.title} (${race.ours.length}; ${detail}${counted}) | ${spread(gaps)} | ${duration(ourMedian(race))}`;
  if (race.peers.length === 0) return [`| ${ours} | none | | | |`];
  return race.peers.map(
    ({ name, laps }, index) => `| ${index === 0 ? ours : ' | | '} | ${peerCells(name, laps)} |`,
  );
}

function peerCells(name: string, laps: readonly Lap[]): string {
  if (laps.length === 0) return `${name} | | | `;
  const answered = laps.filter(({ gap }) => gap !== null);
  const stopped = laps.filter(({ message }) => /time limit/.test(message)).length;
  const failed = laps.length - answered.length;
  const breach = Math.max(0, ...answered.map((lap) => lap.breach ?? 0));
  const remarks = [
    breach > 1e-9 ? `breaks a limit by ${breach.toExponential(0)}` : '',
    stopped > 0 ? `${stopped} of ${laps.length} stopped at the limit` : '',
    failed > 0 ? `${failed} of ${laps.length} without an answer` : '',
  ].filter((remark) => remark !== '');
  const gap = answered.length === 0 ? '—' : spread(answered.map((lap) => lap.gap));
  const more = stopped === laps.length ? '> ' : '';
  const time = median(laps.map(({ milliseconds }) => milliseconds));
  const ratio = median(laps.map((lap) => lap.ratio));
  return [
    `${name} (${laps.length})`,
    [gap, ...remarks].join('; '),
    `${more}${duration(time)}`,
    `${more}${figure(ratio)}`,
  ].join(' | ');
}

function manyLines(many: readonly (ManyAnswer | null)[]): string[] {
  const first = many[0];
  return many.map((answer) => {
    if (!answer) return '| failed | | | | | |';
    const { units, status, gap, milliseconds, megabytesBefore, megabytesPeak } = answer;
    const perWork = (other: ManyAnswer) => median(other.milliseconds) / (other.units * Math.log(other.units));
    const growth = first ? figure(perWork(answer) / perWork(first)) : '';
    const memory = `${Math.round(megabytesBefore)} MB, ${Math.round(megabytesPeak)} MB`;
    return `| ${units.toLocaleString('en')} | ${status} | ${spread([gap])} | ${duration(median(milliseconds))} | ${growth} | ${memory} |`;
  });
}

function notes(rows: Report['rows']): string {
  return rows
    .flatMap(({ row, gridBehind }) => [
      ...(row.note ? [`- ${row.title}: ${row.note}`] : []),
      ...(gridBehind.length > 0
        ? [
            `- ${row.title}: the best plan on a grid, by dynamic programming, stays behind ours by ${gridBehind.map((gap) => gap.toExponential(1)).join(', ')} (below 0 would disprove our optimum).`,
          ]
        : []),
    ])
    .join('\n');
}

const goalLine = ({ row, wanted, seen }: Goal) => `- ${row}: ${wanted}; seen: ${seen}`;

function spread(gaps: readonly (number | null)[]): string {
  const known = gaps.filter((gap) => gap !== null && Number.isFinite(gap)) as number[];
  if (known.length === 0) return 'none';
  const text =
    known.length === 1 ? gapText(known[0]!) : `${gapText(median(known))} (${gapText(Math.max(...known))})`;
  return known.length < gaps.length ? `${text}, ${gaps.length - known.length} without a plan` : text;
}

const gapText = (gap: number) => (Math.abs(gap) < 1e-15 ? '0' : gap.toExponential(1));

const duration = (milliseconds: number) =>
  milliseconds >= 1000 ? `${figure(milliseconds / 1000)} s` : `${figure(milliseconds)} ms`;

/** Three digits that count. */
const figure = (value: number) =>
  value >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(value < 10 ? 2 : 3)));
