/**
 * Short makers for the holes of blocks, so that a table of blocks reads like a page of words.
 *
 * In: a name and what fills the hole at first. Out: holes of blocks/spec.ts.
 */
import type { LocalizedText } from '../boards/types.ts';
import type {
  BodyHole,
  ColourField,
  MenuField,
  NumberField,
  ReferenceField,
  Shadow,
  TextField,
  ValueHole,
} from './spec.ts';

/** Longest text in a text block, in letters: docs/language.md. */
export const LONGEST_TEXT = 200;
/** Longest name, in letters: docs/language.md. */
export const LONGEST_NAME = 60;

/** Words that stand in a block at first, in both languages. */
export const HELLO: LocalizedText = { fr: 'Bonjour', en: 'Hello' };

export const numberShadow = (value: number): Shadow => ({ type: 'number_literal', fields: { NUM: value } });
export const textShadow = (value: string | LocalizedText): Shadow => ({
  type: 'text_literal',
  fields: { TEXT: value },
});
export const truthShadow = (value: boolean): Shadow => ({
  type: 'logic_truth',
  fields: { VALUE: String(value) },
});
export const colourShadow = (value: string): Shadow => ({
  type: 'colour_literal',
  fields: { COLOUR: value },
});

export const number = (name: string, value: number): ValueHole => ({
  kind: 'value',
  name,
  expected: 'number',
  shadow: numberShadow(value),
});

/** A condition has no grey block in it: the child must say one. */
export const truth = (name: string): ValueHole => ({ kind: 'value', name, expected: 'truth' });

export const text = (name: string, value: string | LocalizedText): ValueHole => ({
  kind: 'value',
  name,
  expected: 'text',
  shadow: textShadow(value),
});

/** Takes everything; a number or a text stands in it at first. */
export const anything = (name: string, value: number | string | LocalizedText): ValueHole => ({
  kind: 'value',
  name,
  expected: 'any',
  shadow: typeof value === 'number' ? numberShadow(value) : textShadow(value),
});

export const body = (name: string): BodyHole => ({ kind: 'body', name });

/** Options as [value, French, English]; the first is the default. */
export const menu = (
  name: string,
  first: readonly [string, string, string],
  ...others: readonly (readonly [string, string, string])[]
): MenuField => ({
  kind: 'menu',
  name,
  default: first[0],
  options: [first, ...others].map(([value, fr, en]) => ({ value, name: { fr, en } })),
});

export const numberField = (
  name: string,
  value: number,
  range: Pick<NumberField, 'min' | 'max' | 'whole'> = {},
): NumberField => ({ kind: 'number', name, default: value, ...range });

export const textField = (name: string, value: LocalizedText, limit: number): TextField => ({
  kind: 'text',
  name,
  default: value,
  limit,
});

export const colourField = (name: string, value: string): ColourField => ({
  kind: 'colour',
  name,
  default: value,
});

export const variable = (name = 'VARIABLE'): ReferenceField => ({ kind: 'variable', name });
export const list = (name = 'LIST'): ReferenceField => ({ kind: 'list', name });
export const message = (name = 'MESSAGE'): ReferenceField => ({ kind: 'message', name });
export const parameter = (name = 'PARAMETER'): ReferenceField => ({ kind: 'parameter', name });
