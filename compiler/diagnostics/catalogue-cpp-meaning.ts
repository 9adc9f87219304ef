/** What the checker says of C++: names, types, constructs outside the language. See catalogue.ts for the rules. */
import type { Entry } from './catalogue-entry.ts';

export const CPP_MEANING = {} as const satisfies Record<string, Entry>;
