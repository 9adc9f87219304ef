/**
 * Reads JSON by hand, to know where each value stands and to explain what JSON.parse only rejects.
 *
 * In: a text. Out: the tree of nodes, or the first mistake with its offset. Invariants: accepts exactly
 * what RFC 8259 allows, to so many levels; never throws; builds no object whose keys come from the text.
 * Spec: https://www.rfc-editor.org/rfc/rfc8259
 */
import type { LocalizedText } from '../types.ts';
import { slipAt } from './json-slips.ts';
import { lineAndColumn, type JsonMember, type JsonNode } from './json-node.ts';

const MAX_DEPTH = 24;

export interface JsonMistake {
  readonly at: number;
  readonly code: 'not-json' | 'too-deep';
  readonly message: LocalizedText;
}

export type JsonResult = { readonly node: JsonNode } | { readonly mistake: JsonMistake };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

export function readJson(text: string, mostLevels = MAX_DEPTH): JsonResult {
  const reader = new Reader(text, mostLevels);
  const node = reader.value(0);
  if (node !== undefined) reader.end();
  if (reader.mistake !== undefined) return { mistake: reader.mistake };
  return node === undefined
    ? { mistake: { at: 0, code: 'not-json', message: { fr: 'Rien à lire.', en: 'Nothing to read.' } } }
    : { node };
}

class Reader {
  private at = 0;
  mistake: JsonMistake | undefined;

  constructor(
    private readonly text: string,
    private readonly mostLevels: number,
  ) {}

  end(): void {
    this.space();
    if (this.at < this.text.length) {
      this.fail('Il y a quelque chose après la fin.', 'There is something after the end.');
    }
  }

  value(depth: number): JsonNode | undefined {
    this.space();
    const at = this.at;
    const char = this.text[at];
    if (depth > this.mostLevels) {
      const message = { fr: 'Trop de niveaux de { } et [ ].', en: 'Too many levels of { } and [ ].' };
      this.mistake ??= { at, code: 'too-deep', message };
      return undefined;
    }
    if (char === '{') return this.object(at, depth);
    if (char === '[') return this.list(at, depth);
    if (char === '"') {
      const value = this.string();
      return value === undefined ? undefined : { kind: 'text', at, value };
    }
    for (const word of ['true', 'false', 'null'] as const) {
      if (!this.text.startsWith(word, at)) continue;
      this.at += word.length;
      return word === 'null' ? { kind: 'null', at } : { kind: 'truth', at, value: word === 'true' };
    }
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'number', at, value: Number(number) };
    if (char === undefined) return this.stopped();
    const slip = slipAt(this.text, at);
    if (slip !== undefined) return this.fail(slip.fr, slip.en);
    return this.fail(
      `Ici il faut une valeur : un texte entre " ", un nombre, { ou [.`,
      `A value is needed here: a text between " ", a number, { or [.`,
    );
  }

  private object(at: number, depth: number): JsonNode | undefined {
    const members: JsonMember[] = [];
    this.at++;
    if (this.take('}')) return { kind: 'object', at, members };
    let lastComma = at;
    do {
      lastComma = this.at - 1;
      this.space();
      const keyAt = this.at;
      if (this.text[keyAt] === '}') {
        this.at = lastComma;
        return this.fail(
          'Enlève cette virgule : c’est le dernier.',
          'Remove this comma: it is the last one.',
        );
      }
      if (this.text[keyAt] === undefined) return this.stopped();
      if (this.text[keyAt] !== '"') {
        const slip = slipAt(this.text, keyAt);
        if (slip !== undefined) return this.fail(slip.fr, slip.en);
        return this.fail(
          'Ici il faut un nom entre guillemets droits, comme "id".',
          'A name between straight quotes is needed here, like "id".',
        );
      }
      const key = this.string();
      if (key === undefined) return undefined;
      if (!this.take(':')) {
        return this.fail(
          `Après "${key.slice(0, 20)}" il faut « : ».`,
          `After "${key.slice(0, 20)}" a “:” is needed.`,
        );
      }
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      members.push({ key, keyAt, value });
    } while (this.take(','));
    if (this.take('}')) return { kind: 'object', at, members };
    return this.unfinished(at, '}');
  }

  private list(at: number, depth: number): JsonNode | undefined {
    const items: JsonNode[] = [];
    this.at++;
    if (this.take(']')) return { kind: 'list', at, items };
    do {
      const lastComma = this.at - 1;
      this.space();
      if (this.text[this.at] === ']') {
        this.at = lastComma;
        return this.fail(
          'Enlève cette virgule : c’est le dernier.',
          'Remove this comma: it is the last one.',
        );
      }
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.take(','));
    if (this.take(']')) return { kind: 'list', at, items };
    return this.unfinished(at, ']');
  }

  private stopped(): undefined {
    return this.fail('Le fichier s’arrête trop tôt : il manque la suite.', 'The file stops too early.');
  }

  /** Neither a comma nor the closing bracket stands where it should. */
  private unfinished(open: number, close: '}' | ']'): undefined {
    const char = this.text[this.at];
    const { line } = lineAndColumn(this.text, open);
    const opening = close === '}' ? '{' : '[';
    if (char === undefined || char === '}' || char === ']' || (close === ']' && char === ':')) {
      return this.fail(
        `Il manque « ${close} » pour fermer le « ${opening} » de la ligne ${line}.`,
        `A “${close}” is missing to close the “${opening}” of line ${line}.`,
      );
    }
    const slip = slipAt(this.text, this.at);
    if (slip !== undefined) return this.fail(slip.fr, slip.en);
    if (char === ';' || char === '.') {
      return this.fail(`Mets une virgule au lieu de « ${char} ».`, `Put a comma instead of “${char}”.`);
    }
    if (/["{[\d-]/.test(char)) {
      // The eye looks for it at the end of what stands before.
      this.at -= /\s*$/.exec(this.text.slice(0, this.at))?.[0].length ?? 0;
      return this.fail('Il manque une virgule ici.', 'A comma is missing here.');
    }
    return this.fail(`Ici il faut « , » ou « ${close} ».`, `A “,” or “${close}” is needed here.`);
  }

  private string(): string | undefined {
    const quoted = this.match(TEXT);
    if (quoted !== undefined) return String(JSON.parse(quoted));
    const line = /^"(?:[^"\\\r\n]|\\.)*"?/.exec(this.text.slice(this.at))?.[0] ?? '';
    const isClosed = line.length > 1 && line.endsWith('"');
    if (isClosed && line.includes('\\')) {
      return this.fail('Dans un texte, écris / au lieu de \\.', 'In a text, write / instead of \\.');
    }
    if (isClosed) {
      return this.fail(
        'Dans ce texte se cache une tabulation ou un autre signe invisible : efface-le.',
        'A tab or another invisible sign hides in this text: delete it.',
      );
    }
    return this.fail(
      'Ce texte ne se ferme pas avec " sur la même ligne.',
      'This text is not closed with " on the same line.',
    );
  }

  private match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private take(char: string): boolean {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at] ?? '-')) this.at++;
  }

  private fail(fr: string, en: string): undefined {
    this.mistake ??= { at: this.at, code: 'not-json', message: { fr, en } };
    return undefined;
  }
}
