/**
 * Looking into JSON that nobody has checked.
 *
 * In: values of JSON.parse. Out: the same, narrowed. Invariant: only an object's own keys are seen,
 * and never the three that JavaScript gives a meaning to.
 */
export type JsonObject = { readonly [key: string]: unknown };

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const isAllowedKey = (key: string): boolean => !FORBIDDEN_KEYS.has(key);

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export const get = (object: JsonObject, key: string): unknown =>
  isAllowedKey(key) && Object.hasOwn(object, key) ? object[key] : undefined;

/** The object at `key`, or an empty one when there is none or something else. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = get(object, key);
  return isObject(value) ? value : {};
}

/** Cut to so many letters, never half of one. */
export function clip(text: string, letters: number): string {
  // A letter is one or two UTF-16 units: no need to split a text that is short enough anyway.
  if (text.length <= letters) return text;
  return Array.from(text.slice(0, letters * 2))
    .slice(0, letters)
    .join('');
}

export const isLonger = (text: string, letters: number): boolean => clip(text, letters) !== text;
