import { type Period, parseDate } from '../dates.ts';
import { normaliseHeader } from '../language/columns.ts';
import { normalised } from '../language/normalise.ts';
import { type FileFacts, type Format, NO_FACTS, nameOf, namesOf, PLAIN_FORMAT } from './format.ts';

const OWN_CAMPAIGN_IDS = ['№ кампании', 'n кампании'].map(normalised);

/**
 * Report wizard of Yandex.Direct's interface. Title, period and VAT mode above the header; dates with points, decimal
 * commas; `Итого` at the top or the bottom. A goal stands in brackets: `Конверсии (Заявка)`.
 */
export const yandexDirect: Format = {
  ...PLAIN_FORMAT,
  format: 'YANDEX_DIRECT',
  platform: 'yandex_direct',
  recognises: (head) =>
    (nameOf(head, 'spend') === 'расход' || OWN_CAMPAIGN_IDS.includes(nameOf(head, 'campaignId'))) &&
    (head.columns.has('campaignId') || head.columns.has('campaignName')) &&
    ['показы', 'клики'].some((name) => namesOf(head).includes(name)),
  columnOf: (header, generally) => {
    const name = normaliseHeader(header);
    if (/^(конверсии|достижения цели|целевые визиты) \(.+\)$/.test(name)) return 'conversions';
    if (/^доход \(.+\)$/.test(name)) return 'revenue';
    return generally;
  },
  factsOf: ({ preamble, header }) => yandexFacts(preamble, header),
  conversionsAre: (header) => {
    const goal = /\(([^()]+)\)\s*$/.exec(header)?.[1];
    return goal === undefined ? null : `goal ${goal.trim()}`;
  },
  roubles: true,
  channelOf: () => 'yandex_direct',
  dailyHint: 'Choose «по дням» as the grouping by time in the report wizard and export again.',
};

function yandexFacts(preamble: readonly string[], header: readonly string[]): FileFacts {
  const around = normalised([...preamble, ...header].join('\n'));
  const period = periodIn(preamble);
  return {
    ...NO_FACTS,
    period,
    periodText: period === null ? null : `${period.from} - ${period.to}`,
    vatMode: /без( учета)? ндс/.test(around)
      ? 'EXCLUDED'
      : /(с|включая|с учетом) ндс/.test(around)
        ? 'INCLUDED'
        : null,
  };
}

/** The first line with two days in it: `Период: 01.10.2026 - 31.10.2026`, `с 01.10.2026 по 31.10.2026`. */
function periodIn(preamble: readonly string[]): Period | null {
  for (const line of preamble) {
    const days = (line.match(/\d{2}\.\d{2}\.\d{4}|\d{4}-\d{2}-\d{2}/g) ?? []).map((text) =>
      parseDate(text, null),
    );
    const [from, to] = days;
    if (days.length === 2 && from && to && from <= to) return { from, to };
  }
  return null;
}
