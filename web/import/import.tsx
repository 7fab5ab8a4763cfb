import { useState } from 'preact/hooks';
import { type ApiError, asApiError } from '../api/client.ts';
import { may } from '../api/session.ts';
import { forgetAnswers, useQuery } from '../api/use-query.ts';
import { moment, number } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Status } from '../parts/badges.tsx';
import { Listed } from '../parts/listed.tsx';
import { Card, Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { IMPORTS, type PreviewedImport } from './documents.ts';
import { Preview } from './preview.tsx';
import type { Answers } from './questions.tsx';
import { commitImport, previewFile } from './steps.ts';

/** A file that was dropped, and what became of it. */
interface Dropped {
  readonly file: File;
  readonly answers: Answers;
  readonly preview: PreviewedImport | null;
  readonly error: ApiError | null;
  readonly progress: number | null;
  readonly isDone: boolean;
}

/** Files come in here: looked at first, loaded when the planner says so. */
export function Import() {
  const [dropped, setDropped] = useState<readonly Dropped[]>([]);
  const update = (file: File, part: Partial<Dropped>) =>
    setDropped((all) => all.map((one) => (one.file === file ? { ...one, ...part } : one)));

  const look = (file: File, answers: Answers) => {
    update(file, { answers });
    return previewFile(file, answers).then(
      (preview) => update(file, { preview, error: null }),
      (error: unknown) => update(file, { error: asApiError(error) }),
    );
  };
  const take = async (files: readonly File[]) => {
    const fresh = files.map((file) => ({
      file,
      answers: {},
      preview: null,
      error: null,
      progress: null,
      isDone: false,
    }));
    setDropped((all) => [...fresh, ...all]);
    for (const file of files) await look(file, {});
  };
  const load = (file: File, preview: PreviewedImport, withDuplicates: boolean) => {
    update(file, { progress: 0 });
    commitImport(preview, withDuplicates, (progress) => update(file, { progress })).then(
      () => {
        update(file, { isDone: true });
        forgetAnswers();
      },
      (error: unknown) => update(file, { error: asApiError(error), progress: null }),
    );
  };

  return (
    <Page title={t('nav.import')} lead={t('import.lead')}>
      {may('plan') ? (
        <DropZone onFiles={(files) => void take(files)} />
      ) : (
        <p class="hint">{t('import.mayNot')}</p>
      )}
      {dropped.map(({ file, answers, preview, error, progress, isDone }, i) => (
        <Card key={`${file.name}${dropped.length - i}`} title={file.name}>
          {error && <Failure error={error} />}
          {!preview && !error && <p role="status">{t('import.reading')}</p>}
          {preview && (
            <Preview
              preview={preview.preview}
              progress={progress}
              isDone={isDone}
              answers={answers}
              onAnswer={(said) => void look(file, said)}
              onCommit={(withDuplicates) => load(file, preview, withDuplicates)}
            />
          )}
        </Card>
      ))}
      <Earlier />
    </Page>
  );
}

function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [isOver, setOver] = useState(false);
  return (
    <label
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <strong>{t('import.drop')}</strong>
      <span class="quiet">{t('import.formats')}</span>
      <input
        type="file"
        multiple
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

function Earlier() {
  const imports = useQuery(IMPORTS, {});
  return (
    <Listed title={t('import.earlier')} of={imports} rows={({ imports: { nodes } }) => nodes}>
      {(rows) => (
        <PlainTable
          label={t('import.earlier')}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { title: t('import.file'), cell: ({ file }) => file },
            { title: t('column.status'), cell: ({ state }) => <Status status={state} /> },
            { title: t('import.rows'), cell: ({ preview }) => number(preview.rows) },
            {
              title: t('import.when'),
              cell: ({ committedAt, createdAt, createdBy }) =>
                `${moment(committedAt ?? createdAt)}, ${createdBy}`,
            },
          ]}
        />
      )}
    </Listed>
  );
}
