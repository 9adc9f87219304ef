/**
 * A syntax tree as C or C++ source again, every operator in parentheses.
 *
 * Serves one proof: avr-gcc must make the same code of the print as of the original, so the tree says what
 * the text said.
 */
import type { Attribute, Condition, Decl, Designator, Expr, FunctionDecl, Init, Name, NamePart, ParamDecl,
  RecordDecl, Specifiers, Stmt, TemplateArg, TemplateParam, TranslationUnit, TypeNode } from '../../../../compiler/cpp/ast.ts'; // prettier-ignore
import { isTypeNode } from '../../../../compiler/cpp/dump-expression.ts';

/** Definitions that stand where their type is first used: printed once. */
export function printUnit(unit: TranslationUnit): string {
  const printer = new Printer(unit.language === 'c');
  return `${unit.decls.map((decl) => printer.decl(decl)).join('\n')}\n`;
}

class Printer {
  private nameless = 0;
  private readonly names = new Map<object, string>();
  private readonly printed = new Set<object>();

  constructor(private readonly isC: boolean) {}

  name(name: Name): string {
    return (name.isGlobal ? '::' : '') + name.parts.map((part) => this.part(part)).join('::');
  }

  private part(part: NamePart): string {
    switch (part.kind) {
      case 'identifier':
        if (part.templateArgs === undefined) return part.text;
        return `${part.text}< ${part.templateArgs.map((arg) => this.templateArg(arg)).join(', ')} >`;
      case 'operator':
        return `operator ${part.text}`;
      case 'conversion':
        return `operator ${this.declare(part.type, '')}`;
      case 'destructor':
        return `~${part.text}`;
    }
  }

  private templateArg(arg: TemplateArg): string {
    return isTypeNode(arg) ? this.declare(arg, '') : this.expr(arg);
  }

  /** `type` with `inner` as its declarator. */
  declare(type: TypeNode, inner: string): string {
    const cv = `${type.isConst ? 'const ' : ''}${type.isVolatile ? 'volatile ' : ''}`;
    const tail = inner === '' ? '' : ` ${inner}`;
    switch (type.kind) {
      case 'builtin':
        return `${cv}${this.isC && type.name === 'bool' ? '_Bool' : type.name}${tail}`;
      case 'named':
        return `${cv}${this.tagOf(type)}${this.name(type.name)}${tail}`;
      case 'auto':
        return `${cv}${this.isC ? '__auto_type' : 'auto'}${tail}`;
      case 'decltype':
        return `${cv}${this.isC ? '__typeof__' : 'decltype'}(${this.expr(type.expr)})${tail}`;
      case 'pointer':
        return this.declare(type.to, this.wrapped(type.to, `*${cv}${inner}`));
      case 'reference':
        return this.declare(type.to, this.wrapped(type.to, `${type.isRvalue ? '&&' : '&'}${inner}`));
      case 'array':
        return this.declare(type.of, `${inner}[${type.size === undefined ? '' : this.expr(type.size)}]`);
      case 'function':
        return this.declare(
          type.result,
          `${inner}${this.params(type.params, type.isVariadic)}${cv === '' ? '' : ` ${cv}`}`,
        );
      case 'record':
        return `${cv}${this.record(type.decl)}${tail}`;
      case 'enum':
        return `${cv}${this.enumText(type.decl)}${tail}`;
      case 'memberPointer':
        return this.declare(type.to, this.wrapped(type.to, `${this.name(type.of)}::*${cv}${inner}`));
    }
  }

  private tagOf(type: TypeNode & { kind: 'named' }): string {
    if (type.tag !== undefined) return `${type.tag} `;
    const isDependent =
      type.name.parts.length > 1 &&
      type.name.parts.some((part) => part.kind === 'identifier' && /^[A-Z]$/.test(part.text));
    return isDependent ? 'typename ' : '';
  }

  private wrapped(to: TypeNode, inner: string): string {
    return to.kind === 'array' || to.kind === 'function' ? `(${inner})` : inner;
  }

  private params(params: readonly ParamDecl[], isVariadic: boolean): string {
    const texts = params.map((param) => {
      const initial = param.default === undefined ? '' : ` = ${this.expr(param.default)}`;
      return this.declare(param.type, `${param.isPack === true ? '...' : ''}${param.name ?? ''}`) + initial;
    });
    if (isVariadic && params.length > 0) texts.push('...');
    if (isVariadic && params.length === 0) return this.isC ? '()' : '(...)';
    return `(${texts.length === 0 ? 'void' : texts.join(', ')})`;
  }

