import { InvalidInputError } from '../planning/errors.ts';
import { VersionConflictError } from '../store/errors.ts';

/** What the mutations of experiments, events, breaks and incrementality have in common. */

export const EVIDENCE_ERRORS = [InvalidInputError, VersionConflictError];

/** A write and a read of the workspace's records of one kind. */
export const EVIDENCE_COMPLEXITY = { field: 20, multiplier: 1 };

/** A list of all records of a kind, as many as a workspace usually has. */
export const EVIDENCE_LIST_COMPLEXITY = { field: 1, multiplier: 50 };

export const versionField = {
  description:
    'The version that was read. Leave it out for a new one; recording the same once more changes nothing.',
};

/** Fields are made anew for each input type. */
export const removedVersionField = { required: true, description: 'The version that was read.' } as const;

export const recordedVersion = {
  description: 'Grows by one at each write. A change names the version it was made from.',
};

/** The answer of a removal says what it removed. */
export const removal = (what: string) => ({
  types: EVIDENCE_ERRORS,
  union: { description: `The ${what} that was removed, or why none was.` },
  result: { description: 'It is removed.' },
  dataField: { name: 'removed', description: 'As it was.' },
});
