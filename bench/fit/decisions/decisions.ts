import { type FitGoal, type Part, points, table } from '../part.ts';
import { mean, quantile, standardError } from '../quantile.ts';
import { DECISION_CELLS, type DecisionCell } from './decision-cells.ts';
import { HOLDS } from './holds.ts';
import { type DecisionFigures, METHODS, type Method, measureDecisions } from './measure-decisions.ts';

const ACCOUNTS = 8;
/** Of all plans, at most so many may be worse than today. */
const MOST_WORSE = 0.02;
/** Of the mean of spend. */
const LITTLE = 0.2;
const OURS: readonly Method[] = ['curves', 'product', 'productByDraws'];

/** Fits, plans, and holds the plan's true gain against the best that was possible. */
export const decisions: Part = async ({ only, accounts = ACCOUNTS, scipy }) => {
  const rows: Row[] = [];
  for (const cell of DECISION_CELLS.filter(({ name }) => name.includes(only))) {
    const figures = await measureDecisions(cell.settings, accounts, scipy);
    rows.push({ cell, figures });
    console.error(`  ${cell.name}: ${OURS.map((method) => points(captured(figures, method), 0)).join(' ')}`);
  }
  const share = (figures: DecisionFigures, method: Method) => {
    const values = figures.captured[method];
    return values.length === 0 ? '—' : `${points(mean(values), 0)} (${points(quantile(values, 0.1), 0)})`;
  };
  const all = OURS.map((method) =>
    foresight(
      rows.map(({ figures }) => figures),
      method,
    ),
  );
  return {
    markdown: `## Decisions

${accounts} accounts of 20 campaigns in two channels a cell: fit, then plan today's budget anew, each campaign from half to twice
of what it spends. Share of the truly possible gain that the plan captures, in %: mean over accounts and, in brackets, the
10th percentile; keeping all as it is captures 0. "Curves": the best plan on the fitted curves, nothing held back.
"Product": the scenario as the API answers it, which holds campaigns that are not well identified near their current spend
and nobody far beyond the spends that were seen; "by draws": the same with \`uncertainty\` asked for. "SciPy": each campaign
fitted by itself, its family and terms known, then the best plan on those curves. "By return": spend in proportion to
outcome. "Plain" accounts have neither baseline, rhythm nor carry-over, and each day's spend is drawn by itself;
"lifelike" ones have all of them, and budgets that change every few weeks.

${table(
  ['accounts', ...METHODS.map(({ title }) => title), 'goal', 'held: product', 'possible gain'],
  rows.map(({ cell, figures }) => [
    cell.name,
    ...METHODS.map(({ method }) => share(figures, method)),
    cell.goal === undefined ? '' : `≥ ${points(cell.goal, 0)}`,
    `${points(figures.held, 0)} %`,
    `${points(mean(figures.possible))} %`,
  ]),
)}

### What holding back costs

Accounts whose spend varied by at most ${points(LITTLE, 0)} %, planned on the same curves with campaigns held closer or less close to
their current spend.

${holdsTable(rows.filter(({ cell }) => cell.settings.spendVariation <= LITTLE))}

### Worse than today, and said beforehand

A plan counts as doubted when the probability that it beats the current one, by the draws, was below 90 %, or (where draws
were not asked for) when the 80 % interval of its gain, as the scenario states it, reached below zero.

${table(
  [
    'plans',
    'worse than today',
    'lost at worst, of today',
    'doubted beforehand',
    'worse though not doubted',
    'worse and doubted',
  ],
  all.map(({ title, plans, worse, lost, doubted, undoubtedWorse }) => [
    `${title} (${plans})`,
    `${worse} (${points(worse / plans)} %)`,
    `${points(lost)} %`,
    `${doubted} (${points(doubted / plans)} %)`,
    String(undoubtedWorse),
    String(worse - undoubtedWorse),
  ]),
)}

The gain that the product promises, over all plans, is ${promise(rows)} times the true one; its stated 80 % interval holds the true
gain in ${gainCoverage(rows)} % of the plans.

How often SciPy's plan was worse than today: ${worseShare(rows, 'scipy')}; the one in proportion to the return: ${worseShare(rows, 'byReturn')}.
`,
    goals: [...rows.flatMap(goalsOf), ...(only === '' ? all.flatMap(foresightGoals) : [])],
    figures: { rows: rows.map(({ cell, figures }) => ({ ...cell, ...figures })), foresight: all },
  };
};

interface Row {
  readonly cell: DecisionCell;
  readonly figures: DecisionFigures;
}

const captured = (figures: DecisionFigures, method: Method) => mean(figures.captured[method]);

