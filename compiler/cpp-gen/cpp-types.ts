/**
 * C++ types for the language's values, as narrow as their proven ranges allow.
 *
 * In: a ValueType. Out: the type's name in a sketch. On AVR: byte 8 bits unsigned, int 16 bits, long 32 bits, float 32 bits.
 */
import { ZERO, type ValueType } from '../program/value-type.ts';

export type CppType = 'byte' | 'int' | 'long' | 'float' | 'bool' | 'Text';

export function cppType(type: ValueType | undefined): CppType {
  const known = type ?? ZERO;
  switch (known.kind) {
    case 'decimal':
      return 'float';
    case 'truth':
      return 'bool';
    case 'text':
      return 'Text';
    case 'whole':
      if (known.min >= 0 && known.max <= 255) return 'byte';
      return fitsInt(known.min, known.max) ? 'int' : 'long';
  }
}

export const fitsInt = (min: number, max: number): boolean => min >= -32_768 && max <= 32_767;

/** The value every variable starts with. */
export const INITIAL: Readonly<Record<CppType, string>> = {
  byte: '0',
  int: '0',
  long: '0',
  float: '0',
  bool: 'false',
  Text: 'Text()',
};

/** The list class and its storage's type. A list of truths is kept in bytes. */
export const LIST_CLASSES: Readonly<Record<CppType, { readonly name: string; readonly item: string }>> = {
  byte: { name: 'ListOfBytes', item: 'byte' },
  bool: { name: 'ListOfBytes', item: 'byte' },
  int: { name: 'ListOfInts', item: 'int' },
  long: { name: 'ListOfLongs', item: 'long' },
  float: { name: 'ListOfDecimals', item: 'double' },
  Text: { name: 'ListOfTexts', item: 'Text' },
};
