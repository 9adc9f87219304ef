/**
 * Variables and lists as they stand in the chip's memory now, in the child's words.
 *
 * In: what DebugInfo says of them, a way to read a byte. Out: values; or why there is none. A value shown is the one in
 * memory: what a statement under way has worked out and not yet written is not there.
 */
import type { DebugInfo, DebugValue } from '../../../compiler/debug/debug-info.ts';
import type { LocalizedText } from '../../../boards/types.ts';

export type PlainValue = number | boolean | string;

export interface ShownValue {
  readonly id: string;
  /** As the child wrote it. */
  readonly name: string;
  readonly of: 'variable' | 'list';
  readonly type: DebugValue['type'];
  /** Of a list, its items in order. Undefined: see `absent`. */
  readonly value: PlainValue | readonly PlainValue[] | undefined;
  /** As the program shows it: 3.25 → "3.25", true → "vrai". Undefined: see `absent`. */
  readonly text: string | undefined;
  /** Why there is no value. */
  readonly absent: Absence | undefined;
}

/** unused: no block talks of it; unread: no block looks at it; folded: the firmware needs no memory for it. */
export type Absence = 'unused' | 'unread' | 'folded';

const ABSENCES: Readonly<Record<Absence, LocalizedText>> = {
  unused: {
    fr: 'aucun bloc ne s’en sert',
    en: 'no block uses it',
  },
  unread: {
    fr: 'pas gardée en mémoire : aucun bloc ne la lit',
    en: 'not stored: nothing reads it',
  },
  folded: {
    fr: 'pas gardée en mémoire : le programme calcule sans elle',
    en: 'not stored: the program gets by without it',
  },
};

export const absenceSentence = (absence: Absence): LocalizedText => ABSENCES[absence];

export type ReadByte = (address: number) => number;

export function readValues({ values, language }: DebugInfo, readByte: ReadByte): readonly ShownValue[] {
  return values.map((one): ShownValue => {
    const { id, name, of, type } = one;
    const value = readValue(one, readByte);
    const text =
      value === undefined
        ? undefined
        : typeof value === 'object'
          ? value.map((item) => valueText(item, type, language)).join(', ')
          : valueText(value, type, language);
    return { id, name, of, type, value, text, absent: value === undefined ? absenceOf(one) : undefined };
  });
}

const absenceOf = ({ isUsed, isRead }: DebugValue): Absence =>
  isUsed ? (isRead ? 'folded' : 'unread') : 'unused';

function readValue(one: DebugValue, readByte: ReadByte): PlainValue | readonly PlainValue[] | undefined {
  const { address, count, bytes } = one;
  if (address === undefined) return undefined;
  if (count === undefined) return one.of === 'variable' ? readOne(one, address, readByte) : undefined;
  const length = Math.min(count.capacity, readByte(count.address));
  return Array.from({ length }, (_, index) => readOne(one, address + index * bytes, readByte));
}

function readOne({ type, bytes, isSigned }: DebugValue, address: number, readByte: ReadByte): PlainValue {
  const raw = Array.from({ length: bytes }, (_, index) => readByte(address + index));
  switch (type) {
    case 'text': {
      const end = raw.indexOf(0);
      return new TextDecoder().decode(Uint8Array.from(end < 0 ? raw : raw.slice(0, end)));
    }
    case 'truth':
      return raw[0] !== 0;
    case 'decimal':
      return new DataView(Uint8Array.from(raw).buffer).getFloat32(0, true);
    case 'whole': {
      const value = raw.reduceRight((sum, byte) => sum * 256 + byte, 0);
      return isSigned && value >= 2 ** (8 * bytes - 1) ? value - 2 ** (8 * bytes) : value;
    }
  }
}

const MOST_DECIMALS = 2;

/** As docs/language.md shows values: at most two decimals, none that are 0. */
export function valueText(value: PlainValue, type: DebugValue['type'], language: 'fr' | 'en'): string {
  if (typeof value === 'boolean') return language === 'fr' ? (value ? 'vrai' : 'faux') : String(value);
  if (typeof value === 'string') return value;
  if (type !== 'decimal' || !Number.isFinite(value)) return String(value);
  const digits = value.toFixed(MOST_DECIMALS);
  return digits.includes('e') ? digits : digits.replace(/\.?0+$/, '').replace(/^-0$/, '0');
}
