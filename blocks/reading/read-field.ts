/**
 * The value in a field of a block, checked against what the field may hold.
 *
 * In: a field's spec and what was saved in it. Out: the value, and whether it is as it should be;
 * if not, the nearest value that is. A field that was not saved at all holds its default.
 */
import type { Language } from '../../compiler/program/model.ts';
import { clip, get, isLonger, isObject } from '../json.ts';
import type { BlockField, NumberField } from '../spec.ts';

export interface FieldValue {
  readonly value: string | number;
  readonly fits: boolean;
}

const fits = (value: string | number): FieldValue => ({ value, fits: true });
const wrong = (value: string | number): FieldValue => ({ value, fits: false });

export function readField(field: BlockField, saved: unknown, language: Language): FieldValue {
  switch (field.kind) {
    case 'menu':
      return readMenu(field.options, field.default, saved);
    case 'number':
      return readNumber(field, saved);
    case 'text': {
      if (saved === undefined) return fits(field.default[language]);
      if (typeof saved !== 'string' && typeof saved !== 'number') return wrong('');
      const text = String(saved);
      return isLonger(text, field.limit) ? wrong(clip(text, field.limit)) : fits(text);
    }
    case 'colour':
      if (saved === undefined) return fits(field.default);
      return typeof saved === 'string' && /^#[\da-f]{6}$/i.test(saved) ? fits(saved) : wrong(field.default);
    default:
      return readReference(saved);
  }
}

function readMenu(
  options: readonly { readonly value: string }[],
  standard: string,
  saved: unknown,
): FieldValue {
  if (saved === undefined) return fits(standard);
  const chosen = typeof saved === 'number' || typeof saved === 'boolean' ? String(saved) : saved;
  const option = options.find(({ value }) => value === chosen);
  return option === undefined ? wrong(standard) : fits(option.value);
}

/** Blockly saves a variable as {id}; our own fields save the id alone. A missing one is the checker's to say. */
function readReference(saved: unknown): FieldValue {
  const id = isObject(saved) ? get(saved, 'id') : saved;
  if (typeof id === 'string') return fits(id);
  return saved === undefined ? fits('') : wrong('');
}

function readNumber(field: NumberField, saved: unknown): FieldValue {
  if (saved === undefined) return fits(field.default);
  const number = toNumber(saved);
  if (number === undefined) return wrong(field.default);
  const whole = field.whole === true ? Math.round(number) : number;
  const nearest = Math.min(field.max ?? Infinity, Math.max(field.min ?? -Infinity, whole));
  return nearest === number ? fits(number) : wrong(nearest);
}

/** A number, or a number as people write it: " 3,5 ". */
function toNumber(saved: unknown): number | undefined {
  const text = typeof saved === 'string' ? saved.trim().replace(',', '.') : '';
  const written = text.length <= 40 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const number = typeof saved === 'number' ? saved : written ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