  private attributes(attributes: readonly Attribute[] | undefined): string {
    return (attributes ?? [])
      .filter(({ name }) => name !== 'asm')
      .map(({ name, args }) => {
        const inside = args.length === 0 ? '' : `(${args.map((arg) => this.attributeArg(arg)).join(', ')})`;
        return `__attribute__((${name}${inside})) `;
      })
      .join('');
  }

  private attributeArg(arg: Expr): string {
    return arg.kind === 'name' ? this.name(arg.name) : this.expr(arg);
  }

  private asmLabel(attributes: readonly Attribute[]): string {
    const label = attributes.find(({ name }) => name === 'asm')?.args[0];
    return label === undefined ? '' : ` __asm__(${this.expr(label)})`;
  }

  private specifiers(specifiers: Specifiers): string {
    const words = [
      specifiers.isExtern ? 'extern ' : '',
      specifiers.isStatic ? 'static ' : '',
      specifiers.isInline ? 'inline ' : '',
      specifiers.isConstexpr ? 'constexpr ' : '',
      specifiers.isVirtual ? 'virtual ' : '',
      specifiers.isExplicit ? 'explicit ' : '',
      specifiers.isMutable ? 'mutable ' : '',
      specifiers.isFriend ? 'friend ' : '',
    ];
    return this.attributes(specifiers.attributes) + words.join('');
  }

  decl(decl: Decl): string {
    switch (decl.kind) {
      case 'var': {
        const bits = decl.bits === undefined ? '' : ` : ${this.expr(decl.bits)}`;
        const head = this.specifiers(decl.specifiers) + this.declare(decl.type, this.name(decl.name));
        return `${head}${bits}${this.asmLabel(decl.specifiers.attributes)}${this.init(decl.init)};`;
      }
      case 'function':
        return this.functionDecl(decl);
      case 'record':
        return `${this.record(decl)};`;
      case 'enum':
        return `${this.enumText(decl)};`;
      case 'typedef':
        return `${this.attributes(decl.attributes)}typedef ${this.declare(decl.type, decl.name)};`;
      case 'namespace':
        return `namespace ${decl.name ?? ''} {\n${decl.decls.map((inner) => this.decl(inner)).join('\n')}\n}`;
      case 'using':
        if (decl.form === 'alias') return `namespace ${decl.alias ?? ''} = ${this.name(decl.name)};`;
        return `using ${decl.form === 'namespace' ? 'namespace ' : ''}${this.name(decl.name)};`;
      case 'template':
        return this.template(decl.params, decl.decl);
      case 'staticAssert': {
        const word = this.isC ? '_Static_assert' : 'static_assert';
        return `${word}(${this.expr(decl.condition)}, ${JSON.stringify(decl.message ?? '')});`;
      }
      case 'linkage':
        return `extern "C" {\n${decl.decls.map((inner) => this.decl(inner)).join('\n')}\n}`;
      case 'unread':
        return this.decl(decl.decl);
    }
  }

  private template(params: readonly TemplateParam[], decl: Decl): string {
    const head = `template <${params.map((param) => this.templateParam(param)).join(', ')}> `;
    if (decl.kind !== 'typedef') return head + this.decl(decl);
    return `${head}using ${decl.name} = ${this.declare(decl.type, '')};`;
  }

  private templateParam(param: TemplateParam): string {
    const name = `${param.isPack ? '...' : ''}${param.name ?? ''}`;
    if (param.kind === 'value') {
      return (
        this.declare(param.type, name) +
        (param.default === undefined ? '' : ` = (${this.expr(param.default)})`)
      );
    }
    return `typename ${name}${param.default === undefined ? '' : ` = ${this.declare(param.default, '')}`}`;
  }

