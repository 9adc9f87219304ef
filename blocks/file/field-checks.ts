/**
 * Checks of single fields of a program file, each with its diagnostic.
 *
 * In: a value and its path in the file. Out: the value as it may be used, or undefined with a
 * 'file-field' diagnostic that says what is wanted there.
 */
import type { LocalizedText } from '../../boards/types.ts';
import { diagnostic, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { LONGEST_NAME } from '../holes.ts';
import { clip, get, isArray, isLonger, isObject, type JsonObject } from '../json.ts';
import { LIMITS } from './program-file.ts';

export const PROBLEMS = {
  text: { fr: 'il faut un texte', en: 'a text is needed' },
  list: { fr: 'il faut une liste', en: 'a list is needed' },
  object: { fr: 'il faut un objet', en: 'an object is needed' },
  truth: { fr: 'il faut « true » ou « false »', en: '“true” or “false” is needed' },
  version: { fr: 'il faut un nombre entier à partir de 1', en: 'a whole number from 1 up is needed' },
  capacity: {
    fr: `il faut un nombre entier de 1 à ${LIMITS.capacity}`,
    en: `a whole number from 1 to ${LIMITS.capacity} is needed`,
  },
  language: { fr: 'il faut « fr » ou « en »', en: '“fr” or “en” is needed' },
  kit: { fr: 'il faut un kit ou son nom', en: 'a kit or its id is needed' },
  boardAndKit: { fr: 'il faut une base ou un kit, pas les deux', en: 'a board or a kit is needed, not both' },
  setting: { fr: 'il faut un nombre ou un texte', en: 'a number or a text is needed' },
  id: {
    fr: `il faut un texte de 1 à ${LIMITS.id} lettres`,
    en: `a text of 1 to ${LIMITS.id} letters is needed`,
  },
  idTaken: { fr: 'ce nom est déjà pris dans la liste', en: 'this id is already taken in the list' },
  longName: { fr: `${LONGEST_NAME} lettres au plus`, en: `${LONGEST_NAME} letters at most` },
} as const satisfies Record<string, LocalizedText>;

export class FieldChecks {
  readonly diagnostics: Diagnostic[] = [];

  problem(path: string, problem: keyof typeof PROBLEMS): undefined {
    this.diagnostics.push(diagnostic('file-field', { path: clip(path, 100), problem: PROBLEMS[problem] }));
  }

  tooMany(count: number, limit: number, what: LocalizedText): void {
    if (count > limit) this.diagnostics.push(diagnostic('workspace-too-big', { count, what, limit }));
  }

  id(value: unknown, path: string): string | undefined {
    if (typeof value === 'string' && value !== '' && value.length <= LIMITS.id) return value;
    return this.problem(path, 'id');
  }

  name(value: unknown, path: string): string | undefined {
    if (typeof value !== 'string') return this.problem(path, 'text');
    if (isLonger(value, LONGEST_NAME)) this.problem(path, 'longName');
    return clip(value, LONGEST_NAME);
  }

  /** Entries with an id each; those that are not right are left out. A missing list is an empty one. */
  entries<T extends { readonly id: string }>(
    holder: JsonObject,
    path: string,
    key: string,
    limit: number,
    what: LocalizedText,
    check: (entry: JsonObject, path: string) => T | undefined,
  ): readonly T[] {
    const at = path === '' ? key : `${path}.${key}`;
    const saved = get(holder, key);
    if (saved === undefined) return [];
    if (!isArray(saved)) {
      this.problem(at, 'list');
      return [];
    }
    this.tooMany(saved.length, limit, what);
    const checked = new Map<string, T>();
    saved.slice(0, limit).forEach((entry, index) => {
      const entryPath = `${at}[${index}]`;
      if (!isObject(entry)) return this.problem(entryPath, 'object');
      const good = check(entry, entryPath);
      if (good === undefined) return undefined;
      if (checked.has(good.id)) return this.problem(`${entryPath}.id`, 'idTaken');
      checked.set(good.id, good);
      return undefined;
    });
    return [...checked.values()];
  }
}
