/**
 * The syntax tree as text, for `--dump ast`: one line a declaration or statement, indented, with the line
 * where it begins.
 *
 * In: a unit; which files to show (a sketch rarely wants to see its headers). Out: stable text.
 */
import {
  isDefined,
  type Condition,
  type Decl,
  type FunctionDecl,
  type Specifiers,
  type Stmt,
  type TemplateParam,
  type TranslationUnit,
} from './ast.ts';
import { dumpExpr, dumpInit, dumpName, dumpParams, dumpType } from './dump-expression.ts';
import type { Loc, SourceFile, SourceFiles } from './source.ts';

export function dumpAst(
  unit: TranslationUnit,
  sources: SourceFiles,
  isShown: (file: SourceFile) => boolean = () => true,
): string {
  const out: string[] = [];
  let path: string | undefined;
  for (const decl of unit.decls) {
    const file = sources.fileAt(decl.loc);
    if (file !== undefined && !isShown(file)) continue;
    if (file?.path !== path) {
      path = file?.path;
      out.push(`# ${path ?? '(nowhere)'}`);
    }
    new Dumper(sources, out).decl(decl, 0);
  }
  return `${out.join('\n')}\n`;
}

const FLAGS: readonly (readonly [keyof Specifiers, string])[] = [
  ['isStatic', 'static'],
  ['isExtern', 'extern'],
  ['isInline', 'inline'],
  ['isConstexpr', 'constexpr'],
  ['isVirtual', 'virtual'],
  ['isExplicit', 'explicit'],
  ['isMutable', 'mutable'],
  ['isFriend', 'friend'],
];

class Dumper {
  constructor(
    private readonly sources: SourceFiles,
    private readonly out: string[],
  ) {}

  private line(depth: number, loc: Loc, text: string): void {
    const number = this.sources.spanOf(loc)?.line ?? 0;
    this.out.push(`${String(number).padStart(4)} ${'  '.repeat(depth)}${text}`);
  }

  /** A block inside an expression goes on the lines below, in one piece. */
  private blockAt(depth: number): (block: Stmt) => string {
    return (block) => {
      const lines: string[] = [];
      new Dumper(this.sources, lines).stmt(block, depth + 1);
      return `\n${lines.join('\n')}`;
    };
  }

  private specifiers(specifiers: Specifiers, depth: number): string {
    const words = FLAGS.filter(([flag]) => specifiers[flag] === true).map(([, word]) => `${word} `);
    const attributes = specifiers.attributes.map(({ name, args }) => {
      const inside = args.map((arg) => dumpExpr(arg, this.blockAt(depth))).join(', ');
      return `[[${name}${args.length === 0 ? '' : `(${inside})`}]] `;
    });
    return words.join('') + attributes.join('');
  }

