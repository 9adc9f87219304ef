/**
 * What people write where JSON wants something else, and what to do about it.
 *
 * In: a text and the place where JSON could not go on. Out: a sentence; undefined when nothing known
 * stands there.
 */
import type { LocalizedText } from '../types.ts';

const SLIPS: readonly (LocalizedText & { readonly pattern: RegExp })[] = [
  {
    pattern: /[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u2033\u2032]/y,
    fr: 'Ces guillemets ne sont pas droits : efface-les et tape ", dans un éditeur de texte simple.',
    en: 'These quotes are not straight: delete them and type ", in a plain text editor.',
  },
  {
    pattern: /'/y,
    fr: 'Mets des guillemets doubles " au lieu de \'.',
    en: 'Use double quotes " instead of \'.',
  },
  {
    pattern: /\/[/*]|#|<!--/y,
    fr: 'Pas de commentaire ici : mets tes remarques dans "notes".',
    en: 'No comments here: put your remarks in "notes".',
  },
  {
    pattern: /,/y,
    fr: 'Enlève cette virgule : il n’y a rien entre deux virgules.',
    en: 'Remove this comma: nothing stands between two commas.',
  },
  {
    pattern: /[\u00a0\u2000-\u200b\u202f\u2060\u3000\ufeff]/y,
    fr: 'Ici se cache une espace spéciale : efface-la et tape une espace.',
    en: 'A special space hides here: delete it and type a space.',
  },
  {
    pattern: /(?!(?:true|false|null)\b)[\p{L}~][\p{L}\p{N}~_-]*|\d[\p{L}\p{N}]+/uy,
    fr: 'Ce mot doit être entre guillemets droits, comme "id".',
    en: 'This word must stand between straight quotes, like "id".',
  },
];

export function slipAt(text: string, at: number): LocalizedText | undefined {
  return SLIPS.find(({ pattern }) => {
    pattern.lastIndex = at;
    return pattern.test(text);
  });
}
