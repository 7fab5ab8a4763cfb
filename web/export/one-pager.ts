import { count, day, exactMoney, moment, money, percent, units, unitsOrNull } from '../i18n/format.ts';
import { language, t, wordsFor } from '../i18n/i18n.ts';
import { type Statement, toldWords } from '../parts/told.tsx';
import type { AnsweredScenario as Scenario } from '../scenarios/documents.ts';
import { outcomeWords } from '../scenarios/outcome-words.ts';

/** A scenario on one page of HTML that needs nothing else: to print, to attach, to keep. */
export function onePager(scenario: Scenario): string {
  const {
    name,
    currencyCode: currency,
    before,
    after,
    gain,
    rows,
    objective,
    outcome,
    noteStatements,
    infeasibility,
  } = scenario;
  const facts: readonly (readonly [string, string])[] = [
    [t('builder.objective'), wordsFor('objective', objective) ?? objective],
    [t('column.status'), wordsFor('status', scenario.status) ?? scenario.status],
    [
      t('result.spend'),
      `${money(units(before.spend), currency)} → ${money(unitsOrNull(after?.spend), currency)}`,
    ],
    [
      t('result.conversions', { what: outcomeWords(outcome) }),
      `${count(before.expectedConversions)} → ${count(after?.expectedConversions)}`,
    ],
    [
      t('result.gain'),
      gain ? `${count(gain.conversions, true)} (${percent(gain.conversionsRatio, 1, true)})` : '–',
    ],
    [
      t('kpi.cpa'),
      `${money(unitsOrNull(before.cpa), currency)} → ${money(unitsOrNull(after?.cpa), currency)}`,
    ],
  ];
  const most = Math.max(1, ...rows.flatMap((row) => [units(row.current), unitsOrNull(row.proposed) ?? 0]));
  const body = rows.map((row) => {
    const current = units(row.current);
    const proposed = unitsOrNull(row.proposed);
    return `<tr><th scope="row">${escaped(row.campaignName)}</th><td>${exactMoney(current, currency)}</td><td>${exactMoney(proposed, currency)}</td><td>${percent(row.changeRatio, 0, true)}</td><td>${bars(current / most, (proposed ?? 0) / most)}</td><td>${count(row.before.expectedConversions)} → ${count(row.after?.expectedConversions)}</td><td class="l">${escaped(wordsFor('reason', row.reason.code) ?? row.reason.sentence)}</td></tr>`;
  });
  const head = [
    t('column.campaign'),
    t('column.current'),
    t('column.proposed'),
    t('column.change'),
    '',
    t('kpi.conversions'),
    t('column.reason'),
  ];
  return `<!doctype html>
<html lang="${language.value}"><head><meta charset="utf-8"><title>${escaped(name)}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${STYLE}</style></head>
<body><h1>${escaped(name)}</h1>
<p>${escaped(t('scenarios.through', { day: day(scenario.dataCompleteThrough) }))} · ${escaped(moment(scenario.createdAt))} · ${escaped(scenario.createdBy)}</p>
<dl>${facts.map(([term, value]) => `<div><dt>${escaped(term)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
${infeasibility ? `<p><strong>${said(infeasibility.message, infeasibility.statement, currency)}</strong></p>` : ''}
<table><thead><tr>${head.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>
${noteStatements.map((note) => `<p>${said(note.sentence, note, currency)}</p>`).join('')}
<footer>Equimarginal · ${escaped(t('proof.hash'))} ${escaped(scenario.inputHash)}</footer></body></html>
`;
}

const bars = (before: number, after: number): string =>
  `<svg width="110" height="18" viewBox="0 0 110 18" aria-hidden="true"><rect x="0.5" y="1.5" width="${(before * 108).toFixed(1)}" height="6" fill="none" stroke="#555"/><rect x="0.5" y="10" width="${(after * 108).toFixed(1)}" height="7" fill="#0f5fb8"/></svg>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const STYLE = `body{font:13px/1.45 system-ui,sans-serif;color:#16202e;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0}dl{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0}dt{color:#555;font-size:.8rem}dd{margin:0;font-size:1.05rem;font-weight:600}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .4rem;border-bottom:1px solid #ddd;text-align:right}th[scope=row],.l,thead th:first-child,thead th:last-child{text-align:left}
footer{margin-top:1.5rem;color:#555;font-size:.75rem}@page{margin:14mm}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}`;

function said(sentence: string, statement: Statement | null, currency: string): string {
  const own = statement && language.value !== 'en' ? toldWords(statement, currency) : null;
  return own === null ? `<span lang="en">${escaped(sentence)}</span>` : escaped(own);
}
