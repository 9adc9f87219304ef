/**
 * What the readers of a kit file share: a place in the file, and how to complain about it.
 *
 * In: JSON nodes. Out: plain values, or undefined after a problem was noted. A reader always goes on,
 * so that one check shows every mistake. Keys that touch an object's prototype are refused by name.
 */
import { closeMatch } from '../close-match.ts';
import { pathText, type HardwareProblem, type PathStep } from '../problem.ts';
import type { LocalizedText } from '../types.ts';
import { lineAndColumn, type JsonNode } from './json-node.ts';

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const LONGEST_QUOTE = 30;
const MOST_PROBLEMS = 100;

/** A value of the file and the way to it. */
export interface Spot {
  readonly node: JsonNode;
  readonly path: readonly PathStep[];
}

export class KitReader {
  readonly problems: HardwareProblem[] = [];

  constructor(readonly text: string) {}

  say(code: string, spot: Spot, message: LocalizedText, suggestion?: LocalizedText): undefined {
    if (this.problems.length >= MOST_PROBLEMS) return undefined;
    this.problems.push({
      code,
      path: pathText(spot.path),
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
      ...lineAndColumn(this.text, spot.node.at),
    });
    return undefined;
  }

  /** The members of an object by key; unknown, repeated and forbidden keys are problems. */
  members(spot: Spot, known: readonly string[]): ReadonlyMap<string, Spot> | undefined {
    if (spot.node.kind !== 'object')
      return this.wrongType(spot, { fr: 'un objet { … }', en: 'an object { … }' });
    const found = new Map<string, Spot>();
    for (const { key, keyAt, value } of spot.node.members) {
      const here: Spot = { node: { ...value, at: keyAt }, path: [...spot.path, key] };
      const name = quote(key);
      if (FORBIDDEN_KEYS.has(key)) {
        this.say('forbidden-key', here, {
          fr: `Le nom ${name.fr} est interdit.`,
          en: `The name ${name.en} is not allowed.`,
        });
      } else if (!known.includes(key)) {
        this.say(
          'unknown-key',
          here,
          { fr: `${name.fr} n’est pas connu ici.`, en: `${name.en} is not known here.` },
          didYouMean(key, known),
        );
      } else if (found.has(key)) {
        this.say('key-twice', here, {
          fr: `${name.fr} est donné deux fois.`,
          en: `${name.en} is given twice.`,
        });
      } else found.set(key, { node: value, path: here.path });
    }
    return found;
  }

  required(parent: Spot, members: ReadonlyMap<string, Spot>, key: string): Spot | undefined {
    const spot = members.get(key);
    if (spot !== undefined) return spot;
    const where: Spot = { node: parent.node, path: [...parent.path, key] };
    return this.say('missing-key', where, { fr: `Il manque "${key}".`, en: `"${key}" is missing.` });
  }

  list(spot: Spot, most: number): readonly Spot[] | undefined {
    if (spot.node.kind !== 'list') return this.wrongType(spot, { fr: 'une liste [ … ]', en: 'a list [ … ]' });
    const { items } = spot.node;
    if (items.length > most) {
      this.say('too-many', spot, {
        fr: `${items.length}, c’est trop : ${most} au plus.`,
        en: `${items.length} is too many: ${most} at most.`,
      });
    }
    return items.slice(0, most).map((node, index) => ({ node, path: [...spot.path, index] }));
  }

  string(spot: Spot): string | undefined {
    return spot.node.kind === 'text'
      ? spot.node.value
      : this.wrongType(spot, { fr: 'un texte entre " "', en: 'a text between " "' });
  }

  wrongType(spot: Spot, wanted: LocalizedText): undefined {
    return this.say('wrong-type', spot, {
      fr: `Ici il faut ${wanted.fr}.`,
      en: `This must be ${wanted.en}.`,
    });
  }
}

/** A word of the file, short enough for a message. */
export function quote(word: string): LocalizedText {
  const short = word.length > LONGEST_QUOTE ? `${word.slice(0, LONGEST_QUOTE)}…` : word;
  return { fr: `« ${short} »`, en: `“${short}”` };
}

/**
 * "Tu veux dire "D5" ?", or all that would do when nothing is close and they are few. `others` are
 * words that people use instead of known ones.
 */
export function didYouMean(
  word: string,
  known: readonly string[],
  others: Readonly<Record<string, string>> = {},
): LocalizedText | undefined {
  const match = meantWord(word, known, others);
  if (match !== undefined) return { fr: `Tu veux dire "${match}" ?`, en: `Do you mean "${match}"?` };
  if (known.length === 0 || known.length > 40) return undefined;
  return { fr: `Possible ici : ${known.join(', ')}.`, en: `Possible here: ${known.join(', ')}.` };
}

/** The known word that a mistyped one, or another word for it, stands for. */
export function meantWord(
  word: string,
  known: readonly string[],
  others: Readonly<Record<string, string>> = {},
): string | undefined {
  const close = closeMatch(word, [...known, ...Object.keys(others)]);
  return close !== undefined && Object.hasOwn(others, close) ? others[close] : close;
}
