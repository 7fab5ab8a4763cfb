import { describe, expect, it, test } from 'vitest';
import { readTidyCsv } from '../../cli/input/tidy-csv.ts';

const HEADER = 'date,channel,campaign,spend,impressions,clicks,conversions,revenue';

describe('a tidy CSV', () => {
  it('becomes one series per channel and campaign, days ascending', () => {
    const series = readTidyCsv(
      [
        HEADER,
        '2025-03-02,search,Brand,12.5,100,9,3,80',
        '2025-03-01,search,Brand,0,0,0,,',
        '2025-03-01,social,Brand,7,100,9,0.5,10',
      ].join('\r\n'),
    );
    expect(series).toEqual([
      {
        campaign: 'Brand',
        channel: 'search',
        days: [
          { date: '2025-03-01', spend: 0, outcome: null },
          { date: '2025-03-02', spend: 12.5, outcome: 3 },
        ],
      },
      { campaign: 'Brand', channel: 'social', days: [{ date: '2025-03-01', spend: 7, outcome: 0.5 }] },
    ]);
  });

  it('gives revenue where that is asked for', () => {
    const [series] = readTidyCsv(`${HEADER}\n2025-03-01,social,Brand,7,100,9,0.5,10`, 'revenue');
    expect(series).toMatchObject({ outcome: 'MONEY', days: [{ outcome: 10 }] });
    expect(() =>
      readTidyCsv('date,channel,campaign,spend,conversions\n2025-03-01,a,b,1,2', 'revenue'),
    ).toThrow(/lacks revenue/);
  });

  it('finds its columns in any order and ignores the others', () => {
    const [series] = readTidyCsv(
      '\ufeffnote,Conversions, spend ,campaign,channel,date\n"a, b",4,1e2,"Brand, DE",search,2025-03-01\n\n',
    );
    expect(series).toEqual({
      campaign: 'Brand, DE',
      channel: 'search',
      days: [{ date: '2025-03-01', spend: 100, outcome: 4 }],
    });
  });

  test.each([
    ['no rows', HEADER, /has a header and no rows/],
    [
      'a missing column',
      'date,channel,campaign,cost\n',
      /lacks spend, conversions; saw "date,channel,campaign,cost"/,
    ],
    ['semicolons', HEADER.replaceAll(',', ';'), /comma-separated/],
    ['a column twice', `${HEADER},spend\n`, /names spend twice/],
    ['a date of another form', `${HEADER}\n01/03/2025,search,Brand,1,,,1,`, /Line 2: date is "01\/03\/2025"/],
    ['a day that is not', `${HEADER}\n2025-02-30,search,Brand,1,,,1,`, /Line 2: date is "2025-02-30"/],
    ['an unreadable amount', `${HEADER}\n2025-03-01,search,Brand,1.2.3,,,1,`, /Line 2: spend is "1\.2\.3"/],
    [
      'a negative amount',
      `${HEADER}\n2025-03-01,search,Brand,-1,,,1,`,
      /spend is "-1". Wanted a number that is not/,
    ],
    ['an endless amount', `${HEADER}\n2025-03-01,search,Brand,1e999,,,1,`, /spend is "1e999"/],
    [
      'no spend',
      `${HEADER}\n2025-03-01,search,Brand,,,,1,`,
      /Line 2: spend is "". Wanted an amount; write 0/,
    ],
    ['no campaign', `${HEADER}\n2025-03-01,search,,1,,,1,`, /Line 2: campaign is "". Wanted a name/],
    [
      'a decimal comma',
      `${HEADER}\n2025-03-01,search,Brand,1,5,,,1,`,
      /Line 2 has 9 cells; the header has 8/,
    ],
    [
      'a day twice',
      `${HEADER}\n2025-03-01,search,Brand,1,,,1,\n\n2025-03-01,search,Brand,1,,,1,`,
      /Line 4: 2025-03-01 of campaign "Brand" \(search\) was already on line 2/,
    ],
    [
      'an error after a cell with line breaks',
      `${HEADER}\n2025-03-01,search,"Brand\nDE",1,,,1,\n2025-03-01,search,Brand,x,,,1,`,
      /Line 4: spend is "x"/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => readTidyCsv(text)).toThrow(message);
    expect(() => readTidyCsv(text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
