/**
 * Works out an operation whose operands are constants, in exact AVR arithmetic; also of constants inside
 * larger expressions, so that what the text says is what the back end sees.
 *
 * In: a node. Out: a literal, or the node itself. Division by zero and shifts too far stay as they are.
 */
import type { TBinaryOp, TExpr } from '../typed-ast.ts';
import type { Type } from '../types.ts';
import { bitsOf, wrap } from './relations.ts';

export function fold(expr: TExpr): TExpr {
  switch (expr.kind) {
    case 'binary': {
      const { left, right } = expr;
      if (left.kind === 'integer' && right.kind === 'integer') {
        const value = integerOperation(expr.op, left.value, right.value, left.type.type);
        return value === undefined ? expr : literal(expr, wrap(value, expr.type.type));
      }
      if (left.kind === 'float' && right.kind === 'float') {
        const value = floatOperation(expr.op, left.value, right.value);
        if (typeof value === 'boolean') return literal(expr, value ? 1n : 0n);
        return value === undefined ? expr : { ...base(expr), kind: 'float', value: Math.fround(value) };
      }
      return expr;
    }
    case 'negate':
      if (expr.operand.kind === 'integer') return literal(expr, wrap(-expr.operand.value, expr.type.type));
      if (expr.operand.kind === 'float') return { ...base(expr), kind: 'float', value: -expr.operand.value };
      return expr;
    case 'bitNot':
      return expr.operand.kind === 'integer'
        ? literal(expr, wrap(~expr.operand.value, expr.type.type))
        : expr;
    case 'logicalNot':
      return expr.operand.kind === 'integer' ? literal(expr, expr.operand.value === 0n ? 1n : 0n) : expr;
    case 'logical': {
      const { left, right, op } = expr;
      if (left.kind !== 'integer') return expr;
      const decided = op === '&&' ? left.value === 0n : left.value !== 0n;
      if (decided) return literal(expr, op === '&&' ? 0n : 1n);
      return right.kind === 'integer' ? literal(expr, right.value === 0n ? 0n : 1n) : expr;
    }
    default:
      return expr;
  }
}

const base = (expr: TExpr): { type: TExpr['type']; isLvalue: false; loc: number; end: number } => ({
  type: expr.type,
  isLvalue: false,
  loc: expr.loc,
  end: expr.end,
});

const literal = (expr: TExpr, value: bigint): TExpr => ({ ...base(expr), kind: 'integer', value });

/** Operands are of one type (a shift's right one of its own). Undefined: undefined behaviour, not folded. */
export function integerOperation(op: TBinaryOp, a: bigint, b: bigint, type: Type): bigint | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    case '<<':
      return shiftable(b, type) ? a << b : undefined;
    case '>>':
      return shiftable(b, type) ? a >> b : undefined;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<':
      return a < b ? 1n : 0n;
    case '>':
      return a > b ? 1n : 0n;
    case '<=':
      return a <= b ? 1n : 0n;
    case '>=':
      return a >= b ? 1n : 0n;
    case '==':
      return a === b ? 1n : 0n;
    case '!=':
      return a === b ? 0n : 1n;
  }
}

const shiftable = (count: bigint, type: Type): boolean =>
  count >= 0n && count < BigInt(bitsOf(type).bytes * 8);

export function floatOperation(op: TBinaryOp, a: number, b: number): number | boolean | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    default:
      return undefined;
  }
}
