import { type FitGoal, type Part, points, table } from '../part.ts';
import { mean } from '../quantile.ts';
import { CELL_ACCOUNT, CELLS, type Cell } from './cell-list.ts';
import { type CellFigures, FACTORS, measureCell } from './measure-cell.ts';

const ACCOUNTS = 24;
const PEER_ACCOUNTS = 2;

export const cells: Part = async ({ only, accounts = ACCOUNTS, scipy }) => {
  const chosen = CELLS.filter(({ name }) => name.includes(only));
  const rows: CellRow[] = [];
  for (const cell of chosen) {
    const size = { accounts, peerAccounts: Math.min(accounts, PEER_ACCOUNTS) };
    const { figures } = await measureCell({ ...CELL_ACCOUNT, ...cell.settings }, size, scipy);
    rows.push({ cell, figures });
    console.error(`  ${cell.name}: ${figures.error.map((e) => points(e)).join(' ')}`);
  }
  return {
    markdown: `## Cells

${accounts} accounts a cell, each of three channels of eight campaigns, counts of about 120 a day whose whole noise is the one
named, carry-over of 0 to 7 days, weekday and yearly rhythm, a baseline of up to 30 %; families mixed evenly (power, log,
negative exponential, Hill, logistic) and unknown to the fit. SciPy fits ${Math.min(accounts, PEER_ACCOUNTS)} of the accounts, campaign by
campaign, and is told the family and just those terms that the data have. Error: median of |marginal return ÷ true − 1|
in % at 0.5×, 1× and 2× of current spend (mean of the last 28 days). Coverage: share of the intervals of the marginal
return, from the draws' quantiles, that hold the truth, in %; with ${24 * accounts} campaigns a share of 80 % is known to ±${points(2 * deviation(0.8, 24 * accounts))} points (two standard errors).

${table(
  [
    'crossed cells together',
    'campaigns',
    '80 % holds at 0.5×, 1×, 2×',
    '90 % holds',
    'all of 80 %',
    'all of 90 %',
  ],
  GROUPS.map(({ title, holds }) =>
    groupLine(
      title,
      rows.filter(({ cell }) => isCrossed(cell) && holds(cell)),
    ),
  ).filter((cellsOfRow) => cellsOfRow.length > 0),
)}

${table(
  [
    'cell',
    'our error',
    "SciPy's",
    'ours on the same',
    '80 % holds',
    '90 % holds',
    'width',
    'bias',
    'failures: ours, SciPy',
    'ms a fit: ours, SciPy',
  ],
  rows.map(line),
)}
`,
    goals: rows.flatMap(goalsOf),
    figures: rows.map(({ cell, figures }) => ({ ...cell, ...figures })),
  };
};

const isCrossed = ({ settings }: Cell) =>
  settings.days !== undefined &&
  settings.noise !== undefined &&
  Object.keys(settings).length === CROSSED_SETTINGS;
/** Days, variation and noise. */
const CROSSED_SETTINGS = 3;

const GROUPS: readonly { readonly title: string; readonly holds: (cell: Cell) => boolean }[] = [
  ...[30, 90, 365].map((days) => ({
    title: `${days} days`,
    holds: ({ settings }: Cell) => settings.days === days,
  })),
  ...[0.1, 0.3, 1].map((variation) => ({
    title: `variation ${points(variation, 0)} %`,
    holds: ({ settings }: Cell) => settings.spendVariation === variation,
  })),
  ...[0.1, 0.2, 0.4].map((noise) => ({
    title: `noise ${points(noise, 0)} %`,
    holds: ({ settings }: Cell) => settings.noise === noise,
  })),
];

function groupLine(title: string, rows: readonly CellRow[]): string[] {
  if (rows.length === 0) return [];
  const shares = (pick: (figures: CellFigures) => readonly number[]) =>
    FACTORS.map((_, f) => mean(rows.map(({ figures }) => pick(figures)[f]!)));
  const text = (values: readonly number[]) => values.map((value) => points(value, 0)).join(' / ');
  const of80 = shares(({ coverage80 }) => coverage80);
  const of90 = shares(({ coverage90 }) => coverage90);
  return [
    title,
    String(rows.reduce((sum, { figures }) => sum + figures.campaigns, 0)),
    text(of80),
    text(of90),
    points(mean(of80)),
    points(mean(of90)),
  ];
}

interface CellRow {
  readonly cell: Cell;
  readonly figures: CellFigures;
}

function line({ cell, figures }: CellRow): string[] {
  const { error, scipy, coverage80, coverage90, width80, bias, failures, milliseconds } = figures;
  const list = (values: readonly number[] | undefined, digits = 1) =>
    values?.map((value) => points(value, digits)).join(' / ') ?? '—';
  return [
    cell.name,
    list(error),
    list(scipy?.error),
    list(scipy?.ourError),
    list(coverage80, 0),
    list(coverage90, 0),
    width80.map((ratio) => ratio.toFixed(1)).join(' / '),
    list(bias, 0),
    `${failures}, ${scipy?.failures ?? '—'}`,
    `${milliseconds.toFixed(0)}, ${scipy?.milliseconds.toFixed(0) ?? '—'}`,
  ];
}

const MOST_OFF = 0.04;

function goalsOf({ cell, figures }: CellRow): FitGoal[] {
  const row = `cell: ${cell.name}`;
  const { scipy, coverage80, coverage90, campaigns, failures } = figures;
  const goals: FitGoal[] = [
    { row, wanted: 'no failures', seen: `${failures} of ${campaigns}`, isReached: failures === 0 },
    ...coverageGoals(row, 0.8, coverage80, campaigns),
    ...coverageGoals(row, 0.9, coverage90, campaigns),
  ];
  if (!scipy) return goals;
  const { days = CELL_ACCOUNT.days, spendVariation = CELL_ACCOUNT.spendVariation } = cell.settings;
  const share = days <= 30 || spendVariation <= 0.1 ? 0.5 : 1;
  const wanted =
    share === 1 ? "error at most SciPy's at 0.5×, 1×, 2×" : "error at most half of SciPy's at 0.5×, 1×, 2×";
  const ratios = scipy.ourError.map((error, f) => error / scipy.error[f]!);
  return [
    ...goals,
    {
      row,
      wanted,
      seen: `${ratios.map((ratio) => ratio.toFixed(2)).join(' / ')} of it`,
      isReached: ratios.every((ratio) => ratio <= share),
      mayBeChance: scipy.leastRatio.every((ratio) => ratio <= share),
    },
  ];
}

/** The worst of the three spends counts. */
function coverageGoals(row: string, nominal: number, seen: readonly number[], campaigns: number): FitGoal[] {
  const worst = seen.reduce((a, b) => (Math.abs(b - nominal) > Math.abs(a - nominal) ? b : a));
  const error = points(2 * deviation(nominal, campaigns));
  return [
    {
      row,
      wanted: `coverage of ${points(nominal, 0)} % intervals within 4 points at 0.5×, 1×, 2×`,
      seen: `${seen.map((share) => points(share, 0)).join(' / ')} (±${error} by chance)`,
      isReached: Math.abs(worst - nominal) <= MOST_OFF,
      mayBeChance: Math.abs(worst - nominal) <= MOST_OFF + 2 * deviation(nominal, campaigns),
    },
  ];
}

const deviation = (share: number, n: number) => Math.sqrt((share * (1 - share)) / n);
