/** The catalogue's sentences: kind, whole, in both languages. */
import { describe, expect, it } from 'vitest';
import { CATALOGUE, type DiagnosticCode } from '../../../compiler/diagnostics/catalogue.ts';
import { diagnostic, hasErrors } from '../../../compiler/diagnostics/diagnostic.ts';

const codes = Object.keys(CATALOGUE) as DiagnosticCode[];
const holes = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).sort();
/** Sentences that are made elsewhere, whole. */
const ready = (code: DiagnosticCode): boolean => CATALOGUE[code].fr === '{fr}';

describe('the catalogue', () => {
  it.each(codes.filter((code) => !ready(code)))('asks for the same words in both languages: %s', (code) => {
    expect(holes(CATALOGUE[code].fr)).toEqual(holes(CATALOGUE[code].en));
  });
  it.each(codes)('blames nobody: %s', (code) => {
    for (const sentence of [CATALOGUE[code].fr, CATALOGUE[code].en]) {
      expect(sentence).not.toMatch(/erreur|error|invalid|incorrect|illegal|illégal/i);
    }
  });
  it.each(codes)('writes French with its own quotes and no straight apostrophes: %s', (code) => {
    expect(CATALOGUE[code].fr).not.toMatch(/["'“”]/);
    expect(CATALOGUE[code].en).not.toMatch(/["'«»]/);
  });
});

describe('a diagnostic', () => {
  it('fills each hole in its language', () => {
    const has = { fr: 'un texte', en: 'a text' };
    const { message } = diagnostic('list-mixed', { name: 'L', has, gets: has });
    expect(message.fr).toBe('La liste « L » contient déjà un texte. Range un texte dans une autre liste.');
    expect(message.en).toBe('The list “L” already holds a text. Keep a text in another list.');
  });
  it('takes words as they are, whatever they look like', () => {
    const { message } = diagnostic('own-block-recursion', { name: '$& {name} __proto__' });
    expect(message.en).toContain('“$& {name} __proto__”');
  });
  it('leaves out the places it does not have', () => {
    expect(Object.keys(diagnostic('no-script'))).toEqual(['code', 'severity', 'message']);
  });
  it('counts as an error only when it is one', () => {
    expect(hasErrors([diagnostic('no-script')])).toBe(false);
    expect(hasErrors([diagnostic('no-script'), diagnostic('break-outside-loop')])).toBe(true);
  });
});
