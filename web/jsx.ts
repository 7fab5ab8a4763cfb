/** What elements become in the bundle: shorter than calls of the runtime that `jsxImportSource` names. */
export { Fragment, h } from 'preact';
