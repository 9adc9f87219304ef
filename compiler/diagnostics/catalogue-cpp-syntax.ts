/** What the preprocessor and the parser say of C++ text. See catalogue.ts for the rules. */
import type { Entry } from './catalogue-entry.ts';

export const CPP_SYNTAX = {} as const satisfies Record<string, Entry>;
