import { useQuery } from '../../api/use-query.ts';
import { BeforeAfterBars, barsHeight, Waterfall, waterfallHeight } from '../../charts/bars.tsx';
import { Figure, LegendItem } from '../../charts/figure.tsx';
import { Marginal, marginalHeight } from '../../charts/marginal.tsx';
import { CurveFigure, CurveLegend } from '../../curves/curve-figure.tsx';
import { count, money, number, units, unitsOrNull } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { Card } from '../../parts/page.tsx';
import { DRAWN_CURVES, type AnsweredScenario as Scenario, type ScenarioRow } from '../documents.ts';
import { byMove } from './result.tsx';

/** Beyond this many, drawings show the largest moves and the table shows all. */
const MOST_DRAWN = 24;

/** The plan drawn: budgets, gains, marginal returns, and each curve with where it stands and where it would go. */
export function ScenarioCharts({ scenario }: { scenario: Scenario }) {
  const rows = byMove(scenario.rows).slice(0, MOST_DRAWN);
  return (
    <>
      <div class="grid two">
        <Card title={t('result.bars')}>
          <Budgets rows={rows} currency={scenario.currencyCode} />
        </Card>
        <Card title={t('result.waterfall')}>
          <Gains scenario={scenario} rows={rows} />
        </Card>
      </div>
      <Card title={t('result.marginal')} wide>
        <Marginals scenario={scenario} rows={rows} />
      </Card>
      <PlannedCurves rows={rows} currency={scenario.currencyCode} />
    </>
  );
}

function Budgets({ rows, currency }: { rows: readonly ScenarioRow[]; currency: string }) {
  const bars = [...rows]
    .sort((a, b) => units(b.current) - units(a.current))
    .map((row) => ({ name: row.campaignName, before: units(row.current), after: unitsOrNull(row.proposed) }));
  const title = t('result.bars.what');
  return (
    <Figure
      title={title}
      height={barsHeight(bars.length)}
      legend={
        <>
          <LegendItem mark="bar-before">{t('column.current')}</LegendItem>
          <LegendItem mark="bar-after">{t('column.proposed')}</LegendItem>
        </>
      }
      chart={(width) => (
        <BeforeAfterBars rows={bars} width={width} title={title} label={(value) => number(value, 0, true)} />
      )}
      table={() => ({
        head: [t('column.campaign'), t('column.current'), t('column.proposed')],
        rows: bars.map(({ name, before, after }) => [name, money(before, currency), money(after, currency)]),
      })}
    />
  );
}

function Gains({ scenario, rows }: { scenario: Scenario; rows: readonly ScenarioRow[] }) {
  const gainOf = ({ before, after }: ScenarioRow) =>
    after ? after.expectedConversions - before.expectedConversions : 0;
  const drawn = new Set(rows);
  const rest = scenario.rows.filter((row) => !drawn.has(row)).reduce((sum, row) => sum + gainOf(row), 0);
  const steps = [
    ...rows.map((row) => ({ name: row.campaignName, change: gainOf(row) })),
    ...(Math.abs(rest) > 0.05 ? [{ name: t('result.rest'), change: rest }] : []),
  ]
    .filter(({ change }) => Math.abs(change) > 0.05)
    .sort((a, b) => b.change - a.change);
  const title = t('result.waterfall.what');
  const before = scenario.before.expectedConversions;
  const after = scenario.after?.expectedConversions ?? before;
  return (
    <Figure
      title={title}
      height={waterfallHeight(steps.length)}
      chart={(width) => (
        <Waterfall
          start={{ name: t('column.before'), value: before }}
          steps={steps}
          endName={t('column.after')}
          width={width}
          title={title}
          label={count}
        />
      )}
      table={() => ({
        head: [t('column.campaign'), t('column.gain')],
        rows: [
          [t('column.before'), count(before)],
          ...steps.map(({ name, change }) => [name, count(change, true)]),
          [t('column.after'), count(after)],
        ],
      })}
    />
  );
}

function Marginals({ scenario, rows }: { scenario: Scenario; rows: readonly ScenarioRow[] }) {
  const perThousand = (cpa: { readonly amount: string } | null | undefined) =>
    cpa && units(cpa) > 0 ? 1000 / units(cpa) : null;
  const lines = rows.map(({ campaignName, before, after }) => ({
    name: campaignName,
    before: perThousand(before.marginalCpa),
    after: perThousand(after?.marginalCpa),
  }));
  const price = scenario.bindingConstraints.find(({ kind }) => kind === 'BUDGET')?.shadowPrice ?? null;
  const meets = price === null || scenario.objective !== 'MAX_CONVERSIONS' ? null : price * 1000;
  const title = t('result.marginal.what', { amount: money(1000, scenario.currencyCode) });
  return (
    <Figure
      title={title}
      summary={meets === null ? undefined : t('result.meets', { n: count(meets) })}
      height={marginalHeight(lines.length)}
      legend={
        <>
          <LegendItem mark="current">{t('legend.current')}</LegendItem>
          <LegendItem mark="proposed">{t('legend.proposed')}</LegendItem>
        </>
      }
      chart={(width) => (
        <Marginal rows={lines} meets={meets} width={width} title={title} label={(value) => number(value)} />
      )}
      table={() => ({
        head: [t('column.campaign'), t('column.current'), t('column.proposed')],
        rows: lines.map(({ name, before, after }) => [name, count(before), count(after)]),
      })}
    />
  );
}

function PlannedCurves({ rows, currency }: { rows: readonly ScenarioRow[]; currency: string }) {
  const byId = new Map(rows.flatMap((row) => (row.campaign ? [[row.campaign.id, row] as const] : [])));
  const { data } = useQuery(DRAWN_CURVES, { ids: [...byId.keys()] });
  return (
    <Card title={t('result.curves')} wide>
      <div class="legend">
        <CurveLegend withPlan />
      </div>
      <div class="multiples">
        {data?.nodes.map((node) => {
          if (node?.__typename !== 'Campaign' || !node.responseCurve) return null;
          const row = byId.get(node.id);
          return (
            <CurveFigure
              key={node.id}
              compact
              curve={{ ...node.responseCurve, campaign: node }}
              currency={currency}
              observed={[]}
              proposed={unitsOrNull(row?.proposed)}
              limits={row ? { min: units(row.lower.spend), max: units(row.upper.spend) } : null}
              height={190}
            />
          );
        })}
      </div>
    </Card>
  );
}
