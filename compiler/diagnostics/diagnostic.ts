/**
 * A user's mistake, as data: collected, never thrown.
 *
 * In: a code of the catalogue and its words. Out: a `Diagnostic` in French and English.
 * Invariant: every code used anywhere stands in catalogue.ts, with a test that provokes it.
 */
import { CATALOGUE, type DiagnosticCode } from './catalogue.ts';

export interface Message {
  readonly fr: string;
  readonly en: string;
}

export type Severity = 'error' | 'warning';

/** A stretch of a text file. Lines and columns count from 1, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: Message;
  readonly blockId?: string;
  readonly span?: Span;
  /** Further facts: the other brick, the compiler's own words. */
  readonly notes?: readonly Message[];
}

export type Words = Readonly<Record<string, string | number | Message>>;

export interface Place {
  readonly blockId?: string | undefined;
  readonly span?: Span | undefined;
  readonly notes?: readonly Message[];
}

/**
 * Fills the catalogue's sentence of `code` with `words`: "{name}" takes words.name, in the sentence's language;
 * "{count|value|values}" is the word that goes with words.count.
 */
export function diagnostic(code: DiagnosticCode, words: Words = {}, place: Place = {}): Diagnostic {
  const entry = CATALOGUE[code];
  return {
    code,
    severity: entry.severity,
    message: { fr: fill(entry.fr, words, 'fr'), en: fill(entry.en, words, 'en') },
    ...(place.blockId === undefined ? {} : { blockId: place.blockId }),
    ...(place.span === undefined ? {} : { span: place.span }),
    ...(place.notes === undefined ? {} : { notes: place.notes }),
  };
}

function fill(sentence: string, words: Words, language: 'fr' | 'en'): string {
  return sentence.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g,
    (hole, name: string, one?: string, many?: string) => {
      const word = Object.hasOwn(words, name) ? words[name] : undefined;
      if (word === undefined) return hole;
      if (one !== undefined && many !== undefined) return isOne(word, language) ? one : many;
      return typeof word === 'object' ? word[language] : String(word);
    },
  );
}

/** French counts nothing as one: « 0 valeur », "0 values". */
function isOne(count: string | number | Message, language: 'fr' | 'en'): boolean {
  const number = typeof count === 'object' ? count[language] : String(count);
  return number === '1' || (language === 'fr' && number === '0');
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === 'error');
