/**
 * Template arguments from the types of a call's arguments (C++11 §14.8.2), for the shapes a beginner's
 * libraries use: T, T&, const T&, T&&, T*, T[N], A<T>, functions of them.
 *
 * In: a parameter's type node and an argument's type. Out: bindings by name; false when they clash.
 */
import type { Name, ParamDecl, TemplateArg, TemplateParam, TypeNode } from '../ast.ts';
import { plain, UINT, type QualType } from '../types.ts';
import { integer, isRvalue } from './build.ts';
import type { Arg, Checker } from './checker.ts';
import { toValue } from './conversions.ts';
import type { TemplateArgValue } from './entities.ts';
import { decay, referenceTo, sameQual } from './relations.ts';

export type Bindings = Map<string, TemplateArgValue>;

const singleName = (name: Name): string | undefined => {
  const [part] = name.parts;
  return name.parts.length === 1 &&
    part?.kind === 'identifier' &&
    part.templateArgs === undefined &&
    !name.isGlobal
    ? part.text
    : undefined;
};

export class Deduction {
  readonly bindings: Bindings;
  private readonly c: Checker;
  private readonly types: ReadonlySet<string>;
  private readonly values: ReadonlySet<string>;

  constructor(c: Checker, params: readonly TemplateParam[], bindings: Bindings) {
    this.c = c;
    this.bindings = bindings;
    this.types = new Set(
      params.flatMap((param) => (param.kind === 'type' && param.name !== undefined ? [param.name] : [])),
    );
    this.values = new Set(
      params.flatMap((param) => (param.kind === 'value' && param.name !== undefined ? [param.name] : [])),
    );
  }

  /** From one argument of a call. */
  argument(param: ParamDecl, arg: Arg): boolean {
    if (arg.kind !== 'expr') return true;
    const { type } = param;
    const given = arg.expr.type;
    if (given.type.kind === 'error') return true;
    if (type.kind === 'reference') {
      const inner = type.to;
      const name = inner.kind === 'named' ? singleName(inner.name) : undefined;
      if (type.isRvalue && !inner.isConst && name !== undefined && this.types.has(name)) {
        return this.bind(name, isRvalue(arg.expr) ? plain(given.type) : plain(referenceTo(given)));
      }
      if (given.type.kind === 'pointer' && arg.expr.kind === 'functionAddress')
        return this.unify(inner, given.type.to);
      return this.unify(inner, given);
    }
    return this.unify({ ...type, isConst: false, isVolatile: false }, decay(toValue(this.c, arg.expr).type));
  }

  /** `node` against a type; what the node does not deduce is left to conversions. */
  unify(node: TypeNode, given: QualType): boolean {
    switch (node.kind) {
      case 'named':
        return this.named(node, given);
      case 'pointer':
        return given.type.kind === 'pointer' ? this.unify(node.to, given.type.to) : !this.mentions(node);
      case 'reference':
        return given.type.kind === 'reference'
          ? this.unify(node.to, given.type.to)
          : this.unify(node.to, given);
      case 'array':
        return this.array(node, given);
      case 'function': {
        if (given.type.kind !== 'function') return !this.mentions(node);
        const { params, result } = given.type;
        if (params.length !== node.params.length) return false;
        return (
          this.unify(node.result, result) &&
          node.params.every((param, index) => this.unify(param.type, params[index] ?? result))
        );
      }
      default:
        return true;
    }
  }

  private named(node: TypeNode & { kind: 'named' }, given: QualType): boolean {
    const name = singleName(node.name);
    if (name !== undefined && this.types.has(name)) {
      return this.bind(name, {
        type: given.type,
        isConst: given.isConst && !node.isConst,
        isVolatile: given.isVolatile && !node.isVolatile,
      });
    }
    const part = node.name.parts[node.name.parts.length - 1];
    if (part?.kind !== 'identifier' || part.templateArgs === undefined) return true;
    if (given.type.kind !== 'record') return !this.mentions(node);
    for (
      let cls: ReturnType<Checker['classEntity']> | undefined = this.c.classEntity(given.type.decl);
      cls !== undefined;
      cls = cls.base?.cls
    ) {
      if (cls.template === undefined || cls.template.of.name !== part.text) continue;
      return part.templateArgs.every((arg, index) => this.templateArg(arg, cls?.template?.args[index]));
    }
    return false;
  }

