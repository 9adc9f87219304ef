/**
 * Puts right keywords that a beginner writes otherwise: `If (…) {`, `Else {`, `whlie (…) {`, `Return x;`.
 *
 * In: the tokens of a unit. Out: the same with the keywords that were meant; each is reported. A word is only
 * taken for a keyword where no other reading is left: inside of a function, at the begin of a statement, with
 * what follows a keyword, and no class of the unit has that name.
 */
import { closeMatch } from '../../../boards/close-match.ts';
import { TokenKind, type Token } from '../lex/token.ts';
import type { Reporter } from '../reporter.ts';

const BEFORE_STATEMENT = new Set([';', '{', '}', 'else']);
/** Before the `{` of a function's body or of a statement. */
const BEFORE_BODY = new Set([')', 'const', 'override', 'noexcept', 'else', 'do']);
/** Followed by `(…)`. */
const WITH_CONDITION = ['if', 'while', 'for', 'switch'];
const ALONE = new Set(['return', 'break', 'continue', 'else', 'do']);
const LONGEST = 9;

export function repairWords(tokens: readonly Token[], reporter: Reporter, from = 0): readonly Token[] {
  let repaired: Token[] | undefined;
  let classes: ReadonlySet<string> | undefined;
  /** Of every open brace: whether statements stand in it, and not members or declarations. */
  const blocks: boolean[] = [];
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const { kind, text } = token;
    if (kind === TokenKind.punctuator) {
      if (text === '{') blocks.push(blocks.at(-1) === true || BEFORE_BODY.has(tokens[at - 1]?.text ?? ''));
      else if (text === '}') blocks.pop();
      continue;
    }
    if (kind !== TokenKind.identifier || blocks.at(-1) !== true || text.length > LONGEST) continue;
    if (!BEFORE_STATEMENT.has(tokens[at - 1]?.text ?? '')) continue;
    const meant = meantBy(tokens, at);
    if (meant === undefined) continue;
    classes ??= classNames(tokens);
    if (classes.has(text)) continue;
    reporter.report('cpp-name-unknown-near', { name: text, near: meant }, token.loc, token.end);
    repaired ??= [...tokens];
    repaired[at] = { ...token, kind: TokenKind.keyword, text: meant };
  }
  return repaired ?? tokens;
}

function meantBy(tokens: readonly Token[], at: number): string | undefined {
  const { text } = tokens[at] as Token;
  const next = tokens[at + 1];
  const lower = text.toLowerCase();
  if (next?.text === '(') {
    const behind = tokens[closing(tokens, at + 1) + 1];
    if (behind === undefined) return undefined;
    if (lower !== text && WITH_CONDITION.includes(lower) && behind.kind !== TokenKind.punctuator)
      return lower;
    return behind.text === '{' && text.length > 1 ? closeMatch(text, WITH_CONDITION) : undefined;
  }
  if (lower !== text && ALONE.has(lower) && next?.text !== '=' && next?.text !== '.') return lower;
  const isBetween = tokens[at - 1]?.text === '}' && (next?.text === '{' || next?.text === 'if');
  return isBetween ? closeMatch(text, ['else']) : undefined;
}

/** Of the `)` that goes with the `(` there. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { text, kind } = tokens[at] as Token;
    if (kind !== TokenKind.punctuator) continue;
    if (text === '(') depth++;
    else if (text === ')' && --depth === 0) return at;
    else if (text === '{' || text === '}') break;
  }
  return tokens.length;
}

function classNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [at, { text }] of tokens.entries())
    if (text === 'class' || text === 'struct') names.add(tokens[at + 1]?.text ?? '');
  return names;
}
