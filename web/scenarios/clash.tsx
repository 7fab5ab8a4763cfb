import type { ComponentChildren } from 'preact';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Said } from '../parts/said.tsx';
import { type Statement, toldWords } from '../parts/told.tsx';

interface ClashProps {
  readonly title: string;
  readonly of: {
    readonly message: string;
    /** Unless the message names them. Default: yes. */
    readonly isListed?: boolean;
    readonly statement: Statement | null;
    readonly constraints: readonly {
      readonly description: string;
      readonly origin?: string | null;
      readonly statement: Statement | null;
    }[];
  };
  readonly currency: string;
  readonly children?: ComponentChildren;
}

/** Why there is no plan: what cannot hold together, and where limits come from that nobody set. */
export function Clash({
  title,
  of: { message, statement, constraints, isListed = true },
  currency,
  children,
}: ClashProps) {
  const own = (said: Statement | null) => said && toldWords(said, currency);
  return (
    <div class="notice bad" role="alert">
      <h2>{title}</h2>
      <p>
        <Said own={own(statement)}>{message}</Said>
      </p>
      {isListed && (
        <ul>
          {constraints.map((constraint) => (
            <li key={constraint.description}>
              <Said own={withOrigin(own(constraint.statement), constraint.origin)}>
                {constraint.description}
              </Said>
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}

const withOrigin = (words: string | null, origin: string | null | undefined): string | null => {
  const from = origin ? wordsFor('origin', origin) : null;
  return words && from ? t('told.from', { words, from }) : words;
};