  decl(decl: Decl, depth: number): void {
    const block = this.blockAt(depth);
    switch (decl.kind) {
      case 'var': {
        const name = decl.name.parts.length === 0 ? '(nameless)' : dumpName(decl.name, block);
        const bits = decl.bits === undefined ? '' : ` bits ${dumpExpr(decl.bits, block)}`;
        const head = `${this.specifiers(decl.specifiers, depth)}var ${name}: ${dumpType(decl.type, block)}`;
        this.line(depth, decl.loc, `${head}${bits}${dumpInit(decl.init, block)}`);
        if (decl.type.kind === 'record' || decl.type.kind === 'enum') this.decl(decl.type.decl, depth + 1);
        return;
      }
      case 'function':
        return this.functionDecl(decl, depth);
      case 'record': {
        const bases = decl.bases.map(
          (base) => ` ${base.access}${base.isVirtual ? ' virtual' : ''} ${dumpName(base.name, block)}`,
        );
        const name = decl.name === undefined ? '(nameless)' : dumpName(decl.name, block);
        const base = bases.length === 0 ? '' : ` :${bases.join(',')}`;
        const tail = `${decl.isFinal ? ' final' : ''}${base}${!isDefined(decl) ? ' (declared)' : ''}`;
        this.line(depth, decl.loc, `${decl.tag} ${name}${tail}`);
        let access: string = decl.tag === 'class' ? 'private' : 'public';
        for (const member of decl.members ?? []) {
          if (member.access !== access) this.line(depth, member.decl.loc, `${member.access}:`);
          access = member.access;
          this.decl(member.decl, depth + 1);
        }
        return;
      }
      case 'enum': {
        const name = decl.name === undefined ? '(nameless)' : dumpName(decl.name, block);
        const underlying = decl.underlying === undefined ? '' : ` : ${dumpType(decl.underlying, block)}`;
        const values = decl.enumerators?.map(
          (one) => one.name + (one.value === undefined ? '' : ` = ${dumpExpr(one.value, block)}`),
        );
        const tail = values === undefined ? ' (declared)' : ` { ${values.join(', ')} }`;
        this.line(depth, decl.loc, `enum ${decl.isScoped ? 'class ' : ''}${name}${underlying}${tail}`);
        return;
      }
      case 'typedef':
        this.line(depth, decl.loc, `type ${decl.name} = ${dumpType(decl.type, block)}`);
        if (decl.type.kind === 'record' || decl.type.kind === 'enum') this.decl(decl.type.decl, depth + 1);
        return;
      case 'namespace':
        this.line(depth, decl.loc, `namespace ${decl.name ?? '(nameless)'}`);
        for (const inner of decl.decls) this.decl(inner, depth + 1);
        return;
      case 'using': {
        const alias = decl.alias === undefined ? '' : ` ${decl.alias} =`;
        this.line(depth, decl.loc, `using ${decl.form}${alias} ${dumpName(decl.name, block)}`);
        return;
      }
      case 'template': {
        const params = decl.params.map((param) => this.templateParam(param, depth));
        this.line(depth, decl.loc, `template <${params.join(', ')}>`);
        this.decl(decl.decl, depth + 1);
        return;
      }
      case 'staticAssert': {
        const message = decl.message === undefined ? '' : ` ${JSON.stringify(decl.message)}`;
        this.line(depth, decl.loc, `static_assert ${dumpExpr(decl.condition, block)}${message}`);
        return;
      }
      case 'linkage':
        this.line(depth, decl.loc, 'extern "C"');
        for (const inner of decl.decls) this.decl(inner, depth + 1);
        return;
      case 'unread':
        this.decl(decl.decl, depth);
    }
  }

  private templateParam(param: TemplateParam, depth: number): string {
    const block = this.blockAt(depth);
    const name = `${param.isPack ? '...' : ''}${param.name ?? ''}`;
    if (param.kind === 'type') {
      return `type ${name}${param.default === undefined ? '' : ` = ${dumpType(param.default, block)}`}`;
    }
    const initial = param.default === undefined ? '' : ` = ${dumpExpr(param.default, block)}`;
    return `${name}: ${dumpType(param.type, block)}${initial}`;
  }

  private functionDecl(decl: FunctionDecl, depth: number): void {
    const block = this.blockAt(depth);
    const { type } = decl;
    const words = [
      type.isConst ? ' const' : '',
      type.isVolatile ? ' volatile' : '',
      decl.isOverride ? ' override' : '',
      decl.isFinal ? ' final' : '',
      decl.isPure ? ' = 0' : '',
      decl.isDefaulted ? ' = default' : '',
      decl.isDeleted ? ' = delete' : '',
      decl.body === undefined && !decl.isPure && !decl.isDefaulted && !decl.isDeleted ? ' (declared)' : '',
    ].join('');
    const result = decl.role === 'function' ? `: ${dumpType(type.result, block)}` : '';
    const params = dumpParams(type.params, type.isVariadic, block);
    const head = `${this.specifiers(decl.specifiers, depth)}${decl.role} ${dumpName(decl.name, block)}`;
    this.line(depth, decl.loc, `${head} ${params}${result}${words}`);
    for (const init of decl.initialisers ?? []) {
      this.line(depth + 1, init.loc, `initialise ${dumpName(init.name, block)}${dumpInit(init.init, block)}`);
    }
    if (decl.body !== undefined) this.stmts(decl.body.body, depth + 1);
  }

