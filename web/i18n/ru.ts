import { changes } from './ru-changes.ts';
import { files } from './ru-files.ts';
import { said } from './ru-said.ts';
import { terms } from './ru-terms.ts';
import { views } from './ru-views.ts';
import { words } from './ru-words.ts';

export const ru = { ...words, ...terms, ...views, ...said, ...files, ...changes };
