/** Every board we know, in the order in which the app shows them. */
import type { Board } from '../types.ts';
import { genieBase } from './genie-base.ts';
import { leonardo } from './leonardo.ts';
import { mega } from './mega.ts';
import { nano } from './nano.ts';
import { nanoOld } from './nano-old.ts';
import { uno } from './uno.ts';
import { unoGrove } from './uno-grove.ts';

export const BOARDS: readonly Board[] = [genieBase, unoGrove, uno, nano, nanoOld, leonardo, mega];
