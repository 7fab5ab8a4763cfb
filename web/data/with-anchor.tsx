import type { ComponentChildren } from 'preact';
import { FirstRun } from '../overview/first-run.tsx';
import { Loaded } from '../parts/states.tsx';
import { useAnchor } from './anchor.ts';

export interface Anchored {
  readonly completeThrough: string;
  readonly currency: string;
}

/** What a view shows once it is known up to when there is data; without any, how to begin. */
export function WithAnchor({ children }: { children: (anchor: Anchored) => ComponentChildren }) {
  const anchor = useAnchor();
  return (
    <Loaded of={anchor} lines={8}>
      {({ hasData, completeThrough, currencyCode }) =>
        hasData && completeThrough !== null && currencyCode !== null ? (
          children({ completeThrough, currency: currencyCode })
        ) : (
          <FirstRun />
        )
      }
    </Loaded>
  );
}
