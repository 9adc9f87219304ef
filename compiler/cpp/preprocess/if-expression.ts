/**
 * Works out the condition of an #if ([cpp.cond]): 64-bit integers, exact.
 *
 * In: the line's tokens, macros expanded and `defined` already replaced. Out: whether it holds, or the
 * token that does not fit. Names that are left count as 0 (`true` as 1 in C++).
 */
import { charValue, numberValue } from '../lex/literals.ts';
import type { Language } from '../lex/keywords.ts';
import { TokenKind, type Token } from '../lex/token.ts';

interface Value {
  readonly bits: bigint;
  readonly isUnsigned: boolean;
}

/** `token` undefined: the line ends too early. */
export type IfResult =
  | { readonly holds: boolean }
  | { readonly token: Token | undefined; readonly problem: 'syntax' | 'division' };

const LEVELS: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '>': 7, '<=': 7, '>=': 7, '<<': 8,
  '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10,
}; // prettier-ignore
const DEEPEST = 200;

class Misfit extends Error {
  override readonly name = 'Misfit';

  constructor(
    readonly token: Token | undefined,
    readonly problem: 'syntax' | 'division',
  ) {
    super(problem);
  }
}

export function evaluateIf(tokens: readonly Token[], language: Language): IfResult {
  let at = 0;
  let depth = 0;

  const value = (bits: bigint, isUnsigned: boolean): Value => ({
    bits: isUnsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits),
    isUnsigned,
  });
  const truth = (holds: boolean): Value => ({ bits: holds ? 1n : 0n, isUnsigned: false });
  const misfit = (): Misfit => new Misfit(tokens[at], 'syntax');

  function conditional(live: boolean): Value {
    const condition = binary(1, live);
    if (tokens[at]?.text !== '?') return condition;
    at++;
    const holds = condition.bits !== 0n;
    const then = conditional(live && holds);
    if (tokens[at]?.text !== ':') throw misfit();
    at++;
    const otherwise = conditional(live && !holds);
    return value((holds ? then : otherwise).bits, then.isUnsigned || otherwise.isUnsigned);
  }

  function binary(lowest: number, live: boolean): Value {
    let left = unary(live);
    for (;;) {
      const operator = tokens[at];
      const level = operator?.kind === TokenKind.punctuator ? LEVELS[operator.text] : undefined;
      if (operator === undefined || level === undefined || level < lowest) return left;
      at++;
      const isLive =
        live &&
        !(operator.text === '&&' && left.bits === 0n) &&
        !(operator.text === '||' && left.bits !== 0n);
      const right = binary(level + 1, isLive);
      left = apply(operator, left, right, isLive);
    }
  }

  function apply(operator: Token, left: Value, right: Value, live: boolean): Value {
    const isUnsigned = left.isUnsigned || right.isUnsigned;
    const a = value(left.bits, isUnsigned).bits;
    const b = value(right.bits, isUnsigned).bits;
    switch (operator.text) {
      case '||':
        return truth(left.bits !== 0n || right.bits !== 0n);
      case '&&':
        return truth(left.bits !== 0n && right.bits !== 0n);
      case '|':
        return value(a | b, isUnsigned);
      case '^':
        return value(a ^ b, isUnsigned);
      case '&':
        return value(a & b, isUnsigned);
      case '==':
        return truth(a === b);
      case '!=':
        return truth(a !== b);
      case '<':
        return truth(a < b);
      case '>':
        return truth(a > b);
      case '<=':
        return truth(a <= b);
      case '>=':
        return truth(a >= b);
      case '<<':
      case '>>': {
        const by = operator.text === '<<' ? right.bits : -right.bits;
        if (by >= 64n || by <= -64n) return value(by < 0n && left.bits < 0n ? -1n : 0n, left.isUnsigned);
        return value(by >= 0n ? left.bits << by : left.bits >> -by, left.isUnsigned);
      }
      case '+':
        return value(a + b, isUnsigned);
      case '-':
        return value(a - b, isUnsigned);
      case '*':
        return value(a * b, isUnsigned);
      default:
        if (b === 0n) {
          if (live) throw new Misfit(operator, 'division');
          return value(0n, isUnsigned);
        }
        return value(operator.text === '/' ? a / b : a % b, isUnsigned);
    }
  }

  function unary(live: boolean): Value {
    if (++depth > DEEPEST) throw misfit();
    const result = primary(live);
    depth--;
    return result;
  }

  function primary(live: boolean): Value {
    const token = tokens[at];
    if (token === undefined) throw misfit();
    at++;
    if (token.kind === TokenKind.number) {
      const number = numberValue(token.text);
      if (number?.kind !== 'integer') throw new Misfit(token, 'syntax');
      return value(number.value, number.isUnsigned || number.value >= 1n << 63n);
    }
    if (token.kind === TokenKind.char) return value(BigInt(charValue(token.text)?.value ?? 0), false);
    if (token.kind === TokenKind.identifier) return truth(token.text === 'true' && language === 'c++');
    switch (token.text) {
      case '(': {
        const inner = conditional(live);
        if (tokens[at]?.text !== ')') throw misfit();
        at++;
        return inner;
      }
      case '!':
        return truth(unary(live).bits === 0n);
      case '~': {
        const operand = unary(live);
        return value(~operand.bits, operand.isUnsigned);
      }
      case '-': {
        const operand = unary(live);
        return value(-operand.bits, operand.isUnsigned);
      }
      case '+':
        return unary(live);
      default:
        at--;
        throw misfit();
    }
  }

  try {
    const result = conditional(true);
    if (at < tokens.length) throw misfit();
    return { holds: result.bits !== 0n };
  } catch (misfit) {
    if (misfit instanceof Misfit) return { token: misfit.token, problem: misfit.problem };
    throw misfit;
  }
}
