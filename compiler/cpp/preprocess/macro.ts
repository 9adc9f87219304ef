/**
 * Macros: how they are kept and how a definition is read.
 *
 * In: the tokens behind `#define`. Out: a Macro whose body knows its parameters, `#` and `##`.
 */
import { TokenKind, type Token } from '../lex/token.ts';

export interface Macro {
  readonly name: string;
  /** Absent: object-like. */
  readonly params?: readonly string[];
  /** The last parameter takes the rest of the arguments. */
  readonly isVariadic: boolean;
  readonly body: readonly BodyItem[];
  /** `__FILE__` and the like: made at each use. */
  readonly special?: SpecialMacro;
  /** While its own body is being read. */
  isDisabled: boolean;
}

export type SpecialMacro = 'file' | 'line' | 'counter' | 'date' | 'time' | 'includeLevel';

export const SPECIAL_MACROS: ReadonlyMap<string, SpecialMacro> = new Map([
  ['__FILE__', 'file'],
  ['__LINE__', 'line'],
  ['__COUNTER__', 'counter'],
  ['__DATE__', 'date'],
  ['__TIME__', 'time'],
  ['__INCLUDE_LEVEL__', 'includeLevel'],
]);

export interface BodyItem {
  readonly token: Token;
  /** Index of the parameter, −1 for a token of the macro's own. */
  readonly param: number;
  /** `#param` */
  readonly isQuoted: boolean;
  /** `##` stands behind it. */
  readonly isPasted: boolean;
}

/** What is wrong with a definition, and where. */
export interface MacroProblem {
  readonly token: Token | undefined;
}

/** `tokens`: the name and all behind it on the line. */
export function readMacro(tokens: readonly Token[]): Macro | MacroProblem {
  const name = tokens[0];
  if (name?.kind !== TokenKind.identifier || name.text === 'defined') return { token: name };
  let at = 1;
  let params: string[] | undefined;
  let isVariadic = false;
  if (tokens[1]?.text === '(' && tokens[1].loc === name.end) {
    params = [];
    at = 2;
    while (tokens[at]?.text !== ')') {
      const param = tokens[at];
      if (param === undefined || isVariadic) return { token: param ?? tokens.at(-1) };
      if (param.text === '...') {
        params.push('__VA_ARGS__');
        isVariadic = true;
      } else if (param.kind === TokenKind.identifier) {
        params.push(param.text);
        if (tokens[at + 1]?.text === '...') {
          isVariadic = true;
          at++;
        }
      } else return { token: param };
      at++;
      if (tokens[at]?.text === ',') at++;
      else if (tokens[at]?.text !== ')') return { token: tokens[at] ?? tokens.at(-1) };
    }
    at++;
  }
  const body = readBody(tokens.slice(at), params);
  if (body === undefined) return { token: tokens[at] };
  return {
    name: name.text,
    isVariadic,
    body,
    isDisabled: false,
    ...(params === undefined ? {} : { params }),
  };
}

function readBody(tokens: readonly Token[], params: readonly string[] | undefined): BodyItem[] | undefined {
  if (tokens[0]?.text === '##' || tokens.at(-1)?.text === '##') return undefined;
  const items: BodyItem[] = [];
  for (let at = 0; at < tokens.length; at++) {
    let token = tokens[at] as Token;
    if (token.text === '##') continue;
    let isQuoted = false;
    if (params !== undefined && token.text === '#') {
      const quoted = tokens[at + 1];
      if (quoted === undefined || !params.includes(quoted.text)) return undefined;
      isQuoted = true;
      // The string takes the white space before the #.
      token = { ...quoted, flags: token.flags };
      at++;
    }
    const param =
      params !== undefined && token.kind === TokenKind.identifier ? params.indexOf(token.text) : -1;
    items.push({ token, param, isQuoted, isPasted: tokens[at + 1]?.text === '##' });
  }
  return items;
}

export function sameMacro(a: Macro, b: Macro): boolean {
  if (a.params?.join() !== b.params?.join() || a.isVariadic !== b.isVariadic) return false;
  return (
    a.body.length === b.body.length &&
    a.body.every((item, at) => {
      const other = b.body[at];
      return (
        other !== undefined &&
        item.token.text === other.token.text &&
        item.isPasted === other.isPasted &&
        item.isQuoted === other.isQuoted
      );
    })
  );
}
