/** The core as a page gets it: shorter, with the same tokens on the same lines. */
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../app/host/read-templates.ts';
import { LINE_START, TokenKind } from '../../compiler/cpp/lex/token.ts';
import { Scanner } from '../../compiler/cpp/lex/scanner.ts';
import { squeezeSource } from '../../compiler/squeeze-source.ts';

/** Spellings with their lines; in directives also where blanks stand. */
function tokensOf(text: string): string[] {
  const scanner = new Scanner(text, 0);
  const found: string[] = [];
  let line = 1;
  let at = 0;
  for (let token = scanner.next(); token.kind !== TokenKind.end; token = scanner.next()) {
    for (; at < token.loc; at++) if (text[at] === '\n') line++;
    const isFirst = (token.flags & LINE_START) !== 0;
    found.push(`${line} ${isFirst ? '^' : ''}${token.text}`);
  }
  return found;
}

describe('a source is squeezed', () => {
  it.each([
    ['  int  a = b + c ; // sum', 'int a=b+c;'],
    ['a = b + +c - -d;', 'a=b+ +c- -d;'],
    ['x = y & &z; a < b > > c;', 'x=y& &z;a<b> >c;'],
    ['#define F (x)  +  1', '#define F (x) + 1'],
    ['#define F \\\n   do { \\\n } while (0)', '#define F \\\ndo { \\\n} while (0)'],
    ['f("a  b", \'  \') ;', 'f("a  b", \'  \');'],
    ['return "x"  ;', 'return "x" ;'],
    ['a = "x" b ;', 'a= "x" b;'],
    ['else if (a) return - 1;', 'else if(a)return-1;'],
    ['u8R"x(  )x"  ;', 'u8R"x(  )x"  ;'],
    ['1. f; .5 e', '1. f;.5 e'],
    ['', ''],
  ])('%j', (text, wanted) => {
    const squeezed = squeezeSource(text);
    expect(tokensOf(squeezed)).toEqual(tokensOf(text));
    expect(squeezed).toBe(wanted);
  });

  it('and everything of ours keeps its tokens and lines, in much less room', async () => {
    const templates = await readTemplates('firmware-templates');
    let [before, after] = [0, 0];
    for (const [path, text] of Object.entries(templates)) {
      if (!/\.(?:h|cpp)$/.test(path)) continue;
      const squeezed = squeezeSource(text);
      expect(tokensOf(squeezed), path).toEqual(tokensOf(text));
      before += text.length;
      after += squeezed.length;
    }
    expect(after).toBeLessThan(0.8 * before);
  });
});
