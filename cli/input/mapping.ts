import { type ColumnMapping, columnMappingSchema } from '../../planning/import/column-mapping.ts';
import { BadInputError } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { readText } from './read-input.ts';

/** A column mapping in JSON. Throws `BadInputError` for what is none. */
export async function readMapping(file: string, io: Io): Promise<ColumnMapping> {
  const text = await readText(file, io);
  const wanted =
    'Wanted {"columns": {field: header, …}} and, where needed, the other keys of a column mapping.';
  try {
    const parsed = columnMappingSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw new BadInputError(
      `${file} is no column mapping: ${path === '' ? '' : `${path}: `}${issue?.message}. ${wanted}`,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new BadInputError(`${file} is not JSON. ${wanted}`, { cause: error });
  }
}
