/**
 * What C++ takes but a beginner hardly means: a text added to a number, `1 < x < 3`, an item beyond an array,
 * a number too big for its type. Said in the child's own C++ files only; the program is built all the same.
 *
 * In: typed operands before they are converted. Out: warnings.
 */
import type { Expr } from '../ast.ts';
import { MOST_OFFSET, type Loc } from '../source.ts';
import type { TBinaryOp, TExpr } from '../typed-ast.ts';
import { INTS, type Type } from '../types.ts';
import type { At, Checker } from './checker.ts';
import { integerOperation } from './fold.ts';
import { bitsOf, isIntegral, isPointer, wrap } from './relations.ts';
import { typeText } from './type-text.ts';

const RELATIONS: ReadonlySet<string> = new Set(['<', '>', '<=', '>=']);
const EQUALITIES: ReadonlySet<string> = new Set(['==', '!=']);

const isWatched = (c: Checker): boolean =>
  c.isStarted && c.frame.unit.isUser && !c.isC && !c.isTrying && c.unevaluated === 0;

export function warnOfOperation(
  c: Checker,
  ast: Expr & { readonly kind: 'binary' },
  left: TExpr,
  right: TExpr,
): void {
  if (!isWatched(c)) return;
  const { op } = ast;
  const isText = left.kind === 'string' || right.kind === 'string';
  if (op === '+' && (isAddedNumber(left, right) || isAddedNumber(right, left)))
    c.error('cpp-text-plus-number', {}, ast);
  if (isText && (RELATIONS.has(op) || EQUALITIES.has(op)) && isAddress(left) && isAddress(right))
    c.error('cpp-text-compare', { op }, ast);
  const inner = ast.left;
  if (RELATIONS.has(op) && inner.kind === 'binary' && RELATIONS.has(inner.op) && inner.loc === inner.left.loc)
    c.error('cpp-compare-chain', {}, ast);
  if (RELATIONS.has(op) || EQUALITIES.has(op)) {
    warnOfFunction(c, left, right);
    warnOfFunction(c, right, left);
  }
}

const isAddedNumber = (text: TExpr, number: TExpr): boolean =>
  text.kind === 'string' && isIntegral(number.type.type) && number.kind !== 'integer';

const isAddress = ({ type: { type } }: TExpr): boolean => isPointer(type) || type.kind === 'array';

/** `millis > 1000` */
function warnOfFunction(c: Checker, one: TExpr, other: TExpr): void {
  if (one.kind !== 'functionAddress' || !isIntegral(other.type.type)) return;
  if (other.kind === 'integer' && other.value === 0n) return;
  c.error('cpp-function-not-called', { name: one.fn.display.replace(/\(\)$/, '') }, one);
}

/** Constants whose result the type cannot hold: `60 * 1000`. */
export function warnOfOverflow(
  c: Checker,
  op: TBinaryOp,
  left: TExpr,
  right: TExpr,
  type: Type,
  place: At,
): void {
  if (left.kind !== 'integer' || right.kind !== 'integer' || type.kind !== 'int' || !type.isSigned) return;
  if ((op !== '+' && op !== '-' && op !== '*') || !isWatched(c)) return;
  const value = integerOperation(op, left.value, right.value, type);
  // What 64 bits cannot hold is nobody's slip.
  if (type.bytes > 4 || value === undefined || value === wrap(value, type)) return;
  const suffix = type.bytes > 2 ? 'LL' : 'L';
  c.error(
    'cpp-result-does-not-fit',
    { value: String(value), type: type.name, suffix, ...rangeOf(type) },
    place,
  );
}

/** `int x = 100000;`, `byte b = 300;`: a number as it is written, not a mask or a macro. */
export function warnOfNumber(c: Checker, expr: TExpr, target: Type, place: At): void {
  if (target.kind !== 'int' || !isWatched(c)) return;
  if (expr.kind === 'string') {
    c.error('cpp-text-into-number', { type: wordOf(target) }, place);
    return;
  }
  if (expr.kind !== 'integer') return;
  const written = textOf(c, expr.loc, expr.end);
  if (!/^-?\s*\d+$/.test(written) || expr.value < (target.isSigned ? -(2n ** 63n) : 0n)) return;
  const { least, most } = rangeOf(target);
  if (expr.value >= BigInt(least) && expr.value <= BigInt(most)) return;
  const type = wordOf(target);
  c.error('cpp-number-does-not-fit', { value: String(expr.value), type, least, most }, place);
}

/** An item that is not there; `&a[3]`, the end of three items, is meant. */
export function warnOfIndex(c: Checker, object: TExpr, index: TExpr, place: At): void {
  const { type } = object.type;
  if (object.kind !== 'variable' || type.kind !== 'array' || index.kind !== 'integer') return;
  const count = type.count;
  if (count === undefined || count === 0 || (index.value >= 0n && index.value < BigInt(count))) return;
  if (!isWatched(c) || (index.value === BigInt(count) && /&\s*$/.test(textOf(c, place.loc - 3, place.loc))))
    return;
  const words = { index: String(index.value), name: object.variable.display, count, last: count - 1 };
  c.error('cpp-index-beyond', words, index);
}

/** As Arduino's sketches write it. */
const wordOf = (type: Type): string =>
  type === INTS['unsigned char'] ? 'byte' : typeText({ type, isConst: false, isVolatile: false });

function rangeOf(type: Type): { readonly least: string; readonly most: string } {
  const { bytes, isSigned } = bitsOf(type);
  const bits = BigInt(8 * bytes);
  return isSigned
    ? { least: String(-(2n ** (bits - 1n))), most: String(2n ** (bits - 1n) - 1n) }
    : { least: '0', most: String(2n ** bits - 1n) };
}

function textOf(c: Checker, loc: Loc, end: Loc): string {
  const file = c.options.sources.fileAt(loc);
  return file === undefined ? '' : file.text.slice(loc % MOST_OFFSET, end % MOST_OFFSET);
}
