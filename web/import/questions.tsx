import { t, wordsFor } from '../i18n/i18n.ts';
import type { PreviewedImport, PreviewInput } from './documents.ts';

/** What a planner says of a file that the file itself leaves open. */
export type Answers = Pick<PreviewInput, 'currency' | 'mapping'>;
type Mapping = NonNullable<Answers['mapping']>;

type Preview = PreviewedImport['preview'];

/** Meanings of columns, those first that a file cannot do without. */
const FIELDS = [
  'date',
  'campaignName',
  'spend',
  'conversions',
  'revenue',
  'channel',
  'impressions',
  'clicks',
];

const COLUMN_CODES = /^(UNSUPPORTED|NO_HEADER|MISSING_COLUMN|AMBIGUOUS_(RESULT_)?COLUMN)$/;

/** Refusals that a choice settles: what is chosen, and between what. */
const CHOICES = {
  AMBIGUOUS_DATES: ['dateOrder', ['DAY_FIRST', 'MONTH_FIRST']],
  AMBIGUOUS_NUMBERS: ['decimalSign', ['.', ',']],
  MICROS_SUSPECTED: ['moneyUnit', ['UNITS', 'MICROS']],
} as const;

interface QuestionsProps {
  readonly preview: Preview;
  readonly answers: Answers;
  readonly onAnswer: (answers: Answers) => void;
}

/** What can be asked about a refused file, so that it need not be exported again. */
export function Questions({ preview: { refusals, columns }, answers, onAnswer }: QuestionsProps) {
  const codes = new Set(refusals.map(({ code }) => code));
  const asksColumns = columns.length > 1 && refusals.some(({ code }) => COLUMN_CODES.test(code));
  const choices = Object.entries(CHOICES).flatMap(([code, choice]) => (codes.has(code) ? [choice] : []));
  const asksCurrency = codes.has('NEEDS_CURRENCY') || asksColumns;
  if (!asksCurrency && choices.length === 0) return null;
  const given = new Map(answers.mapping?.columns.map(({ field, header }) => [field, header]));
  return (
    <form
      class="questions"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(answersIn(new FormData(event.currentTarget), answers));
      }}
    >
      <h3>{t('import.ask')}</h3>
      <div class="fields">
        {asksColumns &&
          FIELDS.map((field) => (
            <label key={field}>
              {wordsFor('field', field)}
              <select name={`column ${field}`}>
                <option value="">–</option>
                {columns.map((header) => (
                  <option key={header} value={header} selected={given.get(field) === header}>
                    {header}
                  </option>
                ))}
              </select>
            </label>
          ))}
        {choices.map(([name, values]) => (
          <label key={name}>
            {wordsFor('import', name)}
            <select name={name}>
              {values.map((value) => (
                <option key={value} value={value}>
                  {wordsFor('import', value) ?? value}
                </option>
              ))}
            </select>
          </label>
        ))}
        {asksCurrency && (
          <label>
            {t('import.currency')}
            <input
              name="currency"
              value={answers.currency ?? ''}
              pattern="[A-Za-z]{3}"
              placeholder="EUR"
              size={5}
              required={codes.has('NEEDS_CURRENCY')}
            />
          </label>
        )}
      </div>
      <p>
        <button type="submit" class="primary">
          {t('import.again')}
        </button>
      </p>
    </form>
  );
}

/** What was said before stays, where it is not said anew. */
function answersIn(form: FormData, before: Answers): Answers {
  const said = [...form].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
  );
  const columns = said.flatMap(([name, header]) =>
    name.startsWith('column ') ? [{ field: name.slice(7), header }] : [],
  );
  const choices = Object.fromEntries(
    said.filter(([name]) => /^(dateOrder|decimalSign|moneyUnit)$/.test(name)),
  );
  const mapping: Mapping = {
    ...before.mapping,
    ...choices,
    columns: columns.length > 0 ? columns : (before.mapping?.columns ?? []),
  };
  const isMapped = Object.keys(mapping).length > 1 || mapping.columns.length > 0;
  const currency = said.find(([name]) => name === 'currency')?.[1].toUpperCase() ?? before.currency;
  return { ...(currency && { currency }), ...(isMapped && { mapping }) };
}
