/**
 * Plain C++ names from what children write: "Élève 1" → eleve1, twice the same → eleve1, eleve2….
 *
 * In: wished names. Out: identifiers, unique in the sketch. Guarantee: none is a word of C++,
 * Arduino, avr-libc or our drivers, and all are ASCII letters and digits.
 */
import type { FirmwareTemplates } from '../sketch.ts';
import { fileScopeNames } from './file-scope-names.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { isForSketches } from './template-files.ts';

const LONGEST = 30;

const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' };

/** The words of a text, without accents, lower case. "maVariable" is two of them. */
function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .replace(/[œæßøłđ]/g, (letter) => LIGATURES[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** camelCase, or "" when nothing of the text can be used. */
export function camelCase(text: string): string {
  const [first = '', ...rest] = wordsOf(text);
  return [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))]
    .join('')
    .slice(0, LONGEST);
}

/** Words of a text for a folder name: letters, digits and hyphens, never empty. */
export function folderName(text: string): string {
  const name = wordsOf(text).join('-').slice(0, LONGEST).replace(/-+$/, '');
  // Windows keeps some names for its devices.
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(name)) return `programme-${name}`;
  return name === '' ? 'programme' : name;
}

export class Names {
  private readonly taken: Set<string>;
  /** The last number given to each base. */
  private readonly numbers = new Map<string, number>();

  constructor(templates: FirmwareTemplates) {
    this.taken = new Set();
    for (const [path, text] of Object.entries(templates)) {
      if (!path.endsWith('.h') || !isForSketches(path)) continue;
      for (const word of fileScopeNames(text)) this.taken.add(word);
    }
  }

  /** An unused identifier made from `wish`, or from `fallback` when the wish has no usable letters. */
  claim(wish: string, fallback: string, avoided?: ReadonlySet<string>): string {
    const wished = camelCase(wish);
    // A name that begins with a digit takes the fallback's noun first: "1er" → variable1er.
    const base = /^[a-z]/.test(wished) ? wished : fallback + wished;
    if (!this.isTaken(base) && base !== fallback && avoided?.has(base) !== true) return this.take(base);
    return this.numbered(base);
  }

  /** `base` with the first free number: round1, round2…. */
  numbered(base: string): string {
    for (let number = (this.numbers.get(base) ?? 0) + 1; ; number++) {
      // "eleve1" taken again becomes eleve1b2 rather than eleve12.
      const name = /\d$/.test(base) ? `${base}b${number + 1}` : `${base}${number}`;
      if (this.isTaken(name)) continue;
      this.numbers.set(base, number);
      return this.take(name);
    }
  }

  /** `name` itself if it is free, else numbered. */
  exactly(name: string): string {
    return this.isTaken(name) ? this.numbered(name) : this.take(name);
  }

  /** Nothing will be called `name` from now on. */
  reserve(name: string): void {
    this.taken.add(name);
  }

  private isTaken(name: string): boolean {
    return RESERVED_WORDS.has(name) || this.taken.has(name);
  }

  private take(name: string): string {
    this.taken.add(name);
    return name;
  }
}
