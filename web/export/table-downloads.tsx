import { t } from '../i18n/i18n.ts';
import { csvOf } from './csv.ts';
import { download } from './download.ts';
import { type Sheet, xlsxOf } from './xlsx.ts';

interface TableDownloadsProps {
  /** Of the file, without its ending. */
  readonly name: string;
  /** A text file holds the first sheet, a workbook all. */
  readonly sheets: () => readonly Sheet[];
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A table to take away, as text and as a workbook. */
export function TableDownloads({ name, sheets }: TableDownloadsProps) {
  return (
    <>
      <button
        type="button"
        onClick={() => download(`${name}.csv`, 'text/csv;charset=utf-8', csvOf(sheets()[0]?.rows ?? []))}
      >
        {t('export.csv')}
      </button>
      <button type="button" onClick={() => download(`${name}.xlsx`, XLSX_TYPE, xlsxOf(sheets()))}>
        {t('export.xlsx')}
      </button>
    </>
  );
}
