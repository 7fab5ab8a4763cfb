import type { ApiError } from '../api/client.ts';
import { wordsFor } from '../i18n/i18n.ts';
import { Said } from './said.tsx';
import { type Statement, Told } from './told.tsx';

interface RefusedProps {
  readonly error: ApiError | null;
  /** Of amounts in its reasons. */
  readonly currency?: string;
}

/** Why something that was asked for was not done; nothing while there is no such reason. */
export function Refused({ error, currency = '' }: RefusedProps) {
  return (
    error && (
      <div role="alert">
        <p class="bad">
          <Said own={wordsFor('error', error.code)}>{error.message}</Said>
        </p>
        {error.reasons.length > 0 && <Reasons of={error.reasons} currency={currency} />}
      </div>
    )
  );
}

interface ReasonsProps {
  readonly of: readonly { readonly statement: Statement }[];
  readonly currency: string;
}

export const Reasons = ({ of, currency }: ReasonsProps) => (
  <ul class="bad">
    {of.map(({ statement }) => (
      <li key={statement.sentence}>
        <Told of={statement} currency={currency} />
      </li>
    ))}
  </ul>
);
