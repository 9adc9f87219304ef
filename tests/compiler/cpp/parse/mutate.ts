/**
 * Spoils a source text by one token: taken away, written twice, or a foreign one put in.
 *
 * In: a text and a source of numbers. Out: the spoiled text and the line it was spoiled in.
 */
import { allTokens } from '../../../../compiler/cpp/preprocess/expander.ts';
import type { Token } from '../../../../compiler/cpp/lex/token.ts';

export interface Mutation {
  readonly text: string;
  readonly line: number;
  readonly what: string;
}

const FOREIGN = ['(', ')', '{', '}', '[', ']', ';', ',', ':', '::', '<', '>', '=', '+', '*', '&', '.', '->', '#', '"',
  "'", '\\', '0x', '1.5', 'x', 'int', 'if', 'else', 'for', 'return', 'struct', 'template', 'operator', 'class',
  'const', 'case', '@', '“', '/*']; // prettier-ignore

/** Numbers below `limit`, the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const scanned = new Map<string, readonly Token[]>();

export function mutate(text: string, below: (limit: number) => number): Mutation {
  const tokens = scanned.get(text) ?? allTokens(text, 0);
  scanned.set(text, tokens);
  const token = tokens[below(tokens.length)];
  if (token === undefined) return { text: ';;', line: 1, what: 'nothing there' };
  const line = text.slice(0, token.loc).split('\n').length;
  const before = text.slice(0, token.loc);
  const after = text.slice(token.end);
  switch (below(3)) {
    case 0:
      return { text: `${before} ${after}`, line, what: `without ${token.text}` };
    case 1:
      return { text: `${before}${token.text} ${token.text}${after}`, line, what: `twice ${token.text}` };
    default: {
      const foreign = FOREIGN[below(FOREIGN.length)] ?? ';';
      return {
        text: `${before}${foreign} ${token.text}${after}`,
        line,
        what: `${foreign} before ${token.text}`,
      };
    }
  }
}
