/**
 * Puts the arguments of one use of a macro into its body: `#`, `##` and parameters ([cpp.subst]).
 *
 * In: the macro, the raw arguments and a function that expands one fully. Out: tokens to be read again.
 * A token of the body takes the place of the macro's use; those of the arguments keep their own.
 */
import { Scanner } from '../lex/scanner.ts';
import { LINE_START, SPACE, TokenKind, type Token } from '../lex/token.ts';
import type { BodyItem, Macro } from './macro.ts';

export interface MacroUse {
  readonly macro: Macro;
  /** The name where it is used. */
  readonly name: Token;
  /** Exclusive, behind the arguments. */
  readonly end: number;
  readonly args: readonly (readonly Token[])[];
  /** The use left its variadic argument out altogether. */
  readonly lacksRest: boolean;
  readonly expandArg: (index: number) => readonly Token[];
  /** Two tokens that `##` cannot join. */
  readonly onBadPaste: (left: Token, right: Token) => void;
}

const NOTHING: readonly Token[] = [];

export function substitute(use: MacroUse): Token[] {
  const { macro, name, end } = use;
  const out: Token[] = [];
  const rest = macro.isVariadic ? (macro.params?.length ?? 0) - 1 : -1;
  let pasting = false;
  /** The operand left of ## was an empty argument. */
  let leftIsEmpty = false;
  for (let at = 0; at < macro.body.length; at++) {
    const item = macro.body[at] as BodyItem;
    if (
      item.isPasted &&
      !pasting &&
      rest >= 0 &&
      item.token.text === ',' &&
      isRest(macro.body[at + 1], rest)
    ) {
      // GNU: `, ## __VA_ARGS__` is nothing when there is nothing.
      if (!use.lacksRest) out.push(place(item.token, use), ...use.expandArg(rest));
      at++;
      continue;
    }
    const tokens = operand(item, use, pasting);
    if (!pasting) {
      append(out, tokens);
      leftIsEmpty = tokens.length === 0;
    } else if (tokens.length > 0) {
      const [first, ...others] = tokens as [Token, ...Token[]];
      const left = leftIsEmpty ? undefined : out.pop();
      if (left === undefined) append(out, tokens);
      else {
        append(out, paste(left, first, use));
        append(out, others);
      }
      leftIsEmpty = false;
    }
    pasting = item.isPasted;
  }
  const head = out[0];
  if (head !== undefined)
    out[0] = { ...head, flags: (head.flags & ~SPACE) | (name.flags & (SPACE | LINE_START)) };
  void end;
  return out;
}

const isRest = (item: BodyItem | undefined, rest: number): boolean =>
  item !== undefined && item.param === rest && !item.isQuoted && !item.isPasted;

function append(out: Token[], tokens: readonly Token[]): void {
  for (const token of tokens) out.push(token);
}

function operand(item: BodyItem, use: MacroUse, pasting: boolean): readonly Token[] {
  if (item.param < 0) return [place(item.token, use)];
  const raw = use.args[item.param] ?? NOTHING;
  if (item.isQuoted) return [place(quote(raw, item.token), use)];
  if (pasting || item.isPasted) return raw;
  const expanded = use.expandArg(item.param);
  const first = expanded[0];
  if (first === undefined || (first.flags & SPACE) === (item.token.flags & SPACE)) return expanded;
  return [{ ...first, flags: (first.flags & ~SPACE) | (item.token.flags & SPACE) }, ...expanded.slice(1)];
}

const place = ({ kind, text, flags }: Token, { name, end }: MacroUse): Token => ({
  kind,
  text,
  loc: name.loc,
  end,
  flags: flags & ~LINE_START,
});

/** `#arg`: the argument's spelling as a string literal. */
function quote(tokens: readonly Token[], at: Token): Token {
  let text = '';
  for (const [index, token] of tokens.entries()) {
    if (index > 0 && (token.flags & SPACE) !== 0) text += ' ';
    const hasEscapes = token.kind === TokenKind.string || token.kind === TokenKind.char;
    text += hasEscapes ? token.text.replace(/["\\]/g, '\\$&') : token.text.replace(/"/g, '\\"');
  }
  return { kind: TokenKind.string, text: `"${text}"`, loc: at.loc, end: at.end, flags: at.flags };
}

function paste(left: Token, right: Token, use: MacroUse): Token[] {
  const text = left.text + right.text;
  const scanner = new Scanner(text, 0);
  const { kind, text: spelling } = scanner.next();
  const isOne = spelling.length === text.length && kind !== TokenKind.other;
  if (!isOne) use.onBadPaste(left, right);
  if (!isOne) return [left, right];
  return [{ kind, text: spelling, loc: left.loc, end: Math.max(left.end, right.end), flags: left.flags }];
}
