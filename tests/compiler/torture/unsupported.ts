/** Torture programs outside the built-in compiler's language: name → the construct. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {};
