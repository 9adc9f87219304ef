/**
 * How messages call a block, and its words cut at its holes.
 *
 * In: a spec. Out: words. "%%" stands for a percent sign, %NAME for a hole.
 */
import type { LocalizedText } from '../boards/types.ts';
import type { Hole as Expected } from '../compiler/program/operators.ts';
import type { BlockField, BlockHole, BlockSpec } from './spec.ts';

export type WordPiece = { readonly words: string } | { readonly hole: string };

/** "attendre %SECONDS s" → attendre, SECONDS, s */
export function wordPieces(text: string): readonly WordPiece[] {
  const pieces: WordPiece[] = [];
  let words = '';
  const end = (): void => {
    if (words.trim() !== '') pieces.push({ words: words.trim() });
    words = '';
  };
  for (const [part, name] of text.matchAll(/%%|%([A-Z][A-Z0-9_]*)|[^%]+|%/g)) {
    if (name === undefined) {
      words += part === '%%' ? '%' : part;
    } else {
      end();
      pieces.push({ hole: name });
    }
  }
  end();
  return pieces;
}

/** What a message calls the block: "si … alors", "LED allumer". */
export function blockName(spec: BlockSpec): LocalizedText {
  return spec.name ?? { fr: nameIn(spec, 'fr'), en: nameIn(spec, 'en') };
}

function nameIn(spec: BlockSpec, language: 'fr' | 'en'): string {
  const holes = new Map(spec.holes.map((hole) => [hole.name, hole]));
  return wordPieces(spec.text[language])
    .map((piece) => ('words' in piece ? piece.words : holeName(holes.get(piece.hole), language)))
    .filter((word) => word !== '')
    .join(' ');
}

function holeName(hole: BlockHole | undefined, language: 'fr' | 'en'): string {
  switch (hole?.kind) {
    case 'body':
      return '';
    case 'brick':
      return hole.brickName[language];
    case 'menu':
      return hole.options.find(({ value }) => value === hole.default)?.name[language] ?? '…';
    default:
      return '…';
  }
}

/** What a hole waits for, in a sentence. */
export const EXPECTED_WORDS: Readonly<Record<Expected, LocalizedText>> = {
  number: { fr: 'un nombre', en: 'a number' },
  truth: { fr: 'une condition', en: 'a condition' },
  text: { fr: 'un texte', en: 'a text' },
  any: { fr: 'une valeur', en: 'a value' },
  colour: { fr: 'une couleur', en: 'a colour' },
};

/** What a field holds, in a sentence. */
export const FIELD_WORDS: Readonly<Record<BlockField['kind'], LocalizedText>> = {
  menu: { fr: 'menu', en: 'menu' },
  number: { fr: 'nombre', en: 'number' },
  text: { fr: 'texte', en: 'text' },
  colour: { fr: 'couleur', en: 'colour' },
  variable: { fr: 'variable', en: 'variable' },
  list: { fr: 'liste', en: 'list' },
  message: { fr: 'message', en: 'message' },
  parameter: { fr: 'paramètre', en: 'parameter' },
  brick: { fr: 'brique', en: 'brick' },
};
