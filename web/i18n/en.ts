import { changes } from './en-changes.ts';
import { files } from './en-files.ts';
import { said } from './en-said.ts';
import { terms } from './en-terms.ts';
import { views } from './en-views.ts';
import { words } from './en-words.ts';

export const en = { ...words, ...terms, ...views, ...said, ...files, ...changes };
