/** Figures of an experiment that cannot be used. `path` says where, such as `regions[2].group`. */
export class ExperimentInputError extends Error {
  override readonly name = 'ExperimentInputError';
  readonly code = 'INVALID_INPUT';
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
