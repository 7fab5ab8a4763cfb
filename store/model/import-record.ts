import type { ImportId, WorkspaceId } from './ids.ts';

/** `COMMITTING` was begun and may be begun again: a commit that was cut short ends as one that was not. */
export type ImportState = 'PREVIEWED' | 'COMMITTING' | 'COMMITTED';

/** The journal of one import: what was handed in, what the preview said of it, how far it came. */
export interface ImportRecord {
  readonly workspaceId: WorkspaceId;
  readonly id: ImportId;
  readonly state: ImportState;
  /** The file's name, for messages. */
  readonly file: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly committedAt: string | null;
  /** Rows at the beginning of the file that are written for sure. */
  readonly rowsDone: number;
  /** SHA-256 of the file's bytes, in hex: what the preview was made of is what is committed. */
  readonly contentHash: string;
  /** Where the bytes are kept until they are committed. */
  readonly uploadId: string;
  /** What the reader was told, and what the preview answered, as plain JSON. */
  readonly options: unknown;
  readonly preview: unknown;
  readonly version: number;
}
