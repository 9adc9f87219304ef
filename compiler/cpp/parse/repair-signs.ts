/**
 * Puts right what looks like a sign of the language and is none: signs of another keyboard or of a word
 * processor (`；`, `–`), and operators with their characters swapped or torn apart (`=>`, `! =`).
 *
 * In: the tokens of a unit. Out: the same with the signs that were meant; each is reported.
 */
import { SPACE, TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';

const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['；', ';'],
  ['，', ','],
  ['（', '('],
  ['）', ')'],
  ['｛', '{'],
  ['｝', '}'],
  ['［', '['],
  ['］', ']'],
  ['＝', '='],
  ['＋', '+'],
  ['＜', '<'],
  ['＞', '>'],
  ['：', ':'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['×', '*'],
  ['÷', '/'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
]);

export function repairSigns(tokens: readonly Token[], reporter: Reporter): readonly Token[] {
  let repaired: Token[] | undefined;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const { loc, text } = token;
    const plain = token.kind === TokenKind.other ? LOOKALIKES.get(text) : undefined;
    if (plain !== undefined) {
      reporter.report('cpp-lookalike', { character: text, plain }, loc, token.end);
      repaired ??= tokens.slice(0, at);
      repaired.push({ ...token, kind: TokenKind.punctuator, text: plain });
      continue;
    }
    const next = tokens[at + 1];
    const meant = next === undefined ? undefined : meantBy(tokens, at, token, next);
    if (meant === undefined || next === undefined) {
      repaired?.push(token);
      continue;
    }
    const wrong = `${text}${(next.flags & SPACE) === 0 ? '' : ' '}${next.text}`;
    reporter.report('cpp-operator-order', { wrong, right: meant }, loc, next.end);
    repaired ??= tokens.slice(0, at);
    repaired.push({ ...token, text: meant, end: next.end });
    at++;
  }
  return repaired ?? tokens;
}

/** `f(A<int> = 3)`: a `<` stands not far before. */
function closesTemplate(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back > at - 12; back--) {
    const text = tokens[back]?.text;
    if (text === '<') return true;
    if (text === ';' || text === '{' || text === '}') return false;
  }
  return false;
}

/** `& &` behind an operator takes an address twice: another slip. */
const isOperator = (token: Token | undefined): boolean =>
  token?.kind === TokenKind.punctuator && token.text !== ')' && token.text !== ']';

/** The operator that the two are to be; none when they can stand so. */
function meantBy(tokens: readonly Token[], at: number, left: Token, right: Token): string | undefined {
  if (left.kind !== TokenKind.punctuator || right.kind !== TokenKind.punctuator) return undefined;
  const before = tokens[at - 1];
  const isApart = (right.flags & SPACE) !== 0;
  if (isApart && left.text === right.text && (left.text === '&' || left.text === '|'))
    return before?.text === 'operator' || isOperator(before) ? undefined : left.text + right.text;
  if (isApart && right.text === '=' && (left.text === '<' || left.text === '>'))
    return before?.text === 'operator' || closesTemplate(tokens, at) ? undefined : `${left.text}=`;
  if (left.text === '=') {
    if (isApart && right.text === '>') return '>=';
    if (!isApart && (right.text === '>' || right.text === '<')) return `${right.text}=`;
    if (isApart && right.text === '=') return '==';
  }
  // `operator ! =` aside, a `!` is never before a `=`.
  if (left.text === '!' && right.text === '=' && before?.text !== 'operator') return '!=';
  return undefined;
}
