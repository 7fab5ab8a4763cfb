import type { ComponentChildren } from 'preact';
import type { QueryState } from '../api/use-query.ts';
import { Card } from './page.tsx';
import { Loaded } from './states.tsx';

interface ListedProps<Data, Row> {
  readonly title: string;
  readonly of: QueryState<Data>;
  readonly rows: (data: Data) => readonly Row[];
  /** In place of an empty list; left out, an empty list is not shown at all. */
  readonly none?: ComponentChildren;
  readonly children: (rows: readonly Row[]) => ComponentChildren;
}

/** A list of the API in a card: a placeholder until it is there, an error in its stead, words when it is empty. */
export function Listed<Data, Row>({ title, of, rows, none, children }: ListedProps<Data, Row>) {
  return (
    <Loaded of={of}>
      {(data) => {
        const found = rows(data);
        return found.length === 0 ? none : <Card title={title}>{children(found)}</Card>;
      }}
    </Loaded>
  );
}
