import type { CalendarEventRecord } from '../store/model/evidence.ts';
import { builder } from './builder.ts';
import {
  EVIDENCE_COMPLEXITY,
  EVIDENCE_ERRORS,
  EVIDENCE_LIST_COMPLEXITY,
  recordedVersion,
  removal,
  removedVersionField,
  versionField,
} from './evidence-mutation.ts';
import { channelIn } from './ids.ts';
import { forgetLoaded } from './loaders.ts';

const CalendarEventType = builder.objectRef<CalendarEventRecord>('CalendarEvent').implement({
  description:
    'A holiday, a sale, an outage: days that campaigns may live differently. Events of one name share their effect, so that Christmas of one year tells of the next.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Such as "Black Week".' }),
    from: t.expose('from', { type: 'Date', description: 'Its first day.' }),
    to: t.expose('to', { type: 'Date', description: 'Its last day.' }),
    channelSlugs: t.field({
      type: ['String'],
      nullable: true,
      description: 'The channels it concerns; null for all of them.',
      resolve: ({ channels }) => channels,
    }),
    version: t.exposeInt('version', recordedVersion),
  }),
});

const SetCalendarEventInput = builder.inputType('SetCalendarEventInput', {
  description: 'An event. Name and first day name it.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Events of one name share their effect.' }),
    from: t.field({ type: 'Date', required: true, description: 'Its first day.' }),
    to: t.field({ type: 'Date', required: true, description: 'Its last day; at most 92 days in all.' }),
    channels: t.stringList({ description: 'Slugs of the channels it concerns. Default: all.' }),
    version: t.int(versionField),
  }),
});

const RemoveCalendarEventInput = builder.inputType('RemoveCalendarEventInput', {
  description: 'Which event to remove.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name.' }),
    from: t.field({ type: 'Date', required: true, description: 'Its first day.' }),
    version: t.int(removedVersionField),
  }),
});

builder.queryField('calendarEvents', (t) =>
  t.field({
    type: [CalendarEventType],
    description: 'The holidays and events of the workspace, ordered by first day, then name.',
    complexity: EVIDENCE_LIST_COMPLEXITY,
    resolve: (_root, _args, { deps, viewer }) => deps.store.calendarEvents.all(viewer.workspaceId),
  }),
);

builder.mutationField('setCalendarEvent', (t) =>
  t.field({
    type: CalendarEventType,
    description:
      'Lists a holiday or an event, or changes it. Curves are fitted with it from the next reading on.',
    args: { input: t.arg({ type: SetCalendarEventInput, required: true, description: 'The event.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'The event as it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'event', description: 'As it is kept.' },
    },
    resolve: async (_root, { input }, context) => {
      const { setCalendarEvent } = await import('../planning/evidence/calendar-events.ts');
      const set = await setCalendarEvent(context.deps, context.viewer.workspaceId, {
        name: input.name,
        from: input.from,
        to: input.to,
        channels: input.channels?.map((slug, i) => channelIn(slug, ['channels', String(i)])) ?? null,
        version: input.version ?? null,
      });
      forgetLoaded(context);
      return set;
    },
  }),
);

builder.mutationField('removeCalendarEvent', (t) =>
  t.field({
    type: CalendarEventType,
    description: 'Takes an event off the list.',
    args: { input: t.arg({ type: RemoveCalendarEventInput, required: true, description: 'Which one.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('event'),
    resolve: async (_root, { input: { name, from, version } }, context) => {
      const { removeCalendarEvent } = await import('../planning/evidence/calendar-events.ts');
      const removed = await removeCalendarEvent(
        context.deps,
        context.viewer.workspaceId,
        { name, from },
        version,
      );
      forgetLoaded(context);
      return removed;
    },
  }),
);