  private functionDecl(decl: FunctionDecl): string {
    const { type } = decl;
    const cv = `${type.isConst ? ' const' : ''}${type.isVolatile ? ' volatile' : ''}`;
    const inner = `${this.name(decl.name)}${this.params(type.params, type.isVariadic)}${cv}`;
    const head = decl.role === 'function' ? this.declare(type.result, inner) : inner;
    const words = `${decl.isOverride ? ' override' : ''}${decl.isFinal ? ' final' : ''}`;
    const start = this.specifiers(decl.specifiers) + head + words + this.asmLabel(decl.specifiers.attributes);
    if (decl.isPure) return `${start} = 0;`;
    if (decl.isDefaulted) return `${start} = default;`;
    if (decl.isDeleted) return `${start} = delete;`;
    if (decl.body === undefined) return `${start};`;
    const inits = (decl.initialisers ?? []).map((init) => this.name(init.name) + this.init(init.init));
    return `${start}${inits.length === 0 ? '' : ` : ${inits.join(', ')}`} ${this.stmt(decl.body)}`;
  }

  private record(decl: RecordDecl): string {
    const name = decl.name === undefined ? (this.names.get(decl) ?? '') : this.name(decl.name);
    const head = `${decl.tag} ${this.attributes(decl.attributes)}${name}`;
    if (decl.members === undefined || this.printed.has(decl)) return head;
    this.printed.add(decl);
    if (decl.name === undefined) this.names.set(decl, `nameless_${this.nameless++}`);
    const made = decl.name === undefined ? ` ${this.names.get(decl)}` : '';
    const bases = decl.bases.map(
      (base) => `${base.access} ${base.isVirtual ? 'virtual ' : ''}${this.name(base.name)}`,
    );
    const members = decl.members.map((member) => {
      const access = this.isC ? '' : `${member.access}: `;
      // A nameless struct as member keeps its members in the class.
      const { decl: inner } = member;
      const isNameless = inner.kind === 'var' && inner.name.parts.length === 0 && !inner.specifiers.isFriend;
      if (isNameless && inner.type.kind === 'record') {
        return `${access}${this.namelessMember(inner.type.decl)};`;
      }
      return access + this.decl(inner);
    });
    const tail = `${decl.isFinal ? ' final' : ''}${bases.length === 0 ? '' : ` : ${bases.join(', ')}`}`;
    return `${head}${made}${tail} {\n${members.join('\n')}\n}`;
  }

  private namelessMember(decl: RecordDecl): string {
    const members = (decl.members ?? []).map((member) =>
      member.decl.kind === 'var' && member.decl.name.parts.length === 0 && member.decl.type.kind === 'record'
        ? `${this.namelessMember(member.decl.type.decl)};`
        : this.decl(member.decl),
    );
    return `${decl.tag} ${this.attributes(decl.attributes)}{\n${members.join('\n')}\n}`;
  }

  private enumText(decl: Decl & { kind: 'enum' }): string {
    const name = decl.name === undefined ? (this.names.get(decl) ?? '') : this.name(decl.name);
    const head = `enum ${decl.isScoped ? 'class ' : ''}${name}`;
    const underlying = decl.underlying === undefined ? '' : ` : ${this.declare(decl.underlying, '')}`;
    if (decl.enumerators === undefined) return head + underlying;
    if (this.printed.has(decl)) return head;
    this.printed.add(decl);
    const made = decl.name === undefined ? ` nameless_${this.nameless++}` : '';
    if (decl.name === undefined) this.names.set(decl, made.trim());
    const values = decl.enumerators.map(
      (one) => one.name + (one.value === undefined ? '' : ` = ${this.expr(one.value)}`),
    );
    return `${head}${made}${underlying} { ${values.join(', ')} }`;
  }

  private init(init: Init | undefined): string {
    if (init === undefined) return '';
    switch (init.kind) {
      case 'copy':
        return ` = ${this.expr(init.expr)}`;
      case 'direct':
        return `(${this.list(init.args)})`;
      case 'list':
        return this.expr(init.list);
    }
  }

  private list(exprs: readonly Expr[]): string {
    return exprs.map((expr) => this.expr(expr)).join(', ');
  }

  // ---- Statements ---------------------------------------------------------------------------

  private condition(condition: Condition): string {
    if (condition.kind !== 'var') return this.expr(condition);
    return this.decl(condition).slice(0, -1);
  }

