/** A combination of the problem format that is read and not solved. `path` names the key that is too much. */
export class UnsupportedProblemError extends Error {
  override readonly name = 'UnsupportedProblemError';
  readonly code = 'UNSUPPORTED_PROBLEM';
  readonly path: string;
  constructor(path: string, why: string) {
    super(`${path} is not supported ${why}. Leave one of them out.`);
    this.path = path;
  }
}
