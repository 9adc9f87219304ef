/**
 * Reports characters that begin no token and quotes without a partner, and takes them away.
 *
 * In: the tokens of a unit. Out: tokens without any of kind `other`; a text that is not closed on its line
 * becomes an empty one, so that only what is wrong is said.
 */
import { TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';

/** Of a width, but not the keyboard's: no-break, thin, ideographic. */
const ODD_SPACE = /^[\u00a0\u2000-\u200a\u202f\u205f\u3000]$/;

export function reportStrays(tokens: readonly Token[], reporter: Reporter): readonly Token[] {
  if (!tokens.some(({ kind }) => kind === TokenKind.other)) return tokens;
  const kept: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== TokenKind.other) {
      kept.push(token);
      continue;
    }
    const { text, loc, end } = token;
    const quote = /^[A-Za-z0-9]*(["'])/.exec(text)?.[1];
    if (quote === '"') {
      reporter.report('cpp-string-unclosed', {}, loc, end);
      kept.push({ ...token, kind: TokenKind.string, text: '""' });
    } else if (quote === "'") {
      reporter.report('cpp-char-unclosed', {}, loc, end);
      kept.push({ ...token, kind: TokenKind.char, text: "'?'" });
    } else {
      const code = /^[“”‘’«»„]$/.test(text)
        ? 'cpp-curly-quote'
        : ODD_SPACE.test(text)
          ? 'cpp-odd-space'
          : 'cpp-stray-character';
      reporter.report(code, code === 'cpp-odd-space' ? {} : { character: visible(text) }, loc, end);
    }
  }
  return kept;
}

/** What cannot be seen is named by its number. */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isSeen =
    code > 32 && code !== 0xa0 && code !== 0xad && !(code >= 0x2000 && code <= 0x206f && code !== 0x2026);
  return isSeen || /[“”‘’«»„–—]/.test(character)
    ? character
    : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