  private stmts(stmts: readonly Stmt[], depth: number): void {
    for (const stmt of stmts) this.stmt(stmt, depth);
  }

  private condition(condition: Condition, depth: number): string {
    const block = this.blockAt(depth);
    if (condition.kind !== 'var') return dumpExpr(condition, block);
    return `(var ${dumpName(condition.name, block)}: ${dumpType(condition.type, block)}${dumpInit(condition.init, block)})`;
  }

  private stmt(stmt: Stmt, depth: number): void {
    const block = this.blockAt(depth);
    const { loc } = stmt;
    switch (stmt.kind) {
      case 'compound':
        this.line(depth, loc, '{}');
        return this.stmts(stmt.body, depth + 1);
      case 'expr':
        return this.line(depth, loc, dumpExpr(stmt.expr, block));
      case 'empty':
      case 'break':
      case 'continue':
        return this.line(depth, loc, stmt.kind);
      case 'decl':
        for (const decl of stmt.decls) this.decl(decl, depth);
        return;
      case 'if':
        this.line(depth, loc, `if ${this.condition(stmt.condition, depth)}`);
        this.stmt(stmt.then, depth + 1);
        if (stmt.otherwise === undefined) return;
        this.line(depth, stmt.otherwise.loc, 'else');
        return this.stmt(stmt.otherwise, depth + 1);
      case 'while':
      case 'switch':
        this.line(depth, loc, `${stmt.kind} ${this.condition(stmt.condition, depth)}`);
        return this.stmt(stmt.body, depth + 1);
      case 'do':
        this.line(depth, loc, `do while ${dumpExpr(stmt.condition, block)}`);
        return this.stmt(stmt.body, depth + 1);
      case 'for': {
        const condition = stmt.condition === undefined ? '()' : this.condition(stmt.condition, depth);
        const step = stmt.step === undefined ? '()' : dumpExpr(stmt.step, block);
        this.line(depth, loc, `for ${condition} ${step}`);
        if (stmt.init !== undefined) this.stmt(stmt.init, depth + 2);
        return this.stmt(stmt.body, depth + 1);
      }
      case 'rangeFor': {
        const { name, type } = stmt.variable;
        const variable = `${dumpName(name, block)}: ${dumpType(type, block)}`;
        this.line(depth, loc, `for ${variable} in ${dumpExpr(stmt.range, block)}`);
        return this.stmt(stmt.body, depth + 1);
      }
      case 'case': {
        const to = stmt.to === undefined ? '' : ` ... ${dumpExpr(stmt.to, block)}`;
        this.line(depth, loc, `case ${dumpExpr(stmt.value, block)}${to}`);
        return this.stmt(stmt.body, depth + 1);
      }
      case 'default':
        this.line(depth, loc, 'default');
        return this.stmt(stmt.body, depth + 1);
      case 'label':
        this.line(depth, loc, `label ${stmt.name}`);
        return this.stmt(stmt.body, depth + 1);
      case 'goto':
        return this.line(depth, loc, `goto ${stmt.name}`);
      case 'return':
        return this.line(
          depth,
          loc,
          `return${stmt.value === undefined ? '' : ` ${dumpExpr(stmt.value, block)}`}`,
        );
      case 'asm':
        return this.line(
          depth,
          loc,
          `asm ${JSON.stringify(stmt.template)}${stmt.outputs.length + stmt.inputs.length > 0 ? ' (operands)' : ''}`,
        );
    }
  }
}
