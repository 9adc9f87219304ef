/** Functions and classes of ours that are parsed when somebody looks: as if they had been read at once. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../../../app/host/read-templates.ts';
import { BOARDS } from '../../../../boards/bases/index.ts';
import { CHIPS } from '../../../../boards/chips/index.ts';
import type { ChipId } from '../../../../boards/types.ts';
import { Core } from '../../../../compiler/core-files.ts';
import type { Decl } from '../../../../compiler/cpp/ast.ts';
import { nameText } from '../../../../compiler/cpp/check/lookup.ts';
import { parseHeader, parseUnit, type ParsedHeader, type UnitOptions } from '../../../../compiler/cpp/parse-unit.ts'; // prettier-ignore
import { SourceFiles, type SourceFile } from '../../../../compiler/cpp/source.ts';
import { predefinedMacros } from '../../../../compiler/predefined-macros.ts';
import { stripComments } from '../../../../compiler/strip-comments.ts';
import { TEMPLATES } from './front-end.ts';
import { readWhole } from './read-whole.ts';

const templates = await readTemplates(TEMPLATES);
const stripped = Object.fromEntries(
  Object.entries(templates).map(([path, text]) => [
    path,
    path.endsWith('.json') ? text : stripComments(text),
  ]),
);

interface Compared {
  readonly unread: number;
  /** Found under another name than their own. */
  readonly misnamed: string[];
  readonly different: string[];
}

/** Every source of the core and the drivers for a chip, read both ways. */
function compare(texts: Readonly<Record<string, string>>, chipId: ChipId): Compared {
  const core = new Core(texts);
  const chip = CHIPS[chipId];
  const board = BOARDS.find(({ chip: id }) => id === chipId);
  if (board === undefined) throw new RangeError(`no board for ${chipId}`);
  const drivers = [...core.drivers.values()];
  const files = [...core.files, ...drivers];
  const resolveInclude = core.resolver(drivers, chip);
  const defines = predefinedMacros(board, chip, 'c++');
  const sources = new SourceFiles(files);
  const different: string[] = [];
  const misnamed: string[] = [];
  let unread = 0;
  const readers = [true, false].map((leavesUnread) => {
    const headers = new Map<SourceFile, ParsedHeader | undefined>();
    return (file: SourceFile): { decls: readonly Decl[]; said: readonly string[] } => {
      const options: UnitOptions = { sources, file, language: 'c++', defines, resolveInclude, leavesUnread };
      // A header is compared with the first unit that begins with it.
      let known = 0;
      const { unit, diagnostics, late } = parseUnit({
        ...options,
        headers: (header) => {
          if (!header.path.startsWith('core/include/')) return undefined;
          const isKnown = headers.has(header);
          if (!isKnown) headers.set(header, parseHeader({ ...options, file: header }));
          const read = headers.get(header);
          if (isKnown) known = read?.decls.length ?? 0;
          return read;
        },
      });
      const own = unit.decls.slice(known);
      if (leavesUnread) unread += look(own, misnamed);
      const decls = readWhole(own) as readonly Decl[];
      return { decls, said: [...diagnostics, ...(late?.() ?? [])].map(({ code }) => code) };
    };
  });
  for (const file of files.filter(({ path }) => path.endsWith('.cpp'))) {
    const [later, atOnce] = readers.map((read) => read(file));
    if (!isDeepStrictEqual(later, atOnce)) different.push(file.path);
  }
  return { unread, misnamed, different };
}

/** Out: how many are unread. */
const look = (decls: readonly Decl[], misnamed: string[]): number =>
  decls.reduce((sum, decl) => {
    if (decl.kind === 'linkage') return sum + look(decl.decls, misnamed);
    if (decl.kind !== 'unread') return sum;
    const { decl: inner, path } = decl;
    const name = inner.kind === 'function' || inner.kind === 'var' ? nameText(inner.name) : inner.kind;
    if (name !== path) misnamed.push(`${path}: ${name}`);
    return sum + 1;
  }, 0);

describe('what is read later is what stands there', () => {
  it.each(['atmega328p', 'atmega2560', 'atmega32u4'] as const)('in everything we ship, for %s', (chip) => {
    const { unread, misnamed, different } = compare(templates, chip);
    expect(misnamed).toEqual([]);
    expect(different).toEqual([]);
    expect(unread).toBeGreaterThan(400);
  });

  it('without comments too', () => {
    expect(compare(stripped, 'atmega328p').different).toEqual([]);
  });

  const parse = (text: string, leavesUnread: boolean): ReturnType<typeof parseUnit> => {
    const file = { path: 'a.cpp', text };
    const sources = new SourceFiles();
    return parseUnit({ sources, file, language: 'c++', defines: new Map(), resolveInclude: () => undefined, leavesUnread }); // prettier-ignore
  };

  it.each([
    ['a macro defined behind it', 'int abs(int x);\n#define abs(x) (x)\nint f(int a) { return abs(a); }\n'],
    [
      'a macro that changes',
      '#define N 1\nint f() { return N; }\n#undef N\n#define N 2\nint g() { return N; }\n',
    ],
    ['a macro taken away', '#define N 1\nstruct A { int f() { return N; } int b; };\n#undef N\nint N;\n'],
    ['a directive inside', '#define N 1\nint f() {\n#if N\n return 1;\n#else\n }}}\n#endif\n}\nint g();\n'],
    ['braces in texts', 'int f() { return *"}" + \'}\' /* } */; // }\n}\nint g() { return f(); }\n'],
    ['members used before', 'struct A { A() : b(1) {} int f() { return b; } int b; };\nint A::*p = &A::b;\n'],
    ['types of the class', 'struct A { typedef int T; T f(); };\nA::T A::f() { T t = 1; return t; }\n'],
    ['a base', 'struct A { struct T {}; };\nstruct B : A { T t; int f() { T *x; return 0; } };\n'],
    ['a name as a value and a type', 'struct T {};\nint f() { int T = 2, x = 3; return T * x; }\n'],
    [
      'templates',
      'template <class T> T f(T a) { return a; }\ntemplate <class T> struct A { T g() { return 1; } };\n',
    ],
  ])('with %s', (_name, text) => {
    const [later, atOnce] = [true, false].map((isLater) => parse(text, isLater));
    expect(atOnce?.diagnostics).toEqual([]);
    expect(readWhole(later?.unit)).toEqual(readWhole(atOnce?.unit));
    expect(later?.late?.()).toEqual([]);
  });

  it('says what is wrong in it then', () => {
    const { unit, diagnostics, late } = parse('int f() { return = 3; }\n', true);
    expect(diagnostics).toEqual([]);
    expect(late?.()).toEqual([]);
    readWhole(unit);
    expect(late?.().map(({ code, span }) => `${span?.line} ${code}`)).toEqual(['1 cpp-expected-expression']);
  });
});
