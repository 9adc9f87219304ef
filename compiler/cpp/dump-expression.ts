/**
 * Names, types and expressions of the syntax tree as text, for dump-ast.ts.
 *
 * Types read from left to right (`pointer to const char`), expressions are S-expressions. Statements inside
 * of expressions are left to the caller.
 */
import type {
  Designator,
  Expr,
  Init,
  Name,
  NamePart,
  ParamDecl,
  Stmt,
  TemplateArg,
  TypeNode,
} from './ast.ts';

/** A block inside an expression: of a lambda or `({ … })`. */
export type DumpBlock = (block: Stmt) => string;

const TYPE_KINDS = new Set(['builtin', 'named', 'auto', 'decltype', 'pointer', 'reference', 'array', 'function',
  'record', 'enum', 'memberPointer']); // prettier-ignore

export const isTypeNode = (node: TypeNode | Expr): node is TypeNode => TYPE_KINDS.has(node.kind);

export function dumpName(name: Name, block: DumpBlock): string {
  const text = name.parts.map((part) => dumpPart(part, block)).join('::');
  return name.isGlobal ? `::${text}` : text;
}

function dumpPart(part: NamePart, block: DumpBlock): string {
  switch (part.kind) {
    case 'identifier': {
      if (part.templateArgs === undefined) return part.text;
      return `${part.text}<${part.templateArgs.map((arg) => dumpTemplateArg(arg, block)).join(', ')}>`;
    }
    case 'operator':
      return /^\w/.test(part.text) ? `operator ${part.text}` : `operator${part.text}`;
    case 'conversion':
      return `operator (${dumpType(part.type, block)})`;
    case 'destructor':
      return `~${part.text}`;
  }
}

const dumpTemplateArg = (arg: TemplateArg, block: DumpBlock): string =>
  isTypeNode(arg) ? dumpType(arg, block) : dumpExpr(arg, block);

export function dumpType(type: TypeNode, block: DumpBlock): string {
  const cv = `${type.isConst ? 'const ' : ''}${type.isVolatile ? 'volatile ' : ''}`;
  switch (type.kind) {
    case 'builtin':
      return cv + type.name;
    case 'named':
      return `${cv}${type.tag === undefined ? '' : `${type.tag} `}${dumpName(type.name, block)}`;
    case 'auto':
      return `${cv}auto`;
    case 'decltype':
      return `${cv}decltype(${dumpExpr(type.expr, block)})`;
    case 'pointer':
      return `${cv}pointer to ${dumpType(type.to, block)}`;
    case 'reference':
      return `${type.isRvalue ? 'rvalue ' : ''}reference to ${dumpType(type.to, block)}`;
    case 'array':
      return `array${type.size === undefined ? '' : ` ${dumpExpr(type.size, block)}`} of ${dumpType(type.of, block)}`;
    case 'function':
      return `${cv}function ${dumpParams(type.params, type.isVariadic, block)} returning ${dumpType(type.result, block)}`;
    case 'record':
      return `${cv}${type.decl.tag} ${type.decl.name === undefined ? '(nameless)' : dumpName(type.decl.name, block)}`;
    case 'enum':
      return `${cv}enum ${type.decl.name === undefined ? '(nameless)' : dumpName(type.decl.name, block)}`;
    case 'memberPointer':
      return `${cv}pointer to member of ${dumpName(type.of, block)} to ${dumpType(type.to, block)}`;
  }
}

export function dumpParams(params: readonly ParamDecl[], isVariadic: boolean, block: DumpBlock): string {
  const texts = params.map((param) => {
    const name = param.name === undefined ? '' : `${param.name}: `;
    const initial = param.default === undefined ? '' : ` = ${dumpExpr(param.default, block)}`;
    return `${name}${dumpType(param.type, block)}${param.isPack === true ? '...' : ''}${initial}`;
  });
  return `(${[...texts, ...(isVariadic ? ['...'] : [])].join(', ')})`;
}

export function dumpInit(init: Init | undefined, block: DumpBlock): string {
  if (init === undefined) return '';
  switch (init.kind) {
    case 'copy':
      return ` = ${dumpExpr(init.expr, block)}`;
    case 'direct':
      return ` (direct${list(init.args, block)})`;
    case 'list':
      return ` ${dumpExpr(init.list, block)}`;
  }
}