  templateArg(arg: TemplateArg, value: TemplateArgValue | undefined): boolean {
    if (value === undefined) return false;
    const name = arg.kind === 'named' || arg.kind === 'name' ? singleName(arg.name) : undefined;
    if (name !== undefined && this.values.has(name)) return this.bindValue(name, value);
    if (value.kind === 'type') return isTypeNode(arg) ? this.unifyExact(arg, value.type) : true;
    return true;
  }

  /** Inside `A<…>` qualifiers count: `A<const T>` does not take A<int>. */
  private unifyExact(node: TypeNode, given: QualType): boolean {
    if (node.isConst && !given.isConst) return false;
    return this.unify(node, given);
  }

  private array(node: TypeNode & { kind: 'array' }, given: QualType): boolean {
    if (given.type.kind !== 'array') return !this.mentions(node);
    const name = node.size?.kind === 'name' ? singleName(node.size.name) : undefined;
    if (name !== undefined && this.values.has(name)) {
      const count = BigInt(given.type.count ?? 0);
      if (!this.bindValue(name, { kind: 'value', value: integer(count, UINT, node) })) return false;
    }
    return this.unify(node.of, given.type.of);
  }

  private bind(name: string, type: QualType): boolean {
    const known = this.bindings.get(name);
    if (known === undefined) {
      this.bindings.set(name, { kind: 'type', type });
      return true;
    }
    return this.given.has(name) || (known.kind === 'type' && sameQual(known.type, type));
  }

  /** Names whose argument was written: what is given need only convert. */
  readonly given = new Set<string>();

  private bindValue(name: string, value: TemplateArgValue): boolean {
    const known = this.bindings.get(name);
    if (known === undefined) {
      this.bindings.set(name, value);
      return true;
    }
    if (known.kind !== 'value' || value.kind !== 'value') return false;
    return (
      known.value.kind === 'integer' &&
      value.value.kind === 'integer' &&
      known.value.value === value.value.value
    );
  }

  private mentions(node: TypeNode): boolean {
    return mentions(node, this.types) || mentions(node, this.values);
  }
}

const isTypeNode = (arg: TemplateArg): arg is TypeNode =>
  arg.kind === 'builtin' ||
  arg.kind === 'named' ||
  arg.kind === 'pointer' ||
  arg.kind === 'reference' ||
  arg.kind === 'array' ||
  arg.kind === 'function' ||
  arg.kind === 'auto' ||
  arg.kind === 'decltype' ||
  arg.kind === 'record' ||
  arg.kind === 'enum' ||
  arg.kind === 'memberPointer';

function mentions(node: TypeNode, names: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case 'named': {
      const name = singleName(node.name);
      if (name !== undefined) return names.has(name);
      return node.name.parts.some(
        (part) =>
          part.kind === 'identifier' &&
          (part.templateArgs ?? []).some((arg) =>
            isTypeNode(arg)
              ? mentions(arg, names)
              : arg.kind === 'name' && names.has(singleName(arg.name) ?? ''),
          ),
      );
    }
    case 'pointer':
    case 'reference':
      return mentions(node.to, names);
    case 'array':
      return mentions(node.of, names);
    case 'function':
      return mentions(node.result, names) || node.params.some((param) => mentions(param.type, names));
    default:
      return false;
  }
}

/** How much a template's parameters say by themselves: `T*` says more than `T`. */
export function weight(node: TypeNode, names: ReadonlySet<string>): number {
  switch (node.kind) {
    case 'named': {
      const name = singleName(node.name);
      if (name !== undefined && names.has(name)) return 0;
      const part = node.name.parts[node.name.parts.length - 1];
      const inner =
        part?.kind === 'identifier'
          ? (part.templateArgs ?? []).reduce(
              (sum, arg) => sum + (isTypeNode(arg) ? weight(arg, names) : 1),
              0,
            )
          : 0;
      return 2 + inner;
    }
    case 'pointer':
      return 2 + (node.to.isConst ? 1 : 0) + weight(node.to, names);
    case 'reference':
      return (node.isRvalue ? 0 : 0.5) + (node.to.isConst ? 1 : 0) + weight(node.to, names);
    case 'array':
      return 2 + weight(node.of, names);
    case 'function':
      return (
        2 +
        weight(node.result, names) +
        node.params.reduce((sum, param) => sum + weight(param.type, names), 0)
      );
    default:
      return 2;
  }
}
