import { readFile } from 'node:fs/promises';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../../app/simulator/scenario/json-schema.ts';
import { readScenario } from '../../../app/simulator/scenario/scenario.ts';

/** By default every seventh change; all with GENIE_LONG=1. */
const EVERY = process.env['GENIE_LONG'] === '1' ? 1 : 7;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Schema = { [key: string]: unknown };

/** As much of JSON Schema as the file uses. */
function accepts(schema: Schema | boolean, value: Json, root: Schema): boolean {
  if (typeof schema === 'boolean') return schema;
  const inner = (key: string): Schema[] => (schema[key] ?? []) as Schema[];
  if (typeof schema['$ref'] === 'string') {
    const { expectation } = root['$defs'] as { expectation: Schema };
    return accepts(expectation, value, root);
  }
  if ('const' in schema && schema['const'] !== value) return false;
  if ('enum' in schema && !(schema['enum'] as Json[]).includes(value)) return false;
  if ('anyOf' in schema && !inner('anyOf').some((one) => accepts(one, value, root))) return false;
  if ('oneOf' in schema && inner('oneOf').filter((one) => accepts(one, value, root)).length !== 1)
    return false;
  const limit = (key: string): number => schema[key] as number;
  const { type } = schema;
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'string') {
    if (typeof value !== 'string') return false;
    return !(value.length < limit('minLength')) && !(value.length > limit('maxLength'));
  }
  if (type === 'number' || type === 'integer') {
    if (typeof value !== 'number' || (type === 'integer' && !Number.isInteger(value))) return false;
    return !(value < limit('minimum')) && !(value > limit('maximum'));
  }
  if (type === 'array') {
    if (!Array.isArray(value)) return false;
    if (value.length < limit('minItems') || value.length > limit('maxItems')) return false;
    const first = inner('prefixItems');
    return value.every((item, i) => accepts(first[i] ?? (schema['items'] as Schema), item, root));
  }
  if (type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const properties = schema['properties'] as Record<string, Schema>;
    return (
      (schema['required'] as string[]).every((key) => Object.hasOwn(value, key)) &&
      Object.entries(value).every(
        ([key, item]) => Object.hasOwn(properties, key) && accepts(properties[key] ?? false, item, root),
      )
    );
  }
  return true;
}

const WHOLE: Json = {
  format: 1,
  ms: 5000,
  seed: 3,
  in: [
    [500, 'button', 1],
    [700, 'serial', 'go'],
  ],
  expect: [
    {
      p: 'tracks',
      o: 'lamp',
      plan: [
        [600, 1],
        [900, '#ff0000'],
      ],
      lag: 50,
      tol: 2,
    },
    { p: 'becomes', o: 'lamp.on', v: 1, by: 900, from: 300 },
    { p: 'never', o: 'lamp', v: 0, from: 300, to: 900 },
    { p: 'between', o: 'servo', min: 10, max: 170 },
    { p: 'order', o: 'lamp', v: [0, 1, 0], loose: true },
    { p: 'count', o: 'lamp', v: 1, min: 1, max: 3 },
    { p: 'blinks', o: 'lamp', hz: 2, duty: 0.5, cycles: 3 },
    { p: 'plays', o: 'buzzer', notes: [440, 0] },
    { p: 'silent', o: 'buzzer' },
    { p: 'shows', o: 'serial', text: 'hello', by: 900 },
    { p: 'colour', o: 'rgb', v: '#00ff00' },
    { p: 'pixels', o: 'strip', v: ['#000000', '#ffffff'] },
    { p: 'moves', o: 'servo', min: 20 },
    {
      p: 'follows',
      o: 'servo',
      i: 'knob',
      map: [
        [0, 0],
        [1023, 180],
      ],
      lag: 100,
    },
    { p: 'any', of: [{ p: 'all', of: [{ p: 'stays', o: 'lamp', v: ['a', 'b'] }] }] },
  ],
};

/** Every place of a value, changed in every one of several ways. */
function* changes(value: Json): Generator<Json> {
  for (const other of [null, true, -1, 0, 0.5, 1e9, '', 'x', 'x'.repeat(300), [], {}, [1]]) yield other;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      yield value.toSpliced(i, 1);
      yield value.toSpliced(i, 0, item);
      for (const changed of changes(item)) yield value.with(i, changed);
    }
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, other: 1 };
    for (const [key, item] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([k]) => k !== key));
      for (const changed of changes(item)) yield { ...value, [key]: changed };
    }
  }
}

describe('docs/scenario.schema.json', () => {
  const schema = scenarioJsonSchema();

  it('is what the validator says', async () => {
    const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
    expect(await readFile('docs/scenario.schema.json', 'utf8')).toBe(text);
  });

  it('accepts what the reader accepts, and nothing else', () => {
    expect(readScenario(WHOLE).problems).toEqual([]);
    const counts = { yes: 0, no: 0 };
    const wrong: unknown[] = [];
    let n = 0;
    for (const changed of changes(WHOLE)) {
      if (n++ % EVERY !== 0) continue;
      const isFine = readScenario(changed).scenario !== undefined;
      counts[isFine ? 'yes' : 'no']++;
      if (accepts(schema, changed, schema) !== isFine) wrong.push([changed, isFine]);
    }
    expect(wrong).toEqual([]);
    expect(counts.yes).toBeGreaterThan(20);
    expect(counts.no).toBeGreaterThan(100);
  });
});
