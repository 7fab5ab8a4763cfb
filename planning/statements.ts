import * as z from 'zod/mini';
import type { Statement } from '../optimizer/statement.ts';

/** As it is stored beside sentences. */
export const statementSchema = z.object({
  code: z.string(),
  sentence: z.string(),
  figures: z.readonly(
    z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['MONEY', 'SHARE', 'NUMBER', 'DAY', 'NAME']),
        value: z.union([z.number(), z.string()]),
      }),
    ),
  ),
});

/** A sentence; the code is null where it is known by no code. */
export type Told = Omit<Statement, 'code'> & { readonly code: string | null };

/** Each sentence with its code and figures, where it has them: older answers keep the sentences alone. */
export const told = (sentences: readonly string[], known: readonly Statement[] = []): readonly Told[] =>
  sentences.map(
    (sentence) =>
      known.find((statement) => statement.sentence === sentence) ?? { code: null, sentence, figures: [] },
  );