function goalsOf({ cell, figures }: Row): FitGoal[] {
  const row = `decisions: ${cell.name}`;
  const { goal } = cell;
  const peer = figures.captured.scipy.length > 0 ? captured(figures, 'scipy') : null;
  return OURS.filter((method) => method !== 'productByDraws').flatMap((method) => {
    const title = METHODS.find((known) => known.method === method)?.title ?? method;
    const seen = captured(figures, method);
    const text = `${points(seen, 0)} %`;
    return [
      ...(goal === undefined
        ? []
        : [
            {
              row,
              wanted: `${title}: captures at least ${points(goal, 0)} %`,
              seen: text,
              isReached: seen >= goal,
              mayBeChance: seen + 2 * standardError(figures.captured[method]) >= goal,
            },
          ]),
      ...(peer === null
        ? []
        : [
            {
              row,
              wanted: `${title}: no less than planning on SciPy's fits`,
              seen: `${text} against ${points(peer, 0)} %`,
              isReached: seen >= peer,
              mayBeChance: isNoLess(figures.captured[method], figures.captured.scipy),
            },
          ]),
    ];
  });
}

/** Whether the mean of the differences may be zero or above, but for two standard errors. */
function isNoLess(ours: readonly number[], theirs: readonly number[]): boolean {
  const differences = ours.map((value, k) => value - theirs[k]!);
  return mean(differences) + 2 * standardError(differences) >= 0;
}

interface Foresight {
  readonly method: Method;
  readonly title: string;
  readonly plans: number;
  readonly worse: number;
  /** Of today's outcome that spend brings. */
  readonly lost: number;
  readonly doubted: number;
  readonly undoubtedWorse: number;
}

function foresight(all: readonly DecisionFigures[], method: Method): Foresight {
  const plans = all.flatMap((figures) =>
    figures.gains[method].map((gain, k) => ({ gain, doubted: figures.doubted[method][k] })),
  );
  const worse = plans.filter(({ gain }) => gain < 0);
  return {
    method,
    title: METHODS.find((known) => known.method === method)?.title ?? method,
    plans: plans.length,
    worse: worse.length,
    lost: Math.max(0, ...worse.map(({ gain }) => -gain)),
    doubted: plans.filter(({ doubted }) => doubted).length,
    undoubtedWorse: worse.filter(({ doubted }) => !doubted).length,
  };
}

function foresightGoals({ method, title, plans, worse, undoubtedWorse }: Foresight): FitGoal[] {
  if (method === 'curves') return [];
  return [
    {
      row: `decisions: ${title}`,
      wanted: `fewer than ${points(MOST_WORSE, 0)} % of plans worse than today`,
      seen: `${worse} of ${plans} (${points(worse / plans)} %)`,
      isReached: worse / plans < MOST_WORSE,
    },
    {
      row: `decisions: ${title}`,
      wanted: 'every plan that is worse than today doubted beforehand',
      seen: `${undoubtedWorse} of ${worse} were not`,
      isReached: undoubtedWorse === 0,
    },
  ];
}

function holdsTable(rows: readonly Row[]): string {
  const accounts = rows.flatMap(({ figures }) => figures.holds);
  return table(
    [
      'UNIDENTIFIED within',
      'WEAK within',
      'times 95th percentile',
      'captured',
      'worse than today',
      'lost at worst, of today',
    ],
    HOLDS.map(({ unidentified, weak, observedRange }, h) => {
      const plans = accounts.map((holds) => holds[h]!);
      const worse = plans.filter(({ gain }) => gain < 0);
      return [
        `±${points(unidentified, 0)} %`,
        `±${points(weak, 0)} %`,
        String(observedRange),
        `${points(mean(plans.map(({ captured }) => captured)), 0)} %`,
        `${worse.length} of ${plans.length}`,
        `${points(Math.max(0, ...worse.map(({ gain }) => -gain)))} %`,
      ];
    }),
  );
}

function promise(rows: readonly Row[]): string {
  const promised = rows.flatMap(({ figures }) => figures.promised);
  const gained = rows.flatMap(({ figures }) => figures.gains.product);
  return (mean(promised) / mean(gained)).toFixed(2);
}

function gainCoverage(rows: readonly Row[]): string {
  const held = rows.flatMap(({ figures }) => figures.gainHeld);
  return points(held.filter((isHeld) => isHeld).length / held.length, 0);
}

function worseShare(rows: readonly Row[], method: Method): string {
  const gains = rows.flatMap(({ figures }) => figures.gains[method]);
  return gains.length === 0 ? '—' : `${points(gains.filter((gain) => gain < 0).length / gains.length)} %`;
}
