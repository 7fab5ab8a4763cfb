/** A problem cannot be read. `path` says where, such as `units[2].curve.scale`. */
export class ProblemFormatError extends Error {
  override readonly name = 'ProblemFormatError';
  readonly code = 'PROBLEM_FORMAT';
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
