/** Everything that is there to be read is read without a complaint. */
import { describe, expect, it } from 'vitest';
import { dumpAst } from '../../../../compiler/cpp/dump-ast.ts';
import { dumpTokens } from '../../../../compiler/cpp/dump-tokens.ts';
import { tokensOfUnit } from '../../../../compiler/cpp/parse-unit.ts';
import { SourceFiles } from '../../../../compiler/cpp/source.ts';
import { exampleSketches, templateSources } from './corpus.ts';
import { ourHeaders, parseText, said } from './front-end.ts';

describe('the front end', () => {
  it.each(
    templateSources().map((source) => [source.path.replace(/.*firmware-templates\//, ''), source] as const),
  )('reads our own %s', (_name, source) => {
    expect(said(parseText(source.text, { path: source.path }))).toEqual([]);
  });

  it('reads what the examples become', async () => {
    for (const source of await exampleSketches()) {
      expect(said(parseText(source.text, { path: source.path, isIno: true })), source.path).toEqual([]);
    }
  });

  it('gives the same tree whatever was read before', () => {
    const [first, second] = templateSources();
    const dump = (text: string, path: string): string => {
      const parsed = parseText(text, { path });
      return dumpAst(parsed.unit, parsed.sources);
    };
    const before = dump(first?.text ?? '', 'a.cpp');
    dump(second?.text ?? '', 'b.cpp');
    expect(dump(first?.text ?? '', 'a.cpp')).toBe(before);
  });

  it('shows tokens and trees as text', () => {
    const sources = new SourceFiles();
    const file = { path: 'x.cpp', text: '#define N 2\nint x =\n  N;\n' };
    const { tokens } = tokensOfUnit({
      sources,
      file,
      language: 'c++',
      defines: new Map(),
      resolveInclude: ourHeaders,
    });
    expect(dumpTokens(tokens, sources)).toBe(
      '# x.cpp\n2:1 keyword int\n2:5 identifier x\n2:7 punctuator =\n3:3 number 2\n3:5 punctuator ;\n3:6 end\n'.replace(
        '3:5 punctuator ;\n3:6 end',
        '3:4 punctuator ;\n3:5 end',
      ),
    );
    const parsed = parseText('void f(int a) {\n  if (a) f(a - 1);\n}\n', { path: 'y.cpp' });
    expect(dumpAst(parsed.unit, parsed.sources)).toBe(
      '# y.cpp\n   1 function f (a: int): void\n   2   if a\n   2     (call f (- a 1))\n',
    );
  });
});
