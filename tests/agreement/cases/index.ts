/** The table of what each block does, for the interpreter and for the chip. */
import { BRICKS } from './bricks.ts';
import { CONTROL, OWN_BLOCKS } from './control.ts';
import { LISTS } from './lists.ts';
import { NUMBERS } from './numbers.ts';
import { SCRIPTS } from './scripts.ts';
import type { SemanticsCase } from './semantics-case.ts';
import { TEXTS } from './texts.ts';

export const SEMANTICS: readonly SemanticsCase[] = [
  ...NUMBERS,
  ...TEXTS,
  ...LISTS,
  ...CONTROL,
  ...OWN_BLOCKS,
  ...SCRIPTS,
  ...BRICKS,
];
