import { useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';
import { may } from '../api/session.ts';
import { forgetAnswers, useQuery } from '../api/use-query.ts';
import { moment, number } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Status } from '../parts/badges.tsx';
import { Card, Page } from '../parts/page.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { IMPORTS, type PreviewedImport } from './documents.ts';
import { Preview } from './preview.tsx';
import { commitImport, previewFile } from './steps.ts';

/** A file that was dropped, and what became of it. */
interface Dropped {
  readonly file: File;
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

  const look = async (files: readonly File[]) => {
    setDropped((all) => [
      ...files.map((file) => ({ file, preview: null, error: null, progress: null, isDone: false })),
      ...all,
    ]);
    for (const file of files) {
      await previewFile(file).then(
        (preview) => update(file, { preview }),
        (error: unknown) => update(file, { error: asApiError(error) }),
      );
    }
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
        <DropZone onFiles={(files) => void look(files)} />
      ) : (
        <p class="hint">{t('import.mayNot')}</p>
      )}
      {dropped.map(({ file, preview, error, progress, isDone }, i) => (
        <Card key={`${file.name}${dropped.length - i}`} title={file.name}>
          {error && <Failure error={error} />}
          {!preview && !error && <p role="status">{t('import.reading')}</p>}
          {preview && (
            <Preview
              preview={preview.preview}
              progress={progress}
              isDone={isDone}
              onCommit={(withDuplicates) => load(file, preview, withDuplicates)}
            />
          )}
        </Card>
      ))}
      <Earlier />
    </Page>
  );
}

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('UNEXPECTED', String(error));

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
    <Loaded of={imports}>
      {({ imports: { nodes } }) =>
        nodes.length > 0 && (
          <Card title={t('import.earlier')}>
            <ScrollRegion label={t('import.earlier')}>
              <table class="plain">
                <thead>
                  <tr>
                    <th scope="col">{t('import.file')}</th>
                    <th scope="col">{t('column.status')}</th>
                    <th scope="col">{t('import.rows')}</th>
                    <th scope="col">{t('import.when')}</th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map((one) => (
                    <tr key={one.id}>
                      <th scope="row">{one.file}</th>
                      <td>
                        <Status status={one.state} />
                      </td>
                      <td>{number(one.preview.rows)}</td>
                      <td>
                        {moment(one.committedAt ?? one.createdAt)}, {one.createdBy}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
          </Card>
        )
      }
    </Loaded>
  );
}
