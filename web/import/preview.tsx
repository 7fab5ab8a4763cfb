import { useState } from 'preact/hooks';
import { dayRange, money, number, percent, units, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Said } from '../parts/said.tsx';
import { Told } from '../parts/told.tsx';
import type { PreviewedImport } from './documents.ts';
import { type Answers, Questions } from './questions.tsx';

interface PreviewProps {
  readonly preview: PreviewedImport['preview'];
  /** 0 to 1 while it is being loaded. */
  readonly progress: number | null;
  readonly isDone: boolean;
  readonly answers: Answers;
  readonly onAnswer: (answers: Answers) => void;
  readonly onCommit: (withDuplicates: boolean) => void;
}

/** What was recognised in a file and what loading it would do; or why it is refused, with the line and the fix. */
export function Preview({ preview, progress, isDone, answers, onAnswer, onCommit }: PreviewProps) {
  const [withDuplicates, setWithDuplicates] = useState(false);
  const { refusals, warningStatements, currencyCode, skips, gaps, possibleDuplicates } = preview;
  if (refusals.length > 0) {
    return (
      <>
        <Refusals preview={preview} />
        <Questions preview={preview} answers={answers} onAnswer={onAnswer} />
      </>
    );
  }
  return (
    <>
      <Recognised preview={preview} />
      {warningStatements.map((warning) => (
        <p key={warning.sentence} class="hint">
          <Told of={warning} currency={currencyCode} />
        </p>
      ))}
      {skips.map(({ reason, rows, sentence }) => (
        <p key={reason} class="hint">
          {number(rows)}: <Said own={wordsFor('skip', reason)}>{sentence}</Said>
        </p>
      ))}
      {gaps.length > 0 && (
        <details>
          <summary>{t('import.gaps', { n: gaps.length })}</summary>
          <ul>
            {gaps.map(({ campaignName, from, to, missingDays }) => (
              <li key={`${campaignName}${from}`}>
                {campaignName}: {dayRange(from, to)}, {t('import.missing', { n: missingDays })}
              </li>
            ))}
          </ul>
        </details>
      )}
      {possibleDuplicates.length > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={withDuplicates}
            onChange={(event) => setWithDuplicates(event.currentTarget.checked)}
          />
          {t('import.duplicates', {
            names: possibleDuplicates.map(({ campaignName }) => campaignName).join(', '),
          })}
        </label>
      )}
      {isDone ? (
        <p class="good" role="status">
          ✓ {t('import.done')} <a href="/">{t('nav.overview')}</a>
        </p>
      ) : progress !== null ? (
        <p role="status">
          <progress value={progress} max={1} aria-label={t('import.loading')} /> {percent(progress)}
        </p>
      ) : (
        <p>
          <button type="button" class="primary" onClick={() => onCommit(withDuplicates)}>
            {t('import.commit', { n: preview.create + preview.update })}
          </button>
        </p>
      )}
    </>
  );
}

function Recognised({ preview }: { preview: PreviewedImport['preview'] }) {
  const { currencyCode: currency, firstDay, lastDay, spend, fileTotal } = preview;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('import.format'), preview.format && wordsFor('format', preview.format)],
    [t('period.label'), firstDay && lastDay ? dayRange(firstDay, lastDay) : null],
    [t('kpi.spend'), money(unitsOrNull(spend), currency)],
    [t('import.total'), fileTotal ? money(units(fileTotal), currency) : null],
    [t('import.campaigns'), t('import.campaigns.new', { n: preview.campaigns, fresh: preview.newCampaigns })],
    [t('import.new'), number(preview.create)],
    [t('import.restated'), number(preview.update)],
    [t('import.same'), number(preview.leave)],
    [t('import.skipped'), number(preview.skip)],
    [t('import.zone'), preview.timeZone],
    [t('import.vat'), preview.vatMode && wordsFor('vat', preview.vatMode)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Refusals({ preview: { refusals, currencyCode } }: Pick<PreviewProps, 'preview'>) {
  return (
    <div class="notice bad" role="alert">
      <h3>{t('import.refused')}</h3>
      <ul>
        {refusals.map(({ code, line, value, statement }) => (
          <li key={`${code}${line}${value}`}>
            <strong>{wordsFor('refusal', code) ?? code}</strong>
            {line !== null && ` · ${t('import.line', { n: line })}`}
            {value !== null && (
              <>
                {' '}
                · <q>{value}</q>
              </>
            )}
            <br />
            <Told of={statement} currency={currencyCode} />
          </li>
        ))}
      </ul>
    </div>
  );
}
