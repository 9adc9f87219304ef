/**
 * A block's words with something in its holes that a child understands.
 *
 * In: a spec. Out: "(LED) briller à (nombre) %", "répéter (nombre) fois …", "(= ▾)" for a menu.
 */
import type { BlockHole, BlockSpec } from '../../blocks/index.ts';
import type { LocalizedText } from '../../boards/types.ts';
import type { Language } from '../../compiler/program/model.ts';

const KINDS: Readonly<Record<string, LocalizedText>> = {
  number: { fr: 'nombre', en: 'number' },
  truth: { fr: 'condition', en: 'condition' },
  text: { fr: 'texte', en: 'text' },
  any: { fr: 'valeur', en: 'value' },
  colour: { fr: 'couleur', en: 'colour' },
  variable: { fr: 'variable', en: 'variable' },
  list: { fr: 'liste', en: 'list' },
  message: { fr: 'message', en: 'message' },
  parameter: { fr: 'entrée', en: 'input' },
};

export function blockText(spec: BlockSpec, language: Language): string {
  const holes = new Map(spec.holes.map((hole) => [hole.name, hole]));
  return spec.text[language]
    .replace(/%%|%([A-Z][A-Z0-9_]*)/g, (_, name: string | undefined) =>
      name === undefined ? '%' : holeText(holes.get(name), language),
    )
    .trim();
}

function holeText(hole: BlockHole | undefined, language: Language): string {
  if (hole === undefined) return '…';
  switch (hole.kind) {
    case 'body':
      return '…';
    case 'brick':
      return `(${hole.brickName[language]})`;
    case 'menu':
      return `(${hole.options.find(({ value }) => value === hole.default)?.name[language] ?? '…'} ▾)`;
    case 'value':
      return `(${KINDS[hole.expected]?.[language] ?? '…'})`;
    default:
      return `(${KINDS[hole.kind]?.[language] ?? '…'})`;
  }
}
