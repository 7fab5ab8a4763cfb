import * as z from 'zod/mini';
import type { Statement } from '../optimizer/statement.ts';

export const figuresSchema = z.readonly(
  z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['MONEY', 'SHARE', 'NUMBER', 'DAY', 'NAME']),
      value: z.union([z.number(), z.string()]),
    }),
  ),
);

/** As it is stored beside sentences. */
export const statementSchema = z.object({ code: z.string(), sentence: z.string(), figures: figuresSchema });

/** A sentence; the code is null where it is known by no code. */
export type Told = Omit<Statement, 'code'> & { readonly code: string | null };

/** A sentence that was stored with its code and figures, or before they were kept. */
export const toldBy = (
  sentence: string,
  {
    code = null,
    figures = [],
  }: { readonly code?: string | null | undefined; readonly figures?: Statement['figures'] | undefined },
): Told => ({ code, sentence, figures });

/** Each sentence with its code and figures, where it has them: older answers keep the sentences alone. */
export const told = (sentences: readonly string[], known: readonly Statement[] = []): readonly Told[] =>
  sentences.map(
    (sentence) =>
      known.find((statement) => statement.sentence === sentence) ?? { code: null, sentence, figures: [] },
  );
