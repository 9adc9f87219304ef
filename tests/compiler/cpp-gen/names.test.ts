/** Plain C++ names from what children write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Names, camelCase, folderName } from '../../../compiler/cpp-gen/names.ts';
import { RESERVED_WORDS } from '../../../compiler/cpp-gen/reserved-words.ts';
import * as b from '../../interpreter/blocks.ts';
import { inoOf, OTHER } from '../compile-blocks.ts';
import { HUNG_MS } from '../../support/hung.ts';

const HEADER = {
  'drivers/X.h': '#define GENIE_MACRO 1\nclass Lcd { int inside; };\nlong toWhole(double value);\n',
};
const claim = (...wishes: string[]): string[] => {
  const names = new Names(HEADER);
  return wishes.map((wish) => names.claim(wish, 'variable'));
};

describe('a name', () => {
  it.each([
    ['Élève', 'eleve'],
    ['Nombre de tours', 'nombreDeTours'],
    ['Cœur d’æther', 'coeurDAether'],
    ['1er joueur', 'variable1erJoueur'],
    ['😀', 'variable1'],
    ['', 'variable1'],
    ['int', 'int1'],
    ['loop', 'loop1'],
    ['delay', 'delay1'],
    ['variable', 'variable1'],
    ['nbTours', 'nbTours'],
    ['toWhole', 'toWhole1'],
    ['lcd', 'lcd'],
    ['LED', 'led'],
    ['été_2024', 'ete2024'],
    ['x'.repeat(60), 'x'.repeat(30)],
  ])('of %j is %s', (wish, name) => expect(claim(wish)).toEqual([name]));

  it('asked twice gets a number', () => {
    expect(claim('score', 'score', 'score')).toEqual(['score', 'score1', 'score2']);
  });
  it('that ends in a digit stays readable when asked twice', () => {
    expect(claim('Élève 1', 'eleve1')).toEqual(['eleve1', 'eleve1b2']);
  });
  it('never meets what a header declares', () => {
    const names = new Names(HEADER);
    expect([names.exactly('toWhole'), names.exactly('GENIE_MACRO'), names.exactly('Lcd')]).toEqual([
      'toWhole1',
      'GENIE_MACRO1',
      'Lcd1',
    ]);
    expect(names.exactly('inside')).toBe('inside');
  });
  it('can be reserved without using up a number', () => {
    const names = new Names({});
    names.reserve('script');
    expect(names.numbered('script')).toBe('script1');
  });
  it('is found among thousands of its like', () => {
    const names = new Names({});
    const started = performance.now();
    const all = new Set(Array.from({ length: 20_000 }, () => names.numbered('value')));
    expect(all.size).toBe(20_000);
    expect(performance.now() - started).toBeLessThan(HUNG_MS);
  });
  it('is one of its own for 300 equal wishes', () => {
    expect(new Set(claim(...Array.from({ length: 300 }, () => 'Élève'))).size).toBe(300);
  });
  it('is always unique, plain and free', () => {
    const wish = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'int',
        'Élève 1',
        'eleve1',
        'lcd',
        '1',
        'a',
        'A',
        'à',
        'setup',
        '  ',
        'x1',
        'x',
        'x1b2',
      ),
    );
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
        const names = claim(...wishes);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) {
          expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
          expect(RESERVED_WORDS.has(name)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a folder', () => {
  it.each([
    ['Feu tricolore !', 'feu-tricolore'],
    ['😀', 'programme'],
    ['con', 'programme-con'],
    ['Ça\u0000 va / ..', 'ca-va'],
  ])('for %j is %s', (name, folder) => expect(folderName(name)).toBe(folder));
});

describe('in a sketch', () => {
  it('a parameter does not take the place of a frame’s own fields', () => {
    const walk = b.ownBlock('walk', ['step', 'result'], true, b.wait(1), b.giveBack(b.parameter('step')));
    const text = inoOf({ scripts: [b.atStart(b.line(b.call('walk', 1, 2))), OTHER], ownBlocks: [walk] });
    expect(text).toMatch(
      /struct WalkFrame \{\n {2}byte step;\n {2}byte step1;\n {2}byte result1;\n {2}byte result;\n\};/,
    );
  });
  it('things named like the sketch’s own are renamed, and say so', () => {
    const text = inoOf({ scripts: [b.atStart(b.set('timer', 1), b.set('Script', 2), b.set('Élève', 3))] });
    expect(text).toContain('byte timer1 = 0;  // timer');
    expect(text).toContain('byte eleve = 0;  // Élève');
    expect(text).toContain('byte script1 = 0;  // Script');
  });
  it('camel case keeps nothing of signs alone', () => expect(camelCase('--!')).toBe(''));
});