  stmt(stmt: Stmt): string {
    switch (stmt.kind) {
      case 'compound':
        return `{\n${stmt.body.map((inner) => this.stmt(inner)).join('\n')}\n}`;
      case 'expr':
        return `${this.expr(stmt.expr)};`;
      case 'empty':
        return ';';
      case 'decl':
        return stmt.decls.map((decl) => this.decl(decl)).join(' ');
      case 'if': {
        const otherwise = stmt.otherwise === undefined ? '' : ` else ${this.stmt(stmt.otherwise)}`;
        return `if (${this.condition(stmt.condition)}) { ${this.stmt(stmt.then)} }${otherwise}`;
      }
      case 'while':
      case 'switch':
        return `${stmt.kind} (${this.condition(stmt.condition)}) ${this.stmt(stmt.body)}`;
      case 'do':
        return `do ${this.stmt(stmt.body)} while (${this.expr(stmt.condition)});`;
      case 'for': {
        const init = stmt.init === undefined ? ';' : this.forInit(stmt.init);
        const condition = stmt.condition === undefined ? '' : this.condition(stmt.condition);
        return `for (${init} ${condition}; ${stmt.step === undefined ? '' : this.expr(stmt.step)}) ${this.stmt(stmt.body)}`;
      }
      case 'rangeFor':
        return `for (${this.decl(stmt.variable).slice(0, -1)} : ${this.expr(stmt.range)}) ${this.stmt(stmt.body)}`;
      case 'case':
        return `case ${this.expr(stmt.value)}${stmt.to === undefined ? '' : ` ... ${this.expr(stmt.to)}`}: ${this.stmt(stmt.body)}`;
      case 'default':
        return `default: ${this.stmt(stmt.body)}`;
      case 'label':
        return `${stmt.name}: ${this.stmt(stmt.body)}`;
      case 'goto':
        return `goto ${stmt.name};`;
      case 'break':
      case 'continue':
        return `${stmt.kind};`;
      case 'return':
        return `return${stmt.value === undefined ? '' : ` ${this.expr(stmt.value)}`};`;
      case 'asm':
        if (stmt.outputs.length + stmt.inputs.length > 0) return 'UNSUPPORTED(asm)';
        return `__asm__ volatile(${JSON.stringify(stmt.template)});`;
    }
  }

  /** `int i = 0, *p = q;` was split: made one again. */
  private forInit(init: Stmt): string {
    if (init.kind !== 'decl' || init.decls.length === 1) return this.stmt(init);
    const [first, ...others] = init.decls;
    if (first?.kind !== 'var') return this.stmt(init);
    const texts = others.map((decl) =>
      decl.kind === 'var' ? this.declaratorOnly(decl.type, this.name(decl.name)) + this.init(decl.init) : '',
    );
    return `${this.decl(first).slice(0, -1)}, ${texts.join(', ')};`;
  }

  private declaratorOnly(type: TypeNode, inner: string): string {
    switch (type.kind) {
      case 'pointer':
        return this.declaratorOnly(type.to, this.wrapped(type.to, `*${inner}`));
      case 'reference':
        return this.declaratorOnly(type.to, this.wrapped(type.to, `&${inner}`));
      case 'array':
        return this.declaratorOnly(
          type.of,
          `${inner}[${type.size === undefined ? '' : this.expr(type.size)}]`,
        );
      default:
        return inner;
    }
  }

  // ---- Expressions --------------------------------------------------------------------------