const list = (exprs: readonly Expr[], block: DumpBlock): string =>
  exprs.map((expr) => ` ${dumpExpr(expr, block)}`).join('');

const SHORT_INTEGERS: Readonly<Record<string, string>> = {
  int: '', 'unsigned int': 'u', long: 'l', 'unsigned long': 'ul', 'long long': 'll', 'unsigned long long': 'ull',
}; // prettier-ignore

export function dumpExpr(expr: Expr, block: DumpBlock): string {
  const e = (inner: Expr): string => dumpExpr(inner, block);
  switch (expr.kind) {
    case 'integer':
      return `${expr.value}${SHORT_INTEGERS[expr.type] ?? ''}`;
    case 'float':
      return `${Number.isInteger(expr.value) ? expr.value.toFixed(1) : expr.value}${expr.type === 'float' ? 'f' : expr.type === 'double' ? '' : 'l'}`;
    case 'char':
      return `(char ${expr.value}${expr.type === 'char' ? '' : ` ${expr.type}`})`;
    case 'string':
      return `${expr.prefix}${JSON.stringify(new TextDecoder().decode(expr.bytes))}`;
    case 'bool':
      return String(expr.value);
    case 'nullptr':
    case 'this':
      return expr.kind;
    case 'name':
      return dumpName(expr.name, block);
    case 'unary':
      return `(${expr.op} ${e(expr.operand)})`;
    case 'postfix':
      return `(post${expr.op} ${e(expr.operand)})`;
    case 'binary':
    case 'assign':
      return `(${expr.op} ${e(expr.left)} ${e(expr.right)})`;
    case 'conditional':
      return `(? ${e(expr.condition)}${expr.then === undefined ? '' : ` ${e(expr.then)}`} ${e(expr.otherwise)})`;
    case 'call':
      return `(call ${e(expr.callee)}${list(expr.args, block)})`;
    case 'index':
      return `(index ${e(expr.object)} ${e(expr.index)})`;
    case 'member':
      return `(${expr.isArrow ? '->' : '.'} ${e(expr.object)} ${dumpName(expr.name, block)})`;
    case 'cast':
      return `(${expr.cast}-cast <${dumpType(expr.type, block)}>${list(expr.args, block)})`;
    case 'sizeof':
      return `(${expr.operator} ${isTypeNode(expr.of) ? `<${dumpType(expr.of, block)}>` : e(expr.of)})`;
    case 'initList':
      return `{${expr.items.map(({ designator, value }) => `${dumpDesignator(designator, block)}${e(value)}`).join(', ')}}`;
    case 'lambda': {
      const captures = expr.captures.map(({ name, byReference }) =>
        byReference && name !== 'this' ? `&${name}` : name,
      );
      const head = [...(expr.captureDefault === undefined ? [] : [expr.captureDefault]), ...captures].join(
        ', ',
      );
      const result = expr.result === undefined ? '' : ` returning ${dumpType(expr.result, block)}`;
      return `(lambda [${head}] ${dumpParams(expr.params, false, block)}${result}${block(expr.body)})`;
    }
    case 'new': {
      const placement = expr.placement.length === 0 ? '' : ` (placement${list(expr.placement, block)})`;
      const count = expr.count === undefined ? '' : ` [${e(expr.count)}]`;
      return `(new <${dumpType(expr.type, block)}>${count}${placement}${dumpInit(expr.init, block)})`;
    }
    case 'delete':
      return `(delete${expr.isArray ? '[]' : ''} ${e(expr.operand)})`;
    case 'statementExpr':
      return `(statements${block(expr.body)})`;
    case 'unsupported':
      return `(unsupported ${expr.construct})`;
    case 'packExpansion':
      return `(expand ${e(expr.operand)})`;
  }
}

function dumpDesignator(path: readonly Designator[] | undefined, block: DumpBlock): string {
  if (path === undefined) return '';
  const steps = path.map((step) => {
    if (step.kind === 'field') return `.${step.name}`;
    return `[${dumpExpr(step.index, block)}${step.to === undefined ? '' : ` ... ${dumpExpr(step.to, block)}`}]`;
  });
  return `${steps.join('')} = `;
}
