/**
 * Copies of JSON-like data with one place changed, for tests that break valid data.
 *
 * In: data, a path and a change. Out: a deep copy; the data itself is untouched.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Sets the value at the path, or deletes it when the value is undefined. */
export function changed(data: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(data);
  const last = path.at(-1);
  let place: unknown = copy;
  for (const step of path.slice(0, -1)) place = member(place, step);
  if (last === undefined || typeof place !== 'object' || place === null)
    throw new Error(`no ${path.join('.')}`);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
  return copy;
}

function member(place: unknown, step: string | number): unknown {
  if (typeof place !== 'object' || place === null) throw new Error(`no ${step}`);
  return Reflect.get(place, step) as unknown;
}