  expr(expr: Expr): string {
    switch (expr.kind) {
      case 'integer': {
        const suffix = {
          int: '',
          'unsigned int': 'u',
          long: 'l',
          'unsigned long': 'ul',
          'long long': 'll',
        } as const;
        return `${expr.value}${suffix[expr.type as keyof typeof suffix] ?? 'ull'}`;
      }
      case 'float': {
        if (!Number.isFinite(expr.value)) return '(__builtin_inf())';
        const text = expr.value.toExponential(20);
        return `${text}${expr.type === 'float' ? 'f' : expr.type === 'double' ? '' : 'l'}`;
      }
      case 'char':
        if (expr.type === 'int') return `(${expr.value})`;
        return `((${expr.type})${expr.value})`;
      case 'string':
        return `${expr.prefix}"${[...expr.bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`;
      case 'bool':
        return String(expr.value);
      case 'nullptr':
        return this.isC ? '((void*)0)' : 'nullptr';
      case 'this':
        return 'this';
      case 'name':
        return this.name(expr.name);
      case 'unary':
        return `(${expr.op} ${this.expr(expr.operand)})`;
      case 'postfix':
        return `(${this.expr(expr.operand)} ${expr.op})`;
      case 'binary':
      case 'assign':
        return `(${this.expr(expr.left)} ${expr.op} ${this.expr(expr.right)})`;
      case 'conditional':
        return `(${this.expr(expr.condition)} ? ${expr.then === undefined ? '' : this.expr(expr.then)} : ${this.expr(expr.otherwise)})`;
      case 'call':
        return this.call(expr.callee, expr.args);
      case 'index':
        return `${this.expr(expr.object)}[${this.expr(expr.index)}]`;
      case 'member':
        return `${this.expr(expr.object)}${expr.isArrow ? '->' : '.'}${this.name(expr.name)}`;
      case 'cast':
        return this.cast(expr);
      case 'sizeof': {
        const word = expr.operator === 'sizeof' ? 'sizeof' : '__alignof__';
        return `(${word}(${isTypeNode(expr.of) ? this.declare(expr.of, '') : this.expr(expr.of)}))`;
      }
      case 'initList':
        return `{${expr.items.map(({ designator, value }) => this.designator(designator) + this.expr(value)).join(', ')}}`;
      case 'lambda': {
        const captures = [
          ...(expr.captureDefault === undefined ? [] : [expr.captureDefault]),
          ...expr.captures.map(({ name, byReference }) =>
            byReference && name !== 'this' ? `&${name}` : name,
          ),
        ];
        const result = expr.result === undefined ? '' : ` -> ${this.declare(expr.result, '')}`;
        return `([${captures.join(', ')}]${this.params(expr.params, false)}${result} ${this.stmt(expr.body)})`;
      }
      case 'new': {
        const placement = expr.placement.length === 0 ? '' : `(${this.list(expr.placement)}) `;
        const count = expr.count === undefined ? '' : `[${this.expr(expr.count)}]`;
        return `(new ${placement}${this.declare(expr.type, '')}${count}${this.init(expr.init)})`;
      }
      case 'delete':
        return `(delete${expr.isArray ? '[]' : ''} ${this.expr(expr.operand)})`;
      case 'statementExpr':
        return `(${this.stmt(expr.body)})`;
      case 'unsupported':
        return `UNSUPPORTED(${expr.construct})`;
      case 'packExpansion':
        return `${this.expr(expr.operand)}...`;
    }
  }

  private call(callee: Expr, args: readonly Expr[]): string {
    if (callee.kind === 'name' && callee.name.parts.length === 1) {
      const [part] = callee.name.parts;
      if (part?.kind === 'identifier' && /^__builtin_(va_arg|offsetof|types_compatible_p)$/.test(part.text)) {
        const texts = args.map((arg) =>
          arg.kind === 'sizeof' && isTypeNode(arg.of) ? this.declare(arg.of, '') : this.expr(arg),
        );
        return `${part.text}(${texts.join(', ')})`;
      }
      if (part?.kind === 'operator' && part.text.startsWith('""'))
        return `operator ${part.text}(${this.list(args)})`;
    }
    return `${this.expr(callee)}(${this.list(args)})`;
  }

  private cast(expr: Expr & { kind: 'cast' }): string {
    const type = this.declare(expr.type, '');
    const words = {
      static: 'static_cast',
      reinterpret: 'reinterpret_cast',
      const: 'const_cast',
      dynamic: 'dynamic_cast',
    } as const;
    if (expr.cast === 'c') return `((${type})${this.list(expr.args)})`;
    if (expr.cast !== 'functional') return `${words[expr.cast]}<${type} >(${this.list(expr.args)})`;
    const isPlain = /^[\w:]+$/.test(type) || expr.type.kind === 'named' || expr.type.kind === 'decltype';
    if (expr.isBraced) return `${type}${this.list(expr.args)}`;
    return isPlain ? `${type}(${this.list(expr.args)})` : `((${type})(${this.list(expr.args)}))`;
  }

  private designator(path: readonly Designator[] | undefined): string {
    if (path === undefined) return '';
    const steps = path.map((step) => {
      if (step.kind === 'field') return `.${step.name}`;
      return `[${this.expr(step.index)}${step.to === undefined ? '' : ` ... ${this.expr(step.to)}`}]`;
    });
    return `${steps.join('')} = `;
  }
}
