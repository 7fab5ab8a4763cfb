import { builder } from './builder.ts';

export const IntervalType = builder.objectRef<readonly [number, number]>('Interval').implement({
  description: 'A range that holds the value with the stated probability.',
  fields: (t) => ({
    low: t.float({ description: 'Lower end.', resolve: ([low]) => low }),
    high: t.float({ description: 'Upper end.', resolve: ([, high]) => high }),
  }),
});
