import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { blockName, blockSpecs, type BlockHole, type BlockSpec } from '../../blocks/index.ts';

const specs = [...blockSpecs(BRICK_TYPES).values()];
const LANGUAGES = ['fr', 'en'] as const;

/** Every %NAME of the words, in order. "%%" is a percent sign. */
const named = (text: string): readonly string[] =>
  [...text.replaceAll('%%', '').matchAll(/%(\w+)/g)].map(([, name]) => name ?? '');

const sorted = (names: readonly string[]): string => names.toSorted().join(' ');

/** In which languages these words don't name exactly these holes. */
const wrongWords = (text: { fr: string; en: string }, holes: readonly BlockHole[]): readonly string[] =>
  LANGUAGES.filter((language) => sorted(named(text[language])) !== sorted(holes.map(({ name }) => name)));

/** Types of the blocks of which something is so: none, if all is well. */
const typesWhere = (is: (spec: BlockSpec) => boolean): readonly string[] =>
  specs.filter(is).map(({ type }) => type);

const wordsOf = ({ text, tooltip }: BlockSpec): readonly string[] =>
  LANGUAGES.flatMap((language) => [text[language], tooltip[language]]);

const specOf = (type: string): BlockSpec => {
  const spec = specs.find((candidate) => candidate.type === type);
  if (spec === undefined) throw new Error(`no block ${type}`);
  return spec;
};

describe('block specs', () => {
  test('words mention each hole exactly once, in both languages', () => {
    const wrong = specs.flatMap(({ type, text, holes, grows }) =>
      [{ text, holes }, grows?.part, grows?.ending].flatMap((part) =>
        part === undefined ? [] : wrongWords(part.text, part.holes).map((language) => `${type} ${language}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('there is no lone percent sign and no shouting in the words', () => {
    const lone = (words: string): boolean => words.replace(/%%|%[A-Z]/g, '').includes('%');
    expect(typesWhere(({ text }) => LANGUAGES.some((language) => lone(text[language])))).toEqual([]);
    const shouting = /!|erreur|invalide|error|invalid/i;
    expect(typesWhere((spec) => wordsOf(spec).some((words) => shouting.test(words)))).toEqual([]);
  });

  test('tooltips are one sentence', () => {
    const sentence = /^(?!.*\. ).+\.$/;
    expect(typesWhere(({ tooltip }) => !sentence.test(tooltip.fr) || !sentence.test(tooltip.en))).toEqual([]);
  });

  test('the grey block in a hole is a block we know, with fields that it has', () => {
    const fits = (hole: BlockHole): boolean =>
      hole.kind !== 'value' ||
      hole.shadow === undefined ||
      sorted(Object.keys(hole.shadow.fields)) ===
        sorted(specOf(hole.shadow.type).holes.map(({ name }) => name));
    expect(typesWhere(({ holes, grows }) => ![...holes, ...(grows?.part?.holes ?? [])].every(fits))).toEqual(
      [],
    );
  });

  test('the default of a menu is one of its entries', () => {
    const fits = (hole: BlockHole): boolean =>
      hole.kind !== 'menu' || hole.options.some(({ value }) => value === hole.default);
    expect(typesWhere(({ holes }) => !holes.every(fits))).toEqual([]);
  });

  test('only conditions have a hole without a grey block', () => {
    const fits = (hole: BlockHole): boolean =>
      hole.kind !== 'value' || hole.shadow !== undefined || hole.expected === 'truth';
    expect(typesWhere(({ holes }) => !holes.every(fits))).toEqual([]);
  });

  test('messages call a block by its own words', () => {
    expect(blockName(specOf('control_if'))).toEqual({ fr: 'si … alors', en: 'if … then' });
    expect(blockName(specOf('led_brightness'))).toEqual({
      fr: 'LED briller à … %',
      en: 'LED brightness … %',
    });
    expect(blockName(specOf('logic_compare')).fr).toBe('… = …');
    expect(blockName(specOf('variables_get')).fr).toBe('variable');
    expect(typesWhere((spec) => blockName(spec).fr.replaceAll('…', '').trim() === '')).toEqual([]);
  });

  test('there are about 110 blocks of the language and of the bricks, or more', () => {
    expect(specs.length).toBeGreaterThanOrEqual(110);
    expect(new Set(specs.map(({ type }) => type)).size).toBe(specs.length);
  });
});
