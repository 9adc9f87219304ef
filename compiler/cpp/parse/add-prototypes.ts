/**
 * Lets a sketch call its functions above their definitions, as the Arduino IDE does.
 *
 * In: a unit's declarations. Out: the same with a declaration of each function that the tabs define, before
 * the first of these definitions; or, when it names a type that comes later, right behind that type.
 */
import type { Decl, FunctionDecl, Name, ParamDecl, TemplateDecl, TypeNode } from '../ast.ts';
import type { SourceFile, SourceFiles } from '../source.ts';

interface Defined {
  readonly decl: FunctionDecl | (TemplateDecl & { readonly decl: FunctionDecl });
  readonly fun: FunctionDecl;
  readonly index: number;
}

export function addPrototypes(
  decls: readonly Decl[],
  sources: SourceFiles,
  tabs: readonly SourceFile[],
): readonly Decl[] {
  const isOfTabs = (decl: Decl): boolean => {
    const file = sources.fileAt(decl.loc);
    return file !== undefined && tabs.includes(file);
  };
  const defined: Defined[] = [];
  const types = new Map<string, number>();
  for (const [index, decl] of decls.entries()) {
    if (!isOfTabs(decl)) continue;
    const name = typeName(decl);
    if (name !== undefined && !types.has(name)) types.set(name, index);
    const fun = functionOf(decl);
    if (fun?.body === undefined || fun.role !== 'function' || fun.name.parts.length !== 1) continue;
    if (fun.name.parts[0]?.kind !== 'identifier') continue;
    defined.push({ decl: decl as Defined['decl'], fun, index });
  }
  const first = defined[0]?.index;
  if (first === undefined) return decls;
  const added = new Map<number, Decl[]>();
  for (const { decl, fun, index } of defined) {
    // Behind the last type it names; -1: none is the sketch's own.
    const behind = Math.max(-1, ...typesIn(fun.type).map((name) => types.get(name) ?? -1));
    const place = Math.max(first, behind + 1);
    if (place > index || fun.type.result.kind === 'auto') continue;
    const there = added.get(place);
    const prototype = withoutBody(decl, fun);
    if (there === undefined) added.set(place, [prototype]);
    else there.push(prototype);
  }
  // Default arguments stand where the function is declared first.
  const bare = new Set(defined.filter(({ index }) => isPrototyped(added, index)).map(({ index }) => index));
  return decls.flatMap((decl, index) => [
    ...(added.get(index) ?? []),
    bare.has(index) ? withoutDefaults(decl) : decl,
  ]);

  function isPrototyped(prototypes: ReadonlyMap<number, readonly Decl[]>, index: number): boolean {
    const { loc } = decls[index] ?? {};
    return [...prototypes.values()].some((list) => list.some((decl) => decl.loc === loc));
  }
}

function functionOf(decl: Decl): FunctionDecl | undefined {
  if (decl.kind === 'function') return decl;
  return decl.kind === 'template' && decl.decl.kind === 'function' && decl.params.length > 0
    ? decl.decl
    : undefined;
}

function withoutBody(decl: Defined['decl'], fun: FunctionDecl): Decl {
  const { body: _body, ...prototype } = fun;
  return decl.kind === 'function' ? prototype : { ...decl, decl: prototype };
}

function withoutDefaults(decl: Decl): Decl {
  if (decl.kind === 'template') {
    return decl.decl.kind === 'function' ? { ...decl, decl: bareFunction(decl.decl) } : decl;
  }
  return decl.kind === 'function' ? bareFunction(decl) : decl;
}

function bareFunction(fun: FunctionDecl): FunctionDecl {
  if (fun.type.params.every((param) => param.default === undefined)) return fun;
  const params = fun.type.params.map(({ default: _default, ...param }): ParamDecl => param);
  return { ...fun, type: { ...fun.type, params } };
}

function typeName(decl: Decl): string | undefined {
  switch (decl.kind) {
    case 'record':
    case 'enum':
      return lastText(decl.name);
    case 'typedef':
      return decl.name;
    case 'template':
      return typeName(decl.decl);
    default:
      return undefined;
  }
}

function lastText(name: Name | undefined): string | undefined {
  const last = name?.parts.at(-1);
  return last?.kind === 'identifier' ? last.text : undefined;
}

/** The names of types that a type is made of. */
function typesIn(type: TypeNode): string[] {
  switch (type.kind) {
    case 'named':
      return type.name.parts.flatMap((part) =>
        part.kind === 'identifier'
          ? [part.text, ...(part.templateArgs ?? []).flatMap((arg) => (isType(arg) ? typesIn(arg) : []))]
          : [],
      );
    case 'pointer':
    case 'reference':
    case 'memberPointer':
      return typesIn(type.to);
    case 'array':
      return typesIn(type.of);
    case 'function':
      return [type.result, ...type.params.map((param) => param.type)].flatMap(typesIn);
    default:
      return [];
  }
}

const TYPE_KINDS = new Set(['builtin', 'named', 'auto', 'decltype', 'pointer', 'reference', 'array', 'function',
  'record', 'enum', 'memberPointer']); // prettier-ignore
const isType = (arg: { readonly kind: string }): arg is TypeNode => TYPE_KINDS.has(arg.kind);
