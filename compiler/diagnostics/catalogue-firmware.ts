/** What the back end and the linker say: what is missing, what is too big. See catalogue.ts for the rules. */
import type { Entry } from './catalogue-entry.ts';

export const FIRMWARE = {} as const satisfies Record<string, Entry>;
